"""Show the results of an assessment: what it found, why, and what changed since the one before."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from assessment.charts.base import Chart
from assessment.charts.metric_line import metric_line
from assessment.domain import findings
from assessment.domain.comparison import comparison_sentence
from assessment.domain.editions import LeftOut
from assessment.domain.wording import METHOD_NAMES
from assessment.errors import Conflict, InvalidInput
from assessment.services.results_charts import radar_of, slope_of
from assessment.services.results_data import Results, answered, what_is_asked
from assessment.services.results_metrics import (
    AreaMetrics,
    MetricRow,
    metric_rows,
    metrics_by_area,
    metrics_title,
)
from assessment.services.results_rows import (
    AreaRow,
    CoverRow,
    FindOut,
    MethodColumn,
    MoveRow,
    area_indexes,
    area_rows,
    cover_rows,
    find_out_rows,
    method_columns,
    move_rows,
)
from assessment.services.results_words import facts_of, notes_of
from assessment.store.database import Unit
from assessment.store.queries.assessments import get_place, update_assessment
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.results import list_choices

LONGEST_HEADLINE = 200
MOST_LINES = 9
PAGES_IN_MEMORY = 128


@dataclass(frozen=True, slots=True)
class Comparison:
    """The assessment before, or the one that was chosen."""

    slug: str
    name: str
    title: str
    problem: str
    rows: tuple[MoveRow, ...]
    chart: Chart | None
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """Everything that the results page shows; `found` is the title that the data gives."""

    client: str
    client_slug: str
    slug: str
    assessment: str
    held_on: date
    is_open: bool
    version: int
    headline: str
    found: str
    empty: bool
    method: str
    method_name: str
    viewed_under_another: bool
    facts: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    gap_title: str
    areas: tuple[AreaRow, ...]
    has_range: bool
    has_placing: bool
    top: int
    levels: tuple[tuple[int, str], ...]
    practices_title: str
    cover: tuple[CoverRow, ...]
    radar: Chart | None
    before: Comparison | None
    choices: tuple[tuple[str, str], ...]
    methods: tuple[MethodColumn, ...]
    by_method: tuple[tuple[str, tuple[str, ...]], ...]
    find_out: tuple[FindOut, ...]
    metrics_title: str
    metrics: tuple[MetricRow, ...]
    by_area: tuple[AreaMetrics, ...]
    lines: tuple[Chart, ...]

    @property
    def title(self) -> str:
        """The title of the page: the person's own, else what was found."""
        return self.headline or self.found


def latest_slug(unit: Unit, client_slug: str) -> tuple[str, str, str | None]:
    """Return slug and name of a client and the slug of its latest assessment with results, or None."""
    client = get_client(unit, client_slug)
    choices = list_choices(unit, client.id)
    return client.slug, client.name, choices[0].slug if choices else None


_pages: dict[Hashable, ResultsPage] = {}


def results_page(
    unit: Unit, client_slug: str, slug: str, *, against: str | None = None, method: str | None = None
) -> ResultsPage:
    """Return the results page of an assessment; NotFound for a slug of another client.

    A page is made once and kept until anything that it is made from changes.
    """
    asked = what_is_asked(unit, client_slug, slug, against=against, method=method)
    page = _pages.get(asked.key)
    if page is None:
        page = _made(answered(unit, asked))
        while len(_pages) >= PAGES_IN_MEMORY:
            _pages.pop(next(iter(_pages)), None)
        _pages[asked.key] = page
    return page


def _made(results: Results) -> ResultsPage:
    place, card, framework = results.place, results.card, results.framework
    rows = area_rows(results)
    cover = cover_rows(results)
    methods = method_columns(results)
    metrics = metric_rows(framework, results.readings, results.language, targets=results.targets)
    empty = not any(findings.has_answers(area) for area in card.areas)
    return ResultsPage(
        client=place.client.name,
        client_slug=place.client.slug,
        slug=place.assessment.slug,
        assessment=place.assessment.title,
        held_on=place.assessment.held_on,
        is_open=place.assessment.is_open,
        version=place.assessment.version,
        headline=place.assessment.headline,
        found=findings.results_title(place.client.name, card, results.title_names),
        empty=empty,
        method=card.method,
        method_name=METHOD_NAMES[card.method],
        viewed_under_another=results.viewed_under_another,
        facts=() if empty else facts_of(results),
        notes=notes_of(results),
        gap_title=findings.gap_title(card),
        areas=rows,
        has_range=any(row.h for row in rows),
        has_placing=any(area.placing is not None for area in card.areas),
        top=framework.top,
        levels=tuple((level.number, next(iter(level.name.values()), "")) for level in framework.levels),
        practices_title=_practices_title(results, cover),
        cover=cover,
        radar=None if empty else radar_of(results),
        before=_comparison(results),
        choices=tuple((c.slug, c.title) for c in results.choices if c.slug != place.assessment.slug),
        methods=methods,
        by_method=area_indexes(results, methods),
        find_out=find_out_rows(results),
        metrics_title=metrics_title(metrics),
        metrics=metrics,
        by_area=metrics_by_area(framework, metrics, results.language),
        lines=tuple(metric_line(row.series) for row in metrics if row.has_line)[:MOST_LINES],
    )


def _practices_title(results: Results, cover: tuple[CoverRow, ...]) -> str:
    counts = [cell.text.split("/") for row in cover for cell in row.cells if not cell.na]
    in_place = sum(int(found) for found, _ in counts)
    return findings.practices_title(results.card, in_place, sum(int(of) for _, of in counts))


def _comparison(results: Results) -> Comparison | None:
    before = results.before
    if before is None:
        return None
    title = comparison_sentence(before.moves, before.choice.title)
    return Comparison(
        before.choice.slug,
        before.choice.title,
        "Not compared: too little is known" if before.problem else title,
        before.problem,
        move_rows(results, before.moves),
        slope_of(results),
        before.left_out,
    )


def set_headline(unit: Unit, client_slug: str, slug: str, text: str, seen: int) -> str:
    """Store a title of the person's own, "" for the one that the data gives; return the one before.

    Raises InvalidInput for a text that is too long and Conflict when the assessment changed meanwhile.
    """
    tidy = " ".join(text.split())
    if len(tidy) > LONGEST_HEADLINE:
        raise InvalidInput("headline", f"A title has at most {LONGEST_HEADLINE} characters.")
    place = get_place(unit, client_slug, slug)
    before = place.assessment.headline
    if tidy == before:
        return before
    if not update_assessment(unit, place.assessment.id, {"headline": tidy}, seen):
        raise Conflict(
            "Somebody else changed this assessment meanwhile.", field="headline", yours=tidy, theirs=before,
            version=place.assessment.version,
        )  # fmt: skip
    add_event(
        unit, place.client.id, f"client:assessment:{place.assessment.id}", "headline changed",
        {"from": before, "to": tidy}, place.assessment.id,
    )  # fmt: skip
    return before
