"""The rows of the results page, as texts and plain numbers: a template only has to put them down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.claims import Collected, collected_of
from assessment.domain.comparison import DOWN, NOT_COMPARED, UNCLEAR, UP, Move
from assessment.domain.confidence import confidence_of
from assessment.domain.findings import has_answers
from assessment.domain.framework import Area, Cell, Framework, localise
from assessment.domain.method_table import indexes_by_method, mean_of
from assessment.domain.methods import METHOD_KEYS
from assessment.domain.numbers import plain, whole
from assessment.domain.scoring import AreaScore
from assessment.domain.values import NA, ZERO, PracticeValue
from assessment.domain.wording import METHOD_NAMES, METHOD_SENTENCES, shown, signed
from assessment.services.results_data import Results

FOUND_OUT_AT_ONCE = 4
"""Unknown practices named per area before the rest is only counted."""
BOTH_OUTLINES = ";outline-offset:-5px;border:2px solid var(--ink)"


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area against its target; `c`, `t`, `w` and `h` are places on the axis, "" where there is none.

    `metrics` says how many of those behind the level are collected.
    """

    slug: str
    name: str
    c: str
    t: str
    w: str
    h: str
    now: str
    target: str
    gap: str
    placing: str
    placing_differs: bool
    confidence: str
    reasons: str
    metrics: str
    remark: str

    @property
    def style(self) -> str:
        """The places on the axis, as the track takes them."""
        places = (("c", self.c), ("t", self.t), ("w", self.w), ("h", self.h))
        return ";".join(f"--{name}:{at}" for name, at in places if at)


