"""Put together what a report says, for the exports: one assessment as one read model."""

from datetime import date

from assessment.domain import findings
from assessment.domain.comparison import comparison_sentence
from assessment.domain.explain import trace_of
from assessment.domain.framework import localise
from assessment.domain.method_table import indexes_by_method
from assessment.domain.report import Report, ReportArea, ReportPractice, ReportReading
from assessment.domain.values import NA, UNKNOWN
from assessment.domain.wording import METHOD_NAMES
from assessment.errors import NotFound
from assessment.services.readings import reading_in_words
from assessment.services.results import latest_slug, notes_of
from assessment.services.results_data import Results, confidence_of_area, load_results, short_name
from assessment.services.results_metrics import area_of_metrics
from assessment.services.results_rows import count_in_place
from assessment.store.database import Unit


def build_report(
    unit: Unit, client_slug: str, slug: str | None, today: date, *, language: str = "en"
) -> Report:
    """Return the report of an assessment, of the client's latest with results when `slug` is None.

    Plan and register are left empty. Raises NotFound when the client has no results yet.
    """
    wanted = slug or latest_slug(unit, client_slug)[2]
    if wanted is None:
        raise NotFound("This client has no results yet, so there is nothing to report.")
    return report_of(load_results(unit, client_slug, wanted, language=language), today)


def report_of(results: Results, today: date) -> Report:
    """Return the report of results that are there already, without plan and register."""
    place, card, before = results.place, results.card, results.before
    found = findings.results_title(place.client.name, card, results.title_names)
    compared = f"{comparison_sentence(before.moves, before.choice.title)}." if before else ""
    said = (f"{found}.", f"{findings.gap_title(card)}.", compared, *notes_of(results))
    return Report(
        client=place.client.name,
        sector=place.client.sector,
        assessment=place.assessment.title,
        held_on=place.assessment.held_on,
        state=place.assessment.state,
        framework=results.framework,
        generated_on=today,
        title=place.assessment.headline or found,
        findings=tuple(sentence for sentence in said if sentence),
        method=card.method,
        method_name=METHOD_NAMES[card.method],
        method_explanation=findings.method_sentence(card),
        card=card,
        areas=tuple(_areas(results)),
        practices=tuple(_practices(results)),
        previous=before.card if before else None,
        previous_name=before.choice.title if before else "",
        moves=before.moves if before else (),
        methods=indexes_by_method(results.framework, card, results.values),
        readings=_readings(results),
        is_sample=place.client.is_sample,
    )


def _areas(results: Results) -> list[ReportArea]:
    areas = []
    for area in results.framework.areas:
        score = results.card.area(area.id)
        sure = confidence_of_area(results, score) if findings.has_answers(score) else None
        answer = results.answers.areas.get(area.id)
        counts = ((c.level, *count_in_place(results.framework, c, results.values)) for c in area.cells)
        areas.append(
            ReportArea(
                area.id,
                localise(area.name, results.language),
                short_name(area, results.language),
                score,
                sure.level if sure else "",
                sure.reasons if sure else (),
                tuple(counts),
                answer.note if answer else "",
            )
        )
    return areas


def _practices(results: Results) -> list[ReportPractice]:
    practices = []
    for practice in results.framework.practices.values():
        rating = results.answers.ratings.get(practice.id)
        value = results.values[practice.id]
        trace = trace_of(results.framework, practice, rating, value, results.language)
        noted = tuple(f"{e.kind}: {e.note}" if e.note else e.kind for e in rating.evidence) if rating else ()
        practices.append(
            ReportPractice(
                practice.id,
                practice.area,
                practice.level,
                localise(practice.text, results.language),
                trace.own,
                None if value.state in (UNKNOWN, NA) else value.low,
                trace.why,
                trace.state,
                rating.note if rating else "",
                noted,
            )
        )
    return practices


def _readings(results: Results) -> tuple[ReportReading, ...]:
    used_by = area_of_metrics(results.framework)
    found = []
    for metric in results.framework.metrics:
        areas = tuple(area.id for area in used_by.get(metric.id, ()))
        name = localise(metric.name, results.language)
        for reading in results.readings.get(metric.id, ()):
            words = reading_in_words(metric, reading)
            found.append(ReportReading(metric.id, name, reading.period, reading.value, words, areas))
    return tuple(found)
