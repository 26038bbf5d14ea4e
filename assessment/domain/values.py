"""From votes to one value per practice: consensus, mean, not applicable, unknown, implied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from assessment.domain.answers import BLANK, DONT_KNOW, NOT_APPLICABLE, AnswerSet, Options, Rating, Vote
from assessment.domain.framework import Framework, Practice

ZERO = Fraction(0)
ONE = Fraction(1)

RATED = "rated"
IMPLIED = "implied"
UNKNOWN = "unknown"
NA = "na"

NOT_A_VALUE = frozenset({DONT_KNOW, NOT_APPLICABLE, BLANK})

MIXED_NA = "mixed_na"

BAND_EDGES = ((Fraction(17, 20), "F"), (Fraction(1, 2), "L"), (Fraction(3, 20), "P"))


@dataclass(frozen=True, slots=True)
class GroupValue:
    """What a group says of one practice: `value` is None when `state` is na or unknown.

    `valid` counts the votes that carry a value. `flags` holds mixed_na where some said not applicable.
    """

    state: str
    value: Fraction | None
    valid: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PracticeValue:
    """The value that enters the score, from 0 to 1, with unknown read as 0 (`low`) and as 1 (`high`).

    `lifted_by` is the practice whose value was taken over, when it is higher than the practice's own.
    """

    state: str
    low: Fraction
    high: Fraction
    own: Fraction | None = None
    lifted_by: str | None = None

    @property
    def has_value(self) -> bool:
        """Return whether anything is known: a rating, or something above 0 that implies it."""
        return self.state in (RATED, IMPLIED)


NA_VALUE = PracticeValue(NA, ZERO, ZERO)
UNKNOWN_VALUE = PracticeValue(UNKNOWN, ZERO, ONE)
UNKNOWN_GROUP = GroupValue(UNKNOWN, None)


def band(value: Fraction) -> str:
    """Return N, P, L or F for a value; an upper edge belongs to the lower band."""
    for edge, letter in BAND_EDGES:
        if value > edge:
            return letter
    return "N"


def mean(values: Iterable[Fraction]) -> Fraction:
    """Return the exact mean, in whole numbers over one denominator; ValueError on no values."""
    pairs = [value.as_integer_ratio() for value in values]
    if not pairs:
        raise ValueError("the mean of no values is not defined")
    parts = lcm(*{denominator for _, denominator in pairs})
    total = sum([numerator * (parts // denominator) for numerator, denominator in pairs])
    return Fraction(total, parts * len(pairs))


def mean_of_votes(
    votes: Iterable[Vote], worth: Mapping[str, Fraction], balance_by_role: bool = False
) -> Fraction | None:
    """Return the mean of the votes that carry a value, or None without any.

    With `balance_by_role` every group counts the same however many voted in it.
    """
    valid = [vote for vote in votes if vote.answer not in NOT_A_VALUE]
    if not valid:
        return None
    if not balance_by_role:
        return mean([worth[vote.answer] for vote in valid])
    by_group: dict[str, list[Fraction]] = {}
    for vote in valid:
        by_group.setdefault(vote.group, []).append(worth[vote.answer])
    return mean(mean(values) for values in by_group.values())


def group_value(rating: Rating, worth: Mapping[str, Fraction], balance_by_role: bool = False) -> GroupValue:
    """Return what the group says of a practice; docs/method.md, "From votes to a value".

    `worth` maps the answer ids of the practice's scale to values.
    """
    said = [vote.answer for vote in rating.votes]
    valid = len([answer for answer in said if answer not in NOT_A_VALUE])
    saw_na = NOT_APPLICABLE in said
    flags = (MIXED_NA,) if saw_na and valid else ()
    if rating.consensus is not None:
        if rating.consensus == NOT_APPLICABLE:
            return GroupValue(NA, None, valid, flags)
        if rating.consensus in NOT_A_VALUE:
            return GroupValue(UNKNOWN, None, valid, flags)
        return GroupValue(RATED, worth[rating.consensus], valid, flags)
    value = mean_of_votes(rating.votes, worth, balance_by_role)
    if value is not None:
        return GroupValue(RATED, value, valid, flags)
    return GroupValue(NA, None) if saw_na else UNKNOWN_GROUP


def _own_value(
    practice: Practice, rating: Rating | None, framework: Framework, options: Options
) -> GroupValue:
    if rating is None:
        return UNKNOWN_GROUP
    worth = framework.values_of[practice.id]
    found = group_value(rating, worth, options.balance_by_role)
    if found.value is None or not options.cap_without_evidence or rating.has_evidence:
        return found
    return GroupValue(found.state, min(found.value, _below_top(worth)), found.valid, found.flags)


def _below_top(worth: Mapping[str, Fraction]) -> Fraction:
    return sorted(worth.values())[-2]


def is_capped(framework: Framework, practice: Practice, rating: Rating | None, options: Options) -> bool:
    """Return whether a practice counts for less than its rating because no evidence is noted."""
    if rating is None or not options.cap_without_evidence or rating.has_evidence:
        return False
    worth = framework.values_of[practice.id]
    value = group_value(rating, worth, options.balance_by_role).value
    return value is not None and value > _below_top(worth)


def count_capped(framework: Framework, answers: AnswerSet) -> int:
    """Return how many practices count for less than their rating because no evidence is noted."""
    if not answers.options.cap_without_evidence:
        return 0
    ratings, options = answers.ratings, answers.options
    return sum(is_capped(framework, p, ratings.get(p.id), options) for p in framework.practices.values())


def practice_values(
    framework: Framework,
    ratings: Mapping[str, Rating],
    options: Options,
    areas: Iterable[str] | None = None,
) -> dict[str, PracticeValue]:
    """Return the value of every practice of `areas` (default: all), implied values passed on.

    Unknown is 0 for `low` and 1 for `high` before implied values are passed on, so that a range stays
    a range. A practice that does not apply implies nothing and is never implied.
    """
    use_implied = framework.scoring.use_implied if options.use_implied is None else options.use_implied
    wanted = framework.area_by_id if areas is None else set(areas)
    values: dict[str, PracticeValue] = {}
    for practice in framework.in_implied_order:
        if practice.area not in wanted:
            continue
        own = _own_value(practice, ratings.get(practice.id), framework, options)
        if own.state == NA:
            values[practice.id] = NA_VALUE
        elif use_implied and practice.implied_by:
            values[practice.id] = _lifted(own, practice, values)
        elif own.value is None:
            values[practice.id] = UNKNOWN_VALUE
        else:
            values[practice.id] = PracticeValue(RATED, own.value, own.value, own.value)
    return values


def _lifted(own: GroupValue, practice: Practice, values: Mapping[str, PracticeValue]) -> PracticeValue:
    low = own.value if own.value is not None else ZERO
    high = own.value if own.value is not None else ONE
    lifted_by: str | None = None
    for source in practice.implied_by:
        found = values.get(source)
        if found is None or found.state == NA:
            continue
        if found.low > low:
            low, lifted_by = found.low, found.lifted_by or source
        high = max(high, found.high)
    if own.value is None and lifted_by is None:
        return UNKNOWN_VALUE
    return PracticeValue(RATED if own.value is not None else IMPLIED, low, high, own.value, lifted_by)
