"""How an index came about, step by step, so that every number can be traced to the answers behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.answers import Options, Rating
from assessment.domain.cells import CellScore
from assessment.domain.framework import Cell, Framework, Practice, localise
from assessment.domain.methods import (
    C2M2_GATE,
    CUMULATIVE_PRODUCT,
    GATED_COVERAGE,
    HALF,
    ISO33020,
    ITCMF_SURVEY,
    SAMM_SUM,
)
from assessment.domain.numbers import fixed, half_up, percent, plain
from assessment.domain.scoring import AreaScore
from assessment.domain.values import NA, NOT_A_VALUE, UNKNOWN, PracticeValue, is_capped
from assessment.domain.wording import plural

USUAL = Options()
LONGEST_FRACTION = 30
"""A denominator above this one reads worse than a decimal."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the value of one practice comes from: its own answer, the value that counts, and why."""

    practice: str
    own: str
    used: str
    why: str
    weight: str
    state: str


def exact(value: Fraction) -> str:
    """Return a value as people write it: 1, 2/3, or 0.73 where the fraction would be odd."""
    return str(value) if value.denominator <= LONGEST_FRACTION else fixed(value)


def equals(value: Fraction, places: int = 2) -> str:
    """Return a value with the sign that goes before it: "= 0.50", or "≈ 0.83" when it is rounded."""
    return f"{'=' if half_up(value, places) == value else '≈'} {fixed(value, places)}"


def answer_name(framework: Framework, practice: Practice, answer: str, language: str) -> str:
    """Return how a step of the practice's scale is called."""
    for step in framework.scale_of(practice):
        if step.id == answer:
            return localise(step.name, language)
    return answer


def trace_of(
    framework: Framework,
    practice: Practice,
    rating: Rating | None,
    value: PracticeValue,
    language: str,
    options: Options = USUAL,
) -> Trace:
    """Return where the value of a practice comes from."""
    own = _own(framework, practice, rating, value, language)
    if value.state == NA:
        return Trace(practice.id, own, "left out", _why_not_applicable(rating), plain(practice.weight), NA)
    used = exact(value.low) if value.low == value.high else f"{exact(value.low)} to {exact(value.high)}"
    why = _why(framework, rating, value, language)
    if value.lifted_by is None and is_capped(framework, practice, rating, options):
        why = f"{why}; counts for less, because no evidence is noted"
    weight = plain(practice.weight) if practice.weight else "0, not counted"
    return Trace(practice.id, own, used, why, weight, "implied" if value.lifted_by else value.state)


def _own(
    framework: Framework, practice: Practice, rating: Rating | None, value: PracticeValue, language: str
) -> str:
    if value.state == NA:
        return "does not apply"
    if rating is not None and rating.consensus is not None:
        if rating.consensus in NOT_A_VALUE:
            return "don't know"
        name = answer_name(framework, practice, rating.consensus, language)
        return f"{name}, {exact(framework.values_of[practice.id][rating.consensus])}"
    return "not rated" if value.own is None else exact(value.own)


def _why_not_applicable(rating: Rating | None) -> str:
    if rating is None or rating.consensus is None:
        return "everybody said that it does not apply"
    return rating.reason or "no reason noted"


def _why(framework: Framework, rating: Rating | None, value: PracticeValue, language: str) -> str:
    if value.lifted_by is not None:
        source = framework.practices[value.lifted_by]
        return f"“{localise(source.text, language)}” of level {source.level} includes it"
    if value.state == UNKNOWN or rating is None:
        return "read as 0 for the lower and as 1 for the upper end"
    if rating.consensus is None:
        voters = sum(1 for vote in rating.votes if vote.answer not in NOT_A_VALUE)
        return f"mean of {plural(voters, 'vote')}{', agreed' if rating.agreed else ''}"
    if rating.bulk:
        return "rated with the whole level at once"
    return "rated by the group" if rating.votes else "rated"


def cell_sum(framework: Framework, cell: Cell, score: CellScore, values: Mapping[str, PracticeValue]) -> str:
    """Return the coverage of one cell as the sum it is: c = (1 + 2/3)/2 ≈ 0.83."""
    if score.coverage is None:
        return "Nothing here applies, so the level counts as achieved."
    counted = [p for p in cell.practices if p.weight and _counts(framework, values[p.id])]
    weight = sum((p.weight for p in counted), Fraction(0))
    terms = [_term(p, values[p.id]) for p in counted]
    inner = terms[0] if len(terms) == 1 else f"({' + '.join(terms)})"
    divided = f"{inner}/{exact(weight)}" if weight != 1 else inner
    text = f"c = {divided}" + (
        "" if divided in (fixed(score.coverage), plain(score.coverage)) else f" {equals(score.coverage)}"
    )
    if score.coverage_high != score.coverage and score.coverage_high is not None:
        text += f", or {fixed(score.coverage_high)} if the unknown were met"
    return text


