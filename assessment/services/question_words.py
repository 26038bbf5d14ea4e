"""Where an area stands, in sentences: index or range, what is known, what the gate hides, what to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.cells import CellScore
from assessment.domain.framework import Area, Framework, Practice, localise
from assessment.domain.methods import ITCMF_SURVEY
from assessment.domain.numbers import fixed, percent, plain
from assessment.domain.scoring import AreaScore
from assessment.domain.values import PracticeValue

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one area stands. `now`, `high`, `target` and `placing` are positions on the axis 0 to top."""

    headline: str
    known: str
    finding: str
    ahead: str
    placed: str
    gap: str
    level: int | str
    level_name: str
    now: str | None
    high: str | None
    target: str | None
    placing: str | None
    top: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a level is in place, in words and in percent; None where nothing applies."""

    level: int
    words: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class StripCell:
    """One area in the strip: `level` colours it, None while nothing is known."""

    id: str
    name: str
    level: int | str | None
    state: str
    current: bool


def standing_of(framework: Framework, score: AreaScore, method: str) -> Standing:
    """Return the sentences about one area."""
    surveyed = method == ITCMF_SURVEY
    ranged = score.index_high is not None and score.index_high != score.index
    return Standing(
        headline=_headline(framework, score, surveyed),
        known=_known(score, surveyed),
        finding="" if surveyed else _finding(score),
        ahead="" if surveyed else _ahead(framework, score),
        placed=f"People place it at {plain(score.placing)}." if score.placing is not None else "",
        gap=_gap(score),
        level="unknown" if score.level is None or nothing_known(score) else score.level,
        level_name=_level_name(framework, score.level),
        now=_position(score.index),
        high=_position(score.index_high) if ranged else None,
        target=_position(score.target),
        placing=_position(score.placing),
        top=framework.top,
    )


def nothing_known(score: AreaScore) -> bool:
    """Return whether neither a practice nor the area itself has an answer that counts."""
    return not score.rated and not score.valued and score.placing is None


def _position(value: Fraction | None) -> str | None:
    return None if value is None else f"{float(value):.3f}"


def _level_name(framework: Framework, level: int | None) -> str:
    if level is None:
        return "not known"
    found = framework.level_by_number.get(level)
    if found is not None:
        return localise(found.name)
    return f"below {localise(framework.levels[0].name)}"


def _headline(framework: Framework, score: AreaScore, surveyed: bool) -> str:
    if not score.assessable:
        return "Not assessable: more than half of this area does not apply"
    if score.index is None or score.index_high is None:
        return "Not placed yet"
    name = _level_name(framework, score.level)
    if surveyed:
        return f"Placed at {plain(score.index)}, {name}"
    if not score.rated and not score.valued:
        return "Nothing is rated yet"
    if score.index_high != score.index:
        return f"Between {fixed(score.index, 1)} and {fixed(score.index_high, 1)}, at least {name}"
    return f"Index {fixed(score.index, 1)}, level {score.level} {name}"


def _known(score: AreaScore, surveyed: bool) -> str:
    if surveyed:
        return "No practice of some placed area is rated, so the placings are the result."
    if not score.counted:
        return "No practice counts here."
    words = f"{score.valued} of {_practices(score.counted)} known"
    return words + (", provisional." if score.provisional else ".")


def _finding(score: AreaScore) -> str:
    if not score.placing_differs or not score.rated or score.placing is None or score.index is None:
        return ""
    placed, reached = plain(score.placing), fixed(score.index, 1)
    if score.placing > score.index:
        return f"People place it at {placed}, the practices reach {reached}: ask what the practices miss."
    return f"People place it at {placed}, the practices reach {reached}: ask what people do not see."


def _ahead(framework: Framework, score: AreaScore) -> str:
    if not score.ahead_of_gate or score.level is None:
        return ""
    levels = in_list([str(level) for level in score.ahead_of_gate])
    noun = "level" if len(score.ahead_of_gate) == 1 else "levels"
    missing = next((cell.level for cell in score.cells if not cell.achieved), framework.top)
    return f"Already strong at {noun} {levels}; it counts once level {missing} is in place."


def _gap(score: AreaScore) -> str:
    if score.target is None:
        return "No target set."
    if score.gap is None:
        return f"Target {plain(score.target)}."
    if not score.gap:
        return f"Target {plain(score.target)} is reached."
    return f"{fixed(score.gap, 1)} short of target {plain(score.target)}."


def coverage_of(cell: CellScore) -> Coverage:
    """Return how much of one cell is in place, in words."""
    if cell.coverage is None or cell.coverage_high is None:
        return Coverage(cell.level, "Nothing here applies", None)
    filled = int(cell.coverage * 100)
    if not cell.valued:
        return Coverage(cell.level, f"Not known yet, {_practices(cell.applicable)}", filled)
    words = f"{percent(cell.coverage)} in place"
    if cell.achieved:
        words = f"Level in place, {percent(cell.coverage)}"
    elif cell.coverage_high != cell.coverage:
        words += f", up to {percent(cell.coverage_high)} once all is known"
    if cell.valued < cell.applicable:
        words += f"; {cell.valued} of {_practices(cell.applicable)} known"
    return Coverage(cell.level, words, filled)


def _practices(count: int) -> str:
    return "1 practice" if count == 1 else f"{count} practices"


def implied_because(framework: Framework, practice: Practice, value: PracticeValue | None) -> str:
    """Return why a practice counts for more than was said of it, or "" when it does not."""
    if value is None or value.lifted_by is None:
        return ""
    source = framework.practices[value.lifted_by]
    how = _in_words(framework, source, value.low)
    place = f"level {source.level}"
    if source.area != practice.area:
        place += f" of {localise(framework.area_by_id[source.area].name)}"
    return f"“{localise(source.text)}” ({place}) is {how} in place."


def counted_as(value: PracticeValue | None) -> str:
    """Return the tag beside an implied practice: counted as met, or only in part."""
    return "Counted as met" if value is not None and value.low == ONE else "Counted in part"


def _in_words(framework: Framework, practice: Practice, value: Fraction) -> str:
    """Return the name of the highest scale step that the value reaches, in small letters."""
    reached = [step for step in framework.scale_of(practice) if step.value <= value]
    return localise(reached[-1].name).lower() if reached else "partly"


def strip_cell(area: Area, packed: Mapping[str, object], current: bool) -> StripCell:
    """Return one area of the strip from its stored score."""
    name = localise(area.short) or localise(area.name)
    level = packed["level"]
    if not packed["ok"]:
        return StripCell(area.id, name, "na", "not assessable", current)
    known = bool(packed["rated"] or packed["valued"] or packed["placing"] is not None)
    if level is None or not known:
        return StripCell(area.id, name, None, "not started", current)
    return StripCell(area.id, name, int(str(level)), f"level {level}", current)


def strip_cell_of(area: Area, score: AreaScore, current: bool) -> StripCell:
    """Return one area of the strip from a score that was just computed."""
    packed = {
        "level": score.level, "ok": score.assessable, "rated": score.rated, "valued": score.valued,
        "placing": score.placing,
    }  # fmt: skip
    return strip_cell(area, packed, current)


def in_list(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: "2, 3 and 5"."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
