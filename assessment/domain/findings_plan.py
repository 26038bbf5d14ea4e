"""What a plan says in one sentence, so that its page opens with the finding and not with a label."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from assessment.domain.framework import Framework
from assessment.domain.names import short_name
from assessment.domain.numbers import fixed, plain
from assessment.domain.plan import Plan, PlanItem
from assessment.domain.priority import FILL_IN, FIND_OUT_CLASS, MAJOR, QUICK_WIN
from assessment.domain.waves import DEFAULT_CAPACITY

NUMBER_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip

# A class that is not named here is only called an item: nobody starts with what is to be reconsidered.
CLASS_WORDS: Mapping[str, tuple[str, str]] = {
    QUICK_WIN: ("quick win", "quick wins"),
    FILL_IN: ("fill-in", "fill-ins"),
    MAJOR: ("major improvement", "major improvements"),
    FIND_OUT_CLASS: ("open question", "open questions"),
}
ITEM_WORDS = ("item", "items")


def in_words(number: int) -> str:
    """Return a small number as a word, a larger one in figures."""
    return NUMBER_WORDS[number] if 0 <= number < len(NUMBER_WORDS) else str(number)


def counted(number: int, words: tuple[str, str] = ITEM_WORDS) -> str:
    """Return a number with its noun: "one item", "four quick wins"."""
    return f"{in_words(number)} {words[number != 1]}"


def short_area(framework: Framework, area_id: str, language: str = "en") -> str:
    """Return the short name of an area, else its name."""
    return short_name(framework.area_by_id[area_id], language)


def plan_title(plan: Plan, framework: Framework, language: str = "en") -> str:
    """Return what to begin with and what follows: "Start with two fill-ins; wave 2 turns to Requests"."""
    if not plan.items:
        return "Every area with a target has reached it"
    first = [item for item in plan.items if item.wave == 1]
    if not first:
        begun = min((item.wave for item in plan.items if item.wave), default=None)
        return f"The work starts in wave {begun}" if begun else "No wave has room for the plan yet"
    start = f"Start with {_first_things(first)}"
    after = _what_follows(plan.items)
    if after is None:
        return start
    return f"{start}; wave {after.wave} turns to {short_area(framework, after.area, language)}"


def _first_things(first: Sequence[PlanItem]) -> str:
    by_class = Counter(item.klass for item in first)
    if by_class[QUICK_WIN]:
        return counted(by_class[QUICK_WIN], CLASS_WORDS[QUICK_WIN])
    commonest = max(CLASS_WORDS, key=lambda klass: by_class[klass])
    if by_class[commonest]:
        return counted(by_class[commonest], CLASS_WORDS[commonest])
    return counted(len(first))


def _what_follows(items: Sequence[PlanItem]) -> PlanItem | None:
    later = [item for item in items if item.wave and item.wave > 1]
    return min(later, key=lambda item: (item.wave or 0, -item.days, item.rank), default=None)


def plan_lede(plan: Plan, index_now: Fraction | None) -> str:
    """Return how much work there is and what the waves make of the mean index."""
    if not plan.items:
        return "Raise a target, or close this assessment and start the next one."
    days = sum(item.days for item in plan.items)
    said = f"{counted(len(plan.items)).capitalize()} and {days} days of work."
    after = plan.mean_index_after[-1] if plan.mean_index_after else None
    if index_now is None or after is None:
        return said
    waves = counted(len(plan.waves), ("wave", "waves")).replace("one wave", "wave")
    verb = "raises" if len(plan.waves) == 1 else "raise"
    if fixed(after, 1) == fixed(index_now, 1):
        kept = "keeps" if len(plan.waves) == 1 else "keep"
        return f"{said} The {waves} {kept} the mean index at {fixed(index_now, 1)}."
    return f"{said} The {waves} {verb} the mean index from {fixed(index_now, 1)} to {fixed(after, 1)}."


def chain_in_words(plan: Plan) -> str:
    """Return the critical path and the fewest waves, or "" when no item waits for another."""
    chain = plan.critical_path
    if len(chain.items) < 2:
        return ""
    ranks = {item.practice: item.rank for item in plan.items}
    steps = [str(ranks[practice]) for practice in chain.items if practice in ranks]
    shown = ", then ".join(steps)
    least = plan.fewest_waves
    bound = f" No order of these items needs fewer than {counted(least, ('wave', 'waves'))}." if least else ""
    return f"The longest chain takes {chain.days} days: item {shown}.{bound}"


def beyond_in_words(plan: Plan) -> str:
    """Return how much work does not fit into the waves, or ""."""
    left = plan.beyond_horizon
    if not left:
        return ""
    days = plain(sum((part.days for part in left), Fraction(0)))
    last = len(plan.waves) or len(DEFAULT_CAPACITY)
    verb = "does" if len(left) == 1 else "do"
    return f"{counted(len(left)).capitalize()} {verb} not fit: {days} days of work lie beyond wave {last}."
