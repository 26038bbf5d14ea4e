"""Show the results of an assessment: what it found, why, and what changed since the one before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessment.charts.base import Chart
from assessment.charts.metric_line import metric_line
from assessment.charts.radar import Spoke, radar
from assessment.charts.slope import Slope, SlopeChart, slope_chart
from assessment.domain import findings
from assessment.domain.comparison import DOWN, UP, comparison_sentence
from assessment.domain.numbers import percent
from assessment.domain.values import ZERO
from assessment.domain.wording import METHOD_NAMES, METHOD_SENTENCES, plural, shown
from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services.results_data import Results, load_results, short_name
from assessment.services.results_metrics import MetricRow, metric_rows, metrics_title, series_of
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
    is_open,
    method_columns,
    move_rows,
)
from assessment.store.database import Unit
from assessment.store.queries.assessments import get_place, update_assessment
from assessment.store.queries.clients import add_event, get_client
from assessment.store.queries.results import list_choices

LONGEST_HEADLINE = 200
MOST_LINES = 9
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AreaSlope(Slope):
    """One area before and now; a difference that is not clear is drawn as none."""

    clear: bool = True

    @property
    def fell(self) -> bool:
        """Return whether the area clearly fell."""
        return self.clear and self.change < 0

    @property
    def stayed(self) -> bool:
        """Return whether no clear difference shows."""
        return not self.clear


@dataclass(frozen=True, slots=True)
class Comparison:
    """The assessment before, or the one that was chosen."""

    slug: str
    name: str
    title: str
    problem: str
    rows: tuple[MoveRow, ...]
    chart: SlopeChart | None


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


def results_page(
    unit: Unit, client_slug: str, slug: str, *, against: str | None = None, method: str | None = None
) -> ResultsPage:
    """Return the results page of an assessment; NotFound for a slug of another client."""
    results = load_results(unit, client_slug, slug, against=against, method=method)
    place, card, framework = results.place, results.card, results.framework
    rows = area_rows(results)
    cover = cover_rows(results)
    methods = method_columns(results)
    metrics = metric_rows(framework, results.readings, results.language)
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
        facts=() if empty else _facts(results),
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
        lines=tuple(metric_line(row.series) for row in metrics if row.has_line)[:MOST_LINES],
    )


def _practices_title(results: Results, cover: tuple[CoverRow, ...]) -> str:
    counts = [cell.text.split("/") for row in cover for cell in row.cells if not cell.na]
    in_place = sum(int(found) for found, _ in counts)
    return findings.practices_title(results.card, in_place, sum(int(of) for _, of in counts))


def month_name(day: date) -> str:
    """Return a month in words: March 2026."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def _facts(results: Results) -> tuple[tuple[str, str, str], ...]:
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
        f"{METHOD_NAMES[card.method]}: {METHOD_SENTENCES[card.method]}"
        if card.method == card.requested
        else "",
    ]
    return tuple(sentence for sentence in sentences if sentence)


def radar_of(results: Results) -> Chart:
    """Return the areas as a radar."""
    card, before = results.card, results.before
    earlier = {a.area: a for a in before.card.areas} if before else {}
    spokes = []
    for area in results.framework.areas:
        score, was = card.area(area.id), earlier.get(area.id)
        now = score.index if findings.has_answers(score) else None
        old = was.index if was is not None and findings.has_answers(was) else None
        spokes.append(
            Spoke(results.names[area.id], now, score.target, old, short_name(area, results.language))
        )
    return radar(
        spokes,
        title="The same, as a radar",
        subtitle=f"Index from 0 to {results.framework.top}. Filled: now. Dashed: target."
        f"{' Thin: before.' if before else ''} The area grows with the square of the index: read numbers "
        "from the table.",
        top=results.framework.top,
        previous_name=before.choice.title if before else "Before",
    )


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
    )


def slope_of(results: Results) -> SlopeChart | None:
    """Return where the areas stood before and stand now, or None with fewer than two in both."""
    before = results.before
    if before is None:
        return None
    slopes = [
        AreaSlope(
            short_name(results.framework.area_by_id[m.area], results.language),
            m.before,
            m.now,
            m.now - m.before,
            clear=m.verdict in (UP, DOWN),
        )
        for m in before.moves
        if m.before is not None and m.now is not None
    ]
    if len(slopes) < 2:
        return None
    title = comparison_sentence(before.moves, before.choice.title)
    subtitle = f"Index of each area, {before.choice.title} and {results.place.assessment.title}."
    return slope_chart(slopes, title=title, subtitle=subtitle)


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


def chart_figure(
    unit: Unit,
    client_slug: str,
    slug: str,
    key: str,
    *,
    against: str | None = None,
    method: str | None = None,
) -> Mapping[str, object]:
    """Return the Plotly figure of one chart of the page; NotFound when there is no such chart."""
    results = load_results(unit, client_slug, slug, against=against, method=method)
    figure = None
    if key == "radar":
        figure = radar_of(results).figure
    elif key.startswith("metric-"):
        wanted = key.removeprefix("metric-")
        metric = next((m for m in results.framework.metrics if m.id.lower() == wanted), None)
        if metric is not None and metric.id in results.readings:
            figure = metric_line(series_of(metric, results.readings[metric.id], results.language)).figure
    if figure is None:
        raise NotFound("There is no such chart.")
    return figure