def _counts(framework: Framework, value: PracticeValue) -> bool:
    if value.state == NA:
        return framework.scoring.not_applicable != "exclude"
    return not (framework.scoring.unanswered == "exclude" and not value.has_value)


def _term(practice: Practice, value: PracticeValue) -> str:
    return exact(value.low) if practice.weight == 1 else f"{exact(practice.weight)} × {exact(value.low)}"


def steps_in_words(framework: Framework, area: AreaScore, method: str) -> tuple[str, ...]:
    """Return how the method walks from the coverages to the index, one sentence a step."""
    if method == ITCMF_SURVEY:
        return (_placed(area),)
    if not area.assessable or area.index is None:
        return ("More than half of the practices do not apply, so the area has no index.",)
    walk = {
        GATED_COVERAGE: _gated,
        ISO33020: _iso,
        C2M2_GATE: _strict,
        SAMM_SUM: _sum,
        CUMULATIVE_PRODUCT: _soft,
    }[method]
    return (*walk(framework, area), f"The index is {fixed(area.index)}, shown as {fixed(area.index, 1)}.")


def _placed(area: AreaScore) -> str:
    if area.placing is None:
        return "Nobody placed this area yet."
    return f"The area was placed at {plain(area.placing)}."


def _gated(framework: Framework, area: AreaScore) -> list[str]:
    mark = framework.scoring.achieved_above
    steps, below = [], framework.base
    for cell in area.cells:
        if cell.coverage is None:
            steps.append(f"Level {cell.level}: nothing applies, so it is passed.")
        elif cell.coverage > mark:
            steps.append(
                f"Level {cell.level}: {fixed(cell.coverage)} is over {plain(mark)}, so it is achieved."
            )
        else:
            width = f" × {cell.level - below}" if cell.level - below > 1 else ""
            adds = f"{below} + {fixed(cell.coverage)}{width}"
            found = f"{fixed(cell.coverage)} is not over {plain(mark)}"
            steps.append(f"Level {cell.level}: {found}, so it is not achieved.")
            steps.append(f"What is achieved in a row ends at {below}; level {cell.level} adds: {adds}.")
            return steps
        below = cell.level
    return steps


def _iso(framework: Framework, area: AreaScore) -> list[str]:
    mark = framework.scoring.achieved_above
    steps = []
    for cell in area.cells:
        if cell.coverage is None or cell.coverage > mark:
            steps.append(f"Level {cell.level}: fully achieved.")
            continue
        if cell.coverage > HALF:
            steps.append(
                f"Level {cell.level}: {percent(cell.coverage)}, largely achieved. It counts, and is the last."
            )
        else:
            steps.append(f"Level {cell.level}: {percent(cell.coverage)} is not over half. It does not count.")
        break
    return steps


def _strict(framework: Framework, area: AreaScore) -> list[str]:
    del framework
    steps = []
    for cell in area.cells:
        if cell.least is not None and cell.least <= HALF:
            found = f"the lowest practice has {exact(cell.least)}, not over half"
            steps.append(f"Level {cell.level}: {found}. It stops here.")
            break
        steps.append(f"Level {cell.level}: every practice is at least largely in place.")
    return steps


def _sum(framework: Framework, area: AreaScore) -> list[str]:
    terms = [fixed(cell.coverage) for cell in area.cells if cell.coverage is not None]
    start = [str(framework.base)] if framework.base else []
    most = f" At most {area.reachable} can be reached." if area.reachable not in (None, framework.top) else ""
    return [f"The coverages are added: {' + '.join([*start, *terms]) or '0'}.{most}"]


def _soft(framework: Framework, area: AreaScore) -> list[str]:
    product, steps = Fraction(1), []
    for cell in area.cells:
        product *= Fraction(1) if cell.coverage is None else cell.coverage
        steps.append(f"Level {cell.level} adds {fixed(product)}, its coverage times all those below it.")
    return [f"Counting starts at {framework.base}.", *steps] if framework.base else steps
