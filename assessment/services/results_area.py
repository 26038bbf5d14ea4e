"""Show how the index of one area came about, down to every answer behind it."""

from dataclasses import dataclass

from assessment.charts.base import Chart
from assessment.charts.metric_line import metric_line
from assessment.domain import findings
from assessment.domain.answers import Evidence, Rating
from assessment.domain.confidence import confidence_of
from assessment.domain.explain import Trace, cell_sum, steps_in_words, trace_of
from assessment.domain.framework import Area, Cell, localise
from assessment.domain.methods import ITCMF_SURVEY
from assessment.domain.names import title_name
from assessment.domain.scoring import AreaScore
from assessment.domain.wording import METHOD_NAMES, METHOD_SENTENCES, capital, shown
from assessment.services.open_assessment import area_of
from assessment.services.own_practices import OwnRow, own_rows
from assessment.services.results_data import Results, load_results
from assessment.services.results_metrics import MetricRow, metric_rows
from assessment.services.results_rows import MethodColumn, count_in_place, is_open, method_columns
from assessment.store.database import Unit

SEEN_WORDS = {"yes": "seen", "partly": "partly seen", "no": "not seen"}


@dataclass(frozen=True, slots=True)
class PracticeTrace:
    """One practice with where its value comes from, and what was noted; `evidence` is (words, piece)."""

    id: str
    text: str
    trace: Trace
    note: str
    evidence: tuple[tuple[str, Evidence], ...]


@dataclass(frozen=True, slots=True)
class LevelTrace:
    """One level of the area: its practices, the sum of its coverage and what it came to."""

    level: int
    name: str
    in_place: str
    sum: str
    reached: bool
    practices: tuple[PracticeTrace, ...]


@dataclass(frozen=True, slots=True)
class AreaPage:
    """Everything that the page of one area shows."""

    client: str
    client_slug: str
    slug: str
    assessment: str
    area: str
    area_slug: str
    title: str
    facts: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    steps: tuple[str, ...]
    method_name: str
    method_sentence: str
    levels: tuple[LevelTrace, ...]
    methods: tuple[tuple[MethodColumn, str], ...]
    own: tuple[OwnRow, ...]
    metrics: tuple[MetricRow, ...]
    lines: tuple[Chart, ...]
    following: tuple[str, str] | None
    preceding: tuple[str, str] | None


def area_page(
    unit: Unit, client_slug: str, slug: str, area_slug: str, *, method: str | None = None
) -> AreaPage:
    """Return how the index of one area came about; NotFound for an area that the framework lacks."""
    results = load_results(unit, client_slug, slug, method=method)
    area = area_of(results.framework, area_slug)
    score = results.card.area(area.id)
    position = results.framework.area_order[area.id]
    metrics = metric_rows(results.framework, results.readings, results.language, area.id, results.targets)
    name = localise(area.name, results.language)
    return AreaPage(
        client=results.place.client.name,
        client_slug=results.place.client.slug,
        slug=results.place.assessment.slug,
        assessment=results.place.assessment.title,
        area=name,
        area_slug=area.slug,
        title=_title(title_name(area, results.language), score),
        facts=_facts(results, score),
        notes=_notes(results, area, score),
        steps=steps_in_words(results.framework, score, results.card.method),
        method_name=METHOD_NAMES[results.card.method],
        method_sentence=METHOD_SENTENCES[results.card.method],
        levels=tuple(_level(results, score, at) for at in range(len(area.cells))),
        methods=tuple((row, row.indexes[position]) for row in method_columns(results)),
        own=own_rows(results.framework, area, results.own.practices, results.said),
        metrics=metrics,
        lines=tuple(metric_line(row.series) for row in metrics if row.has_line),
        following=_neighbour(results, position + 1),
        preceding=_neighbour(results, position - 1),
    )


def _neighbour(results: Results, position: int) -> tuple[str, str] | None:
    areas = results.framework.areas
    if not 0 <= position < len(areas):
        return None
    return areas[position].slug, localise(areas[position].name, results.language)


def _title(name: str, score: AreaScore) -> str:
    if not findings.has_answers(score):
        return f"{name} is not answered yet"
    if score.index is None:
        return f"{name} cannot be assessed: most of it does not apply"
    if score.gap:
        return f"{name} stands at {shown(score.index)}, {shown(score.gap)} short of target"
    if score.target is not None:
        return f"{name} stands at {shown(score.index)} and has reached its target"
    return f"{name} stands at {shown(score.index)}"


def _facts(results: Results, score: AreaScore) -> tuple[tuple[str, str, str], ...]:
    high = f"to {shown(score.index_high)}" if shown(score.index) != shown(score.index_high) else ""
    before = next((m for m in results.before.moves if m.area == score.area), None) if results.before else None
    if not high and before is not None and before.before is not None and results.before is not None:
        high = f"was {shown(before.before)} in {results.before.choice.title}"
    level = results.framework.level_by_number.get(score.level or 0)
    reached = localise(level.name, results.language) if level else "below the first"
    return (
        ("Index", shown(score.index) if findings.has_answers(score) else "–", high),
        ("Level", "–" if score.level is None else str(score.level), "" if score.level is None else reached),
        ("Target", shown(score.target), ""),
        ("Placed at", shown(score.placing), ""),
        ("Known", f"{score.valued} of {score.counted}", "of what was asked"),
    )


def _notes(results: Results, area: Area, score: AreaScore) -> tuple[str, ...]:
    unknown = sum(
        1 for p in results.framework.practices_of[area.id] if p.weight and is_open(results.values[p.id])
    )
    between = findings.range_sentence(score.index, score.index_high, unknown)
    answer = results.answers.areas.get(area.id)
    sure = confidence_of(results.framework, score, results.answers) if findings.has_answers(score) else None
    sentences = (
        f"{capital(sure.level)} confidence: {', '.join(sure.reasons)}." if sure else "",
        f"The index lies {between}." if between else "",
        findings.ahead_sentence(score, results.names),
        findings.placing_sentence(score, results.names),
        findings.not_assessable_sentence(results.card, results.names) if not score.assessable else "",
        f"Note: {answer.note}" if answer is not None and answer.note else "",
    )
    return tuple(sentence for sentence in sentences if sentence)


def _level(results: Results, score: AreaScore, at: int) -> LevelTrace:
    framework, language = results.framework, results.language
    area = framework.area_by_id[score.area]
    cell: Cell = area.cells[at]
    in_place, applicable = count_in_place(framework, cell, results.values)
    practices = []
    for practice in cell.practices:
        rating = results.answers.ratings.get(practice.id)
        value = results.values[practice.id]
        trace = trace_of(framework, practice, rating, value, language, results.answers.options)
        practices.append(
            PracticeTrace(practice.id, localise(practice.text, language), trace, *_noted(rating))
        )
    counted = f"{in_place} of {applicable} in place" if applicable else "nothing applies"
    surveyed = results.card.method == ITCMF_SURVEY
    return LevelTrace(
        cell.level,
        localise(framework.level_by_number[cell.level].name, language),
        counted,
        cell_sum(framework, cell, score.cells[at], results.values),
        cell.level == score.level and not surveyed,
        tuple(practices),
    )


def _noted(rating: Rating | None) -> tuple[str, tuple[tuple[str, Evidence], ...]]:
    if rating is None:
        return "", ()
    shown_evidence = (
        (f"{item.kind}: {item.note}" if item.note else item.kind, item)
        for item in rating.evidence
        if item.kind != "none"
    )
    return rating.note, tuple(shown_evidence)
