"""The sentences that results begin with: a small grammar from a score card to plain English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.methods import (
    C2M2_GATE,
    CUMULATIVE_PRODUCT,
    GATED_COVERAGE,
    ISO33020,
    ITCMF_SURVEY,
    SAMM_SUM,
)
from assessment.domain.numbers import fixed, half_up, percent, plain
from assessment.domain.scoring import AreaScore, ScoreCard
from assessment.domain.values import ZERO

Names = Mapping[str, str]
"""The name of each area by its id."""

CLEAR_DIFFERENCE = Fraction(1, 2)
HOLDS_BACK_WITHIN = Fraction(1, 4)
HOLDS_BACK_BELOW_MEAN = Fraction(1, 2)
MOST_NAMED = 2
WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)

UP = "up"
DOWN = "down"
UNCLEAR = "no clear difference"
NOT_COMPARED = "not compared"

METHOD_NAMES: Mapping[str, str] = {
    GATED_COVERAGE: "Gated coverage",
    ITCMF_SURVEY: "Survey of placings",
    ISO33020: "ISO/IEC 33020 reading",
    C2M2_GATE: "Strict gate",
    SAMM_SUM: "Sum of coverages",
    CUMULATIVE_PRODUCT: "Soft gate",
}

METHOD_SENTENCES: Mapping[str, str] = {
    GATED_COVERAGE: "Counts the levels that are achieved one after the other and adds how much of the next "
    "one is in place.",
    ITCMF_SURVEY: "Takes the level at which people placed each area; no practice is read.",
    ISO33020: "Takes the highest level that is at least largely in place while all below it are fully in place.",
    C2M2_GATE: "Takes the highest level up to which every single practice is at least largely in place.",
    SAMM_SUM: "Adds how much of each level is in place; a gap low down does not stop what stands above it.",
    CUMULATIVE_PRODUCT: "Lets a gap low down weaken all that stands above it, without stopping it altogether.",
}


def count_word(count: int) -> str:
    """Return a count as a word up to twelve: three."""
    return WORDS[count] if count < len(WORDS) else str(count)


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: one practice, three practices."""
    return f"{count_word(count)} {one if count == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """Return a sentence with a capital first letter."""
    return text[:1].upper() + text[1:]


def sentence_name(name: str) -> str:
    """Return an area's name inside a sentence: without its capital, unless it is an abbreviation."""
    return name if name[1:2].isupper() or not name[:1].isalpha() else name[:1].lower() + name[1:]


