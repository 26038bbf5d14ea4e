"""The sentences that an action register begins with."""

from collections.abc import Mapping

from assessment.domain.action_items import DONE, IN_PROGRESS, OPEN
from assessment.domain.wording import capital, count_word, joined, plural

NOTHING_YET = "No actions yet"


def register_title(counts: Mapping[str, int]) -> str:
    """Return what the register comes to, from how many actions are in each state."""
    if not sum(counts.values()):
        return NOTHING_YET
    if not (counts[OPEN] or counts[IN_PROGRESS] or counts[DONE]):
        return "Every service is back at what was agreed"
    waiting = [
        (counts[state], words)
        for state, words in ((OPEN, "open"), (IN_PROGRESS, "in progress"), (DONE, "to be verified"))
        if counts[state]
    ]
    first, words = waiting[0]
    parts = [f"{plural(first, 'action')} {words}"]
    parts += [f"{count_word(count)} {words}" for count, words in waiting[1:]]
    return capital(", ".join(parts))


def attention_sentence(late: int, to_verify: int, unowned: int) -> str:
    """Return what asks for a look, or nothing."""
    parts = []
    if late:
        parts.append(f"{plural(late, 'action')} {'is' if late == 1 else 'are'} late")
    if to_verify:
        parts.append(f"{plural(to_verify, 'action')} {'waits' if to_verify == 1 else 'wait'} to be verified")
    if unowned:
        verb = "has" if unowned == 1 else "have"
        parts.append(f"{plural(unowned, 'action')} of high severity {verb} no owner")
    return f"{capital(joined(parts))}." if parts else ""
