"""The facts and the sentences above the results, that one needs to read the numbers rightly."""

from datetime import date

from assessment.domain import findings
from assessment.domain.numbers import percent
from assessment.domain.values import ZERO, count_capped
from assessment.domain.wording import METHOD_NAMES, METHOD_SENTENCES, plural, shown
from assessment.services.results_data import Results
from assessment.services.results_metrics import MONTH
from assessment.services.results_rows import is_open

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def month_name(day: date) -> str:
    """Return a month in words: March 2026."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def month_in_full(period: str) -> str:
    """Return the month of a reading in words: October 2026; any other period as it is."""
    return month_name(date.fromisoformat(f"{period}-01")) if MONTH.match(period) else period


def facts_of(results: Results) -> tuple[tuple[str, str, str], ...]:
    card, before = results.card, results.before
    known = findings.indexed(card)
    targets = [area.target for area in card.areas if area.target is not None]
    was = ""
    if before is not None and before.card.mean_index is not None:
        was = f"was {shown(before.card.mean_index)} in {month_name(before.choice.held_on)}"
    if shown(card.mean_index) != shown(card.mean_index_high):
        was = f"to {shown(card.mean_index_high)} if the unknown were met"
    facts = [("Overall", shown(card.mean_index), was)]
    if known:
        facts.append(("Weakest area", results.title_names[known[0].area], shown(known[0].index)))
    if targets:
        mean_target = sum(targets, ZERO) / len(targets)
        where = "" if len(targets) == len(card.areas) else f"over {plural(len(targets), 'area')}"
        facts.append(("Target", shown(mean_target), where))
    answered = sum(1 for area in card.areas if findings.has_answers(area))
    facts.append(("Areas answered", str(answered), f"of {len(card.areas)}"))
    facts.append(
        ("Known", percent(card.coverage), "provisional" if card.provisional else "of what was asked")
    )
    facts.append(("Method", METHOD_NAMES[card.method], ""))
    return tuple(facts)


def notes_of(results: Results) -> tuple[str, ...]:
    """Return the sentences that one needs to read the numbers rightly, those that matter most first."""
    card, names = results.card, results.names
    asked = sum(1 for p in results.framework.practices.values() if p.weight and is_open(results.values[p.id]))
    implied = sum(1 for value in results.values.values() if value.lifted_by is not None)
    between = findings.range_sentence(card.mean_index, card.mean_index_high, asked)
    sentences = [
        findings.provisional_sentence(card),
        findings.method_sentence(card) if card.method != card.requested else "",
        f"The overall index lies {between}." if between else "",
        findings.not_assessable_sentence(card, names),
        *(findings.ahead_sentence(area, names) for area in card.areas),
        *(findings.placing_sentence(area, names) for area in card.areas),
        findings.coverage_sentence(card),
        findings.implied_sentence(implied),
        findings.capped_sentence(count_capped(results.framework, results.answers)),
        f"{METHOD_NAMES[card.method]}: {METHOD_SENTENCES[card.method]}"
        if card.method == card.requested
        else "",
    ]
    return tuple(sentence for sentence in sentences if sentence)
