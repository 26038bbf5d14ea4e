"""The scoring methods: from the cells of one area to its index. docs/method.md, "Methods"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.framework import Scoring
from assessment.domain.values import ONE, ZERO

HALF = Fraction(1, 2)

GATED_COVERAGE = "gated_coverage"
ITCMF_SURVEY = "itcmf_survey"
ISO33020 = "iso33020"
C2M2_GATE = "c2m2_gate"
SAMM_SUM = "samm_sum"
CUMULATIVE_PRODUCT = "cumulative_product"


@dataclass(frozen=True, slots=True)
class Step:
    """One cell as the methods see it.

    `coverage` and `least` (the lowest value of the applicable practices) are None when nothing in the
    cell applies; such a step is passed. `width` is the distance from the step below.
    """

    level: int
    width: int
    coverage: Fraction | None
    least: Fraction | None = None


Method = Callable[[Sequence[Step], int, Scoring], Fraction]


def gated_coverage(steps: Sequence[Step], base: int, scoring: Scoring) -> Fraction:
    """Return the last level achieved without a gap plus the coverage of the next one."""
    index = Fraction(base)
    for step in steps:
        if step.coverage is not None and step.coverage <= scoring.achieved_above:
            return index + step.coverage * step.width
        index += step.width
    return index


def iso33020(steps: Sequence[Step], base: int, scoring: Scoring) -> Fraction:
    """Return the highest level that is largely achieved with all lower ones fully achieved."""
    index = base
    for step in steps:
        coverage = ONE if step.coverage is None else step.coverage
        if coverage <= HALF:
            break
        index += step.width
        if coverage <= scoring.achieved_above:
            break
    return Fraction(index)


def c2m2_gate(steps: Sequence[Step], base: int, scoring: Scoring) -> Fraction:
    """Return the highest level up to which every applicable practice is at least largely in place."""
    index = base
    for step in steps:
        if step.least is not None and step.least <= HALF:
            break
        index += step.width
    return Fraction(index)


def samm_sum(steps: Sequence[Step], base: int, scoring: Scoring) -> Fraction:
    """Return the sum of the coverages, cells that do not apply left out."""
    return sum((s.coverage * s.width for s in steps if s.coverage is not None), Fraction(base))


def cumulative_product(steps: Sequence[Step], base: int, scoring: Scoring) -> Fraction:
    """Return c1 + c1 c2 + c1 c2 c3 and so on; a cell that does not apply counts as 1."""
    index, product = Fraction(base), ONE
    for step in steps:
        product *= ONE if step.coverage is None else step.coverage
        index += product * step.width
    return index


METHODS: Mapping[str, Method] = {
    GATED_COVERAGE: gated_coverage,
    ISO33020: iso33020,
    C2M2_GATE: c2m2_gate,
    SAMM_SUM: samm_sum,
    CUMULATIVE_PRODUCT: cumulative_product,
}
"""The methods that read practices. The placing method `itcmf_survey` reads none of them."""

METHOD_KEYS = (GATED_COVERAGE, ITCMF_SURVEY, ISO33020, C2M2_GATE, SAMM_SUM, CUMULATIVE_PRODUCT)


def samm_reachable(steps: Sequence[Step], base: int) -> int:
    """Return the highest sum that the applicable cells allow."""
    return base + sum(step.width for step in steps if step.coverage is not None)


def ahead_of_gate(steps: Sequence[Step], scoring: Scoring) -> tuple[int, ...]:
    """Return the levels above the first one not achieved whose coverage is over the mark, ascending."""
    for position, step in enumerate(steps):
        if step.coverage is not None and step.coverage <= scoring.achieved_above:
            above = steps[position + 1 :]
            return tuple(s.level for s in above if (s.coverage or ZERO) > scoring.ahead_above)
    return ()