@dataclass(frozen=True, slots=True)
class CoverCell:
    """One cell of the coverage table: `percent` of it is in place, `text` counts practices."""

    level: int
    percent: int
    text: str
    reached: bool
    target: bool
    na: bool
    implied: int
    unknown: int

    @property
    def colour(self) -> str:
        """The level that colours the cell, "na" for one that does not apply."""
        return "na" if self.na else str(self.level)

    @property
    def marks(self) -> str:
        """The classes of the outlines."""
        return (" now" if self.reached else "") + (" tgt" if self.target else "")

    @property
    def style(self) -> str:
        """The filled part in percent; both outlines, one inside the other, where they meet."""
        both = BOTH_OUTLINES if self.reached and self.target else ""
        return f"--v:{self.percent}{both}"

    @property
    def signs(self) -> str:
        """The marks of practices that are included by a higher level, and of open ones."""
        included = f"↓{self.implied}" if self.implied else ""
        unknown = f"?{self.unknown}" if self.unknown else ""
        return f"{included} {unknown}".strip()

    @property
    def words(self) -> str:
        """The marks and the outlines in words."""
        said = (
            f", {self.implied} included by a higher level" if self.implied else "",
            f", {self.unknown} not known" if self.unknown else "",
            ", level reached" if self.reached else "",
            ", target" if self.target else "",
        )
        return "".join(said)


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One area of the coverage table."""

    slug: str
    name: str
    cells: tuple[CoverCell, ...]


@dataclass(frozen=True, slots=True)
class MethodColumn:
    """One method: what it gives overall and in each area; `used` by the assessment, `viewed` on the page."""

    key: str
    name: str
    sentence: str
    overall: str
    indexes: tuple[str, ...]
    used: bool
    viewed: bool


@dataclass(frozen=True, slots=True)
class FindOut:
    """The practices of one area that somebody has to ask about; `more` are not named here."""

    slug: str
    name: str
    practices: tuple[tuple[str, str, int], ...]
    more: int


@dataclass(frozen=True, slots=True)
class MoveRow:
    """How one area moved."""

    slug: str
    name: str
    before: str
    now: str
    change: str
    verdict: str
    kind: str


def is_open(value: PracticeValue) -> bool:
    """Return whether somebody could still find out more: the value has a lower and an upper end."""
    return value.low != value.high


def place(value: Fraction | None) -> str:
    """Return a place on the axis, or "" for none."""
    return "" if value is None else f"{float(value):.2f}"


def area_rows(results: Results) -> tuple[AreaRow, ...]:
    """Return the areas, the largest gap first, in framework order where gaps are alike."""
    before = {a.area: a for a in results.before.card.areas} if results.before else {}
    names = results.names
    ordered = sorted(results.card.areas, key=lambda a: (a.gap is None, -(a.gap or ZERO)))
    collected = {one.area: one for one in collected_of(results.framework, results.card, results.readings)}
    return tuple(_area_row(results, a, names[a.area], before.get(a.area), collected[a.area]) for a in ordered)


def _area_row(
    results: Results, area: AreaScore, name: str, before: AreaScore | None, collected: Collected
) -> AreaRow:
    answered = has_answers(area)
    known = area.index is not None and answered
    ranged = area.index_high is not None and shown(area.index_high) != shown(area.index)
    sure = confidence_of(results.framework, area, results.answers) if known else None
    return AreaRow(
        slug=results.framework.area_by_id[area.area].slug,
        name=name,
        c=place(area.index) if known else "",
        t=place(area.target),
        w=place(before.index) if before is not None and has_answers(before) else "",
        h=place(area.index_high) if known and ranged else "",
        now=_now(area, known=known, ranged=ranged),
        target="–" if area.target is None else plain(area.target),
        gap=shown(area.gap) if known else "–",
        placing="–" if area.placing is None else plain(area.placing),
        placing_differs=area.placing_differs,
        confidence=sure.level if sure else "",
        reasons="; ".join(sure.reasons) if sure else "",
        metrics=f"{collected.collected} of {collected.metrics}" if collected.metrics else "–",
        remark="" if known else "not assessable" if answered or not area.assessable else "not answered yet",
    )


def _now(area: AreaScore, *, known: bool, ranged: bool) -> str:
    if not known:
        return "–"
    return f"{shown(area.index)}–{shown(area.index_high)}" if ranged else shown(area.index)


def cover_rows(results: Results) -> tuple[CoverRow, ...]:
    """Return the coverage of every cell, in framework order."""
    rows = []
    for area in results.framework.areas:
        cells = _cover_cells(results.framework, area, results.card.area(area.id), results.values)
        rows.append(CoverRow(area.slug, localise(area.name, results.language), cells))
    return tuple(rows)


def _cover_cells(
    framework: Framework, area: Area, score: AreaScore, values: Mapping[str, PracticeValue]
) -> tuple[CoverCell, ...]:
    aim = None if score.target is None else whole(score.target)
    aimed = None if aim is None else next((n for n in framework.level_numbers if n >= aim), framework.top)
    cells = []
    for cell, found in zip(area.cells, score.cells, strict=True):
        in_place, applicable = count_in_place(framework, cell, values)
        cells.append(
            CoverCell(
                level=cell.level,
                percent=0 if found.coverage is None else int(found.coverage * 100),
                text="does not apply" if found.coverage is None else f"{in_place}/{applicable}",
                reached=cell.level == score.level,
                target=cell.level == aimed,
                na=found.coverage is None,
                implied=sum(1 for p in cell.practices if values[p.id].lifted_by is not None),
                unknown=sum(1 for p in cell.practices if p.weight and is_open(values[p.id])),
            )
        )
    return tuple(cells)


def count_in_place(framework: Framework, cell: Cell, values: Mapping[str, PracticeValue]) -> tuple[int, int]:
    """Return how many practices of a cell are in place, of those that apply and have a weight."""
    mark = framework.scoring.achieved_above
    applicable = [p for p in cell.practices if p.weight and values[p.id].state != NA]
    return sum(1 for p in applicable if values[p.id].low > mark), len(applicable)


def method_columns(results: Results) -> tuple[MethodColumn, ...]:
    """Return what every method gives for the same answers."""
    own = results.place.assessment.scores or {}
    used = own.get("method", results.card.method)
    found = indexes_by_method(results.framework, results.card, results.values)
    return tuple(
        MethodColumn(
            key,
            METHOD_NAMES[key],
            METHOD_SENTENCES[key],
            shown(mean_of(results.framework, found[key])),
            tuple(shown(index) for index in found[key].values()),
            key == used,
            key == results.card.method,
        )
        for key in METHOD_KEYS
    )


def find_out_rows(results: Results) -> tuple[FindOut, ...]:
    """Return the unknown practices that the results ask for: up to one level above the one reached."""
    names = results.names
    rows = []
    for area in results.framework.areas:
        asked = _asked_level(results.framework, results.card.area(area.id))
        unknown = [
            (p.id, localise(p.text, results.language), p.level)
            for p in results.framework.practices_of[area.id]
            if p.weight and p.level <= asked and is_open(results.values[p.id])
        ]
        if unknown:
            named = tuple(unknown[:FOUND_OUT_AT_ONCE])
            rows.append(FindOut(area.slug, names[area.id], named, len(unknown) - len(named)))
    return tuple(rows)


def _asked_level(framework: Framework, area: AreaScore) -> int:
    reached = area.level or framework.base
    return next((number for number in framework.level_numbers if number > reached), framework.top)


VERDICT_KINDS = {UP: "ok", DOWN: "bad", UNCLEAR: "", NOT_COMPARED: "plain"}


def move_rows(results: Results, found: Sequence[Move]) -> tuple[MoveRow, ...]:
    """Return how each area moved, falls first, then the largest rise."""
    names = results.names
    order = {DOWN: 0, UP: 1, UNCLEAR: 2, NOT_COMPARED: 3}
    ordered = sorted(found, key=lambda m: (order[m.verdict], -abs(m.change or ZERO)))
    return tuple(
        MoveRow(
            results.framework.area_by_id[move.area].slug,
            names[move.area],
            shown(move.before),
            shown(move.now),
            "–" if move.change is None else signed(move.change),
            move.verdict,
            VERDICT_KINDS[move.verdict],
        )
        for move in ordered
    )


def area_indexes(
    results: Results, columns: Sequence[MethodColumn]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the columns as rows: the name of each area with its index under each method."""
    names = results.names.values()
    return tuple(zip(names, zip(*(column.indexes for column in columns), strict=True), strict=True))