def joined(items: Sequence[str]) -> str:
    """Return a list in words: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def indexed(card: ScoreCard) -> list[AreaScore]:
    """Return the areas that have an index and an answer behind it, lowest first, framework order on a tie."""
    known = [a for a in card.areas if a.index is not None and has_answers(a)]
    return sorted(known, key=lambda a: a.index or ZERO)


def has_answers(area: AreaScore) -> bool:
    """Return whether anything at all is known of an area."""
    return bool(area.rated or area.valued or area.placing is not None)


def holding_back(card: ScoreCard) -> list[AreaScore]:
    """Return the one or two areas that hold the client back; none where all stand close together."""
    known = indexed(card)
    if len(known) < MOST_NAMED or card.mean_index is None:
        return []
    lowest = known[0].index or ZERO
    if card.mean_index - lowest < HOLDS_BACK_BELOW_MEAN:
        return []
    near = [a for a in known if (a.index or ZERO) - lowest <= HOLDS_BACK_WITHIN]
    return near if len(near) <= MOST_NAMED else []


def results_title(client: str, card: ScoreCard, names: Names) -> str:
    """Return the title of the results: the mean and what holds it back. Says when it is partial."""
    known = indexed(card)
    if not known or card.mean_index is None:
        return f"{client} has no results yet"
    start = f"{client} runs at {fixed(card.mean_index, 1)}"
    if len(known) < len(card.areas) and any(not has_answers(a) for a in card.areas):
        return f"{start} in the {plural(len(known), 'area')} answered so far, of {len(card.areas)}"
    start = f"{start}, provisionally" if card.provisional else start
    low = holding_back(card)
    if low:
        who = capital(joined([sentence_name(names[a.area]) for a in low]))
        return f"{start}. {who} {'holds' if len(low) == 1 else 'hold'} it back"
    lowest = [a for a in known if a.index == known[0].index]
    if known[0].index == known[-1].index:
        return f"{start}. Every area stands at the same point"
    if len(lowest) > MOST_NAMED:
        return f"{start}. {capital(plural(len(lowest), 'area'))} share the lowest place"
    who = capital(joined([sentence_name(names[a.area]) for a in lowest]))
    return f"{start}. {who} {'is' if len(lowest) == 1 else 'are'} the weakest"


def gap_title(card: ScoreCard) -> str:
    """Return what the distances to the targets come to."""
    with_target = [a for a in card.areas if a.target is not None]
    gaps = [a.gap for a in with_target if a.gap is not None and has_answers(a)]
    if not with_target:
        return "No targets are set yet"
    if not gaps:
        return "Targets are set, and no area has an index yet"
    reached = sum(1 for gap in gaps if not gap)
    if reached == len(gaps):
        return "Every area has reached its target" if len(gaps) > 1 else "The area has reached its target"
    for least, words in ((2, "two levels or more"), (1, "a level or more")):
        far = sum(1 for gap in gaps if gap >= least)
        if far:
            return f"{capital(plural(far, 'area'))} {'is' if far == 1 else 'are'} {words} short of target"
    short = len(gaps) - reached
    return (
        f"{capital(plural(short, 'area'))} {'is' if short == 1 else 'are'} less than a level short of target"
    )


def practices_title(card: ScoreCard, in_place: int, applicable: int) -> str:
    """Return how many practices are in place."""
    if not applicable:
        return "No practice applies"
    if card.method == ITCMF_SURVEY and not any(a.rated for a in card.areas):
        return "The practices are not rated yet"
    return f"{in_place} of {applicable} practices are in place"


def coverage_sentence(card: ScoreCard) -> str:
    """Return how much of what was asked has a value."""
    what = "areas placed" if card.method == ITCMF_SURVEY else "practices asked"
    if card.coverage == 1:
        return f"All {what} have a value." if card.method != ITCMF_SURVEY else "All areas are placed."
    return f"{percent(card.coverage)} of the {what} have a value."


def provisional_sentence(card: ScoreCard) -> str:
    """Return why results are provisional, or nothing."""
    if not card.provisional:
        return ""
    return (
        "The results are provisional: under 80% of what was asked has a value. "
        "Compare them with nothing until more is known."
    )


def range_sentence(low: Fraction | None, high: Fraction | None, unknown: int) -> str:
    """Return between which numbers an index lies, or nothing where nothing is unknown."""
    if low is None or high is None or fixed(low, 1) == fixed(high, 1):
        return ""
    because = plural(unknown, "practice") + (" is" if unknown == 1 else " are")
    return f"between {fixed(low, 1)} and {fixed(high, 1)}, because {because} unknown"


def ahead_sentence(area: AreaScore, names: Names) -> str:
    """Return what stands above a gap, or nothing."""
    if not area.ahead_of_gate or area.level is None:
        return ""
    levels = joined([str(level) for level in area.ahead_of_gate])
    word = "level" if len(area.ahead_of_gate) == 1 else "levels"
    return (
        f"{names[area.area]} is already strong at {word} {levels}; that counts once "
        f"level {area.level + 1} is achieved."
    )


def implied_sentence(count: int) -> str:
    """Return how many practices count as met because something above them replaces them, or nothing."""
    if not count:
        return ""
    verb = "counts" if count == 1 else "count"
    return f"{capital(plural(count, 'practice'))} {verb} as met because a practice of a higher level includes it."


def placing_sentence(area: AreaScore, names: Names) -> str:
    """Return that people placed an area elsewhere than its practices do, or nothing."""
    if not area.placing_differs or area.placing is None or area.index is None:
        return ""
    side = "higher" if area.placing > area.index else "lower"
    return (
        f"{names[area.area]} was placed at {plain(area.placing)}, and its practices give "
        f"{fixed(area.index, 1)}: people see it {side} than the practices do."
    )


def not_assessable_sentence(card: ScoreCard, names: Names) -> str:
    """Return which areas are left out because most of their practices do not apply, or nothing."""
    out = [sentence_name(names[a.area]) for a in card.areas if not a.assessable]
    if not out:
        return ""
    verb = "is" if len(out) == 1 else "are"
    return f"{capital(joined(out))} {verb} left out: more than half of the practices do not apply."


def method_sentence(card: ScoreCard) -> str:
    """Return how the numbers were made; says when areas were only placed."""
    if card.method != card.requested:
        return (
            "Some areas were placed and none of their practices rated, so the whole assessment is read as a "
            "survey of placings."
        )
    return METHOD_SENTENCES[card.method]


@dataclass(frozen=True, slots=True)
class Move:
    """How one area differs from an earlier assessment. `verdict` is up, down, no clear difference, not compared."""

    area: str
    before: Fraction | None
    now: Fraction | None
    verdict: str

    @property
    def change(self) -> Fraction | None:
        """Return the difference in levels, or None without one of the two."""
        return None if self.before is None or self.now is None else self.now - self.before


def moves(now: ScoreCard, before: ScoreCard) -> tuple[Move, ...]:
    """Return how each area moved between two cards of the same method.

    A difference under half a level, or inside what is unknown of either, is no clear difference.
    """
    earlier = {a.area: a for a in before.areas}
    return tuple(_move(a, earlier.get(a.area)) for a in now.areas)


def _move(now: AreaScore, before: AreaScore | None) -> Move:
    if before is None or not has_answers(before) or not has_answers(now):
        return Move(now.area, before.index if before and has_answers(before) else None, None, NOT_COMPARED)
    if before.index is None or now.index is None:
        return Move(now.area, before.index, now.index, NOT_COMPARED)
    change = now.index - before.index
    overlap = (now.index_high or now.index) >= before.index and (
        before.index_high or before.index
    ) >= now.index
    same_range = overlap and (now.index_high != now.index or before.index_high != before.index)
    if abs(change) < CLEAR_DIFFERENCE or same_range:
        return Move(now.area, before.index, now.index, UNCLEAR)
    return Move(now.area, before.index, now.index, UP if change > 0 else DOWN)


def comparison_sentence(found: Sequence[Move], when: str) -> str:
    """Return what moved since an earlier assessment."""
    compared = [m for m in found if m.verdict != NOT_COMPARED]
    up = sum(1 for m in compared if m.verdict == UP)
    down = sum(1 for m in compared if m.verdict == DOWN)
    if not compared:
        return f"No area can be compared with {when}"
    if not up and not down:
        return f"No area differs clearly from {when}"
    parts = [f"{plural(up, 'area')} moved up"] if up else []
    if down:
        parts.append(f"{count_word(down)} slipped" if up else f"{plural(down, 'area')} slipped")
    return f"{capital(', '.join(parts))} since {when}"


def comparable(now: ScoreCard, before: ScoreCard) -> str:
    """Return why two cards must not be compared, or nothing."""
    if now.method != before.method:
        return "The two were scored under different methods, so their numbers cannot be compared."
    if now.provisional or before.provisional:
        which = "Both are" if now.provisional and before.provisional else "One of the two is"
        return f"{which} provisional, so a difference says little."
    return ""


def shown(value: Fraction | None) -> str:
    """Return an index with one decimal, half up; a dash where there is none."""
    return "–" if value is None else fixed(value, 1)


def signed(value: Fraction) -> str:
    """Return a difference with one decimal and its sign: +0.4, −0.2, 0.0."""
    rounded = half_up(value, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{fixed(abs(rounded), 1)}"
