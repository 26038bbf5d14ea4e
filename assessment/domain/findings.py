"""The sentences that results begin with: a small grammar from a score card to plain English."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from assessment.domain.methods import ITCMF_SURVEY
from assessment.domain.numbers import fixed, percent, plain
from assessment.domain.scoring import AreaScore, ScoreCard
from assessment.domain.values import ZERO
from assessment.domain.wording import METHOD_SENTENCES, joined
from assessment.domain.wording import capital as capital
from assessment.domain.wording import count_word as count_word
from assessment.domain.wording import plural as plural
from assessment.domain.wording import sentence_name as sentence_name

Names = Mapping[str, str]
"""The name of each area by its id."""

HOLDS_BACK_WITHIN = Fraction(1, 4)
HOLDS_BACK_BELOW_MEAN = Fraction(1, 2)
MOST_NAMED = 2


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
    """Return the title of the results: the mean and what holds it back.

    Where too little is known it gives the range, and where areas are open it says how many are answered.
    """
    known = indexed(card)
    if not known or card.mean_index is None or card.mean_index_high is None:
        return f"{client} has no results yet"
    open_areas = sum(1 for a in card.areas if not has_answers(a) and a.assessable)
    if open_areas or card.provisional:
        between = f"between {fixed(card.mean_index, 1)} and {fixed(card.mean_index_high, 1)}"
        start = f"{client} lies {between} so far"
        if open_areas:
            verb = "is" if len(known) == 1 else "are"
            return f"{start}: {count_word(len(known))} of {plural(len(card.areas), 'area')} {verb} answered"
    else:
        start = f"{client} runs at {fixed(card.mean_index, 1)}"
    return f"{start}. {capital(_what_is_low(card, known, names))}"


def _what_is_low(card: ScoreCard, known: Sequence[AreaScore], names: Names) -> str:
    low = holding_back(card)
    if low:
        who = joined([sentence_name(names[a.area]) for a in low])
        return f"{who} {'holds' if len(low) == 1 else 'hold'} it back"
    lowest = [a for a in known if a.index == known[0].index]
    if len(lowest) == len(known):
        return "every area stands at the same point"
    if len(lowest) > MOST_NAMED:
        return f"{plural(len(lowest), 'area')} share the lowest place"
    who = joined([sentence_name(names[a.area]) for a in lowest])
    return f"{who} {'is' if len(lowest) == 1 else 'are'} the weakest"


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
    """Return how many practices take their value from one above that includes them, or nothing."""
    if not count:
        return ""
    verb, them = ("takes", "it") if count == 1 else ("take", "them")
    what = capital(plural(count, "practice"))
    return f"{what} {verb} over the value of a practice of a higher level that includes {them}."


def capped_sentence(count: int) -> str:
    """Return what the cap without evidence does, "" when it does nothing."""
    if not count:
        return ""
    verb, them = ("counts", "it") if count == 1 else ("count", "them")
    return (
        f"{capital(plural(count, 'practice'))} rated higher {verb} as largely in place at most, "
        f"because no evidence is noted for {them}."
    )


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
