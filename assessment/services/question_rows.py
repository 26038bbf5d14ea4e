"""The rows of the question page: practices with their history, outcomes, metrics with their last reading."""

from collections.abc import Mapping, Sequence

from assessment.charts.metric_line import moved
from assessment.domain.answers import OutcomeAnswer, Rating, Reading
from assessment.domain.framework import Area, Framework, Metric, Practice, localise
from assessment.domain.metric_targets import standing
from assessment.domain.own import is_own
from assessment.domain.reading_values import takes_parts
from assessment.domain.values import PracticeValue
from assessment.services.metrics import NO_TARGET, last_whole_month, target_in_words
from assessment.services.question_model import Change, MetricRow, OutcomeRow, PracticeRow
from assessment.services.question_words import counted_as, implied_because
from assessment.services.questions import UNRATED, rating_subject
from assessment.services.rating_changes import answer_in_words
from assessment.services.readings import reading_in_words
from assessment.services.results_metrics import series_of
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.answers import Kept
from assessment.store.queries.assessments import Place
from assessment.store.queries.events import Event, list_latest_events
from assessment.store.queries.latest_readings import list_last_readings
from assessment.store.queries.metric_targets import list_targets

SHOWN_CHANGES = 3
NO_OUTCOME = OutcomeAnswer()
UNITS = {
    "percent": "%", "count": "number", "rating": "score", "duration": "duration", "currency": "amount",
    "yes_no": "yes or no", "ratio": "ratio", "frequency": "per month",
}  # fmt: skip
EXAMPLES = {"duration": "2 h 5 min", "currency": "EUR 12.50", "yes_no": "yes", "percent": "62.5"}
DIRECTIONS = {"higher": "Higher is better", "lower": "Lower is better", "context": "Compare with your target"}


def practice_rows(
    unit: Unit,
    place: Place,
    framework: Framework,
    area: Area,
    ratings: Mapping[str, Kept[Rating]],
    values: Mapping[str, PracticeValue],
) -> dict[str, PracticeRow]:
    """Return the row of every practice of an area by its id."""
    changes = _changes(unit, place, framework, [p for p in area.practices if p.id in ratings])
    return {
        practice.id: _row(framework, practice, ratings.get(practice.id), values[practice.id], changes)
        for practice in area.practices
    }


def _row(
    framework: Framework,
    practice: Practice,
    kept: Kept[Rating] | None,
    value: PracticeValue,
    changes: Mapping[str, Sequence[Change]],
) -> PracticeRow:
    rating = kept.answer if kept else UNRATED
    scale = framework.scale_of(practice)
    implied = implied_because(framework, practice, value)
    cast = [vote.answer for vote in rating.votes]
    return PracticeRow(
        id=practice.id,
        text=localise(practice.text),
        question=localise(practice.question),
        why=localise(practice.why),
        shows=localise(practice.evidence),
        remark=localise(practice.note),
        scale=tuple((step.id, localise(step.name), localise(step.help)) for step in scale),
        rating=rating.consensus or "",
        reason=rating.reason,
        note=rating.note,
        evidence=rating.evidence,
        votes=tuple((step.id, cast.count(step.id)) for step in scale) if cast else (),
        bulk=rating.bulk,
        counted=counted_as(value) if implied else "",
        implied=implied,
        version=kept.version if kept else 0,
        saved_at=kept.updated_at if kept else None,
        changes=tuple(changes.get(practice.id, ())),
    )


def _changes(
    unit: Unit, place: Place, framework: Framework, practices: Sequence[Practice]
) -> dict[str, list[Change]]:
    if not practices:
        return {}
    subjects = {rating_subject(place.assessment.id, p.id): p for p in practices}
    found: dict[str, list[Change]] = {p.id: [] for p in practices}
    for event in list_latest_events(unit, place.client.id, list(subjects), most=SHOWN_CHANGES):
        practice = subjects[event.subject]
        found[practice.id].append(_change(framework, practice, event))
    return found


def _change(framework: Framework, practice: Practice, event: Event) -> Change:
    data = event.data or {}
    was, now = data.get("from", {}), data.get("to", {})
    note = now.get("reason", "") if now.get("answer") == "NA" else ""
    if now.get("note", "") != was.get("note", ""):
        note = now.get("note", "") or "The note was taken out."
    answers = tuple(answer_in_words(framework, practice, one.get("answer")) for one in (was, now))
    if not note and answers[0] == answers[1]:
        note = _evidence_said(was.get("evidence", 0), now.get("evidence", 0))
    return Change(event.at, event.actor, answers[0], answers[1], note)


def _evidence_said(was: int, now: int) -> str:
    if was == now:
        return "The rating stayed, and what is written beside it changed."
    return "Evidence was added." if now > was else "Evidence was removed."


def outcome_rows(unit: Unit, assessment_id: str, area: Area) -> tuple[OutcomeRow, ...]:
    """Return the outcomes of an area from the lowest level up."""
    kept = answer_queries.list_outcome_answers(unit, assessment_id)
    rows = []
    for cell in area.cells:
        for outcome in cell.outcomes:
            found = kept.get(outcome.id)
            answer = found.answer if found else NO_OUTCOME
            rows.append(
                OutcomeRow(
                    outcome.id,
                    cell.level,
                    localise(outcome.text),
                    localise(outcome.note),
                    answer.seen,
                    answer.note,
                    found.version if found else 0,
                )
            )
    return tuple(rows)


def metric_rows(
    unit: Unit, place: Place, framework: Framework, area: Area, ratings: Mapping[str, Kept[Rating]]
) -> tuple[MetricRow, ...]:
    """Return the metrics of an area, each once with the levels that ask for it."""
    levels: dict[str, list[str]] = {}
    for cell in area.cells:
        for use in cell.metrics:
            for metric_id in use.uses:
                found = levels.setdefault(metric_id, [])
                if str(cell.level) not in found:
                    found.append(str(cell.level))
    if not levels:
        return ()
    last_two = list_last_readings(unit, place.client.id, framework.id, list(levels), most=2)
    targets = list_targets(unit, place.client.id, framework.id)
    period = last_whole_month(unit.today)
    rows = []
    for metric_id, numbers in levels.items():
        metric = framework.metric_by_id[metric_id]
        readings, target = last_two.get(metric_id, []), targets.get(metric_id, NO_TARGET)
        reading = readings[-1] if readings else None
        word, kind = moved(series_of(metric, readings, "en", target))
        rows.append(
            MetricRow(
                id=metric.id,
                name=localise(metric.name),
                words=localise(metric.words),
                needs=localise(metric.data_needed),
                levels=("level " if len(numbers) == 1 else "levels ") + ", ".join(numbers),
                unit=UNITS.get(metric.unit, metric.unit),
                example=EXAMPLES.get(metric.unit, ""),
                direction=DIRECTIONS.get(metric.direction, ""),
                last=reading_in_words(metric, reading),
                last_period=reading.period if reading else "",
                source=reading.source if reading else "",
                parts=_parts(metric),
                period=period,
                target=target_in_words(metric, target),
                standing=standing(metric, reading.value if reading else None, target.target),
                shows=_shown_by(area, reading, ratings) if reading else (),
                is_own=is_own(metric.id),
                scope=reading.scope if reading else "",
                moved=word,
                kind=kind,
            )
        )
    return tuple(rows)


def _shown_by(
    area: Area, reading: Reading, ratings: Mapping[str, Kept[Rating]]
) -> tuple[tuple[str, str, bool], ...]:
    """The practices of the cells that ask for a metric, each with whether its latest reading is noted."""
    found = []
    for cell in area.cells:
        if any(reading.metric in use.uses for use in cell.metrics):
            for practice in cell.practices:
                kept = ratings.get(practice.id)
                noted = kept.answer.evidence if kept else ()
                is_noted = (reading.metric, reading.period) in {(one.metric, one.period) for one in noted}
                found.append((practice.id, f"Level {cell.level}: {localise(practice.text)}", is_noted))
    return tuple(found)


def _parts(metric: Metric) -> tuple[str, str] | None:
    if not takes_parts(metric):
        return None
    return localise(metric.numerator) or "numerator", localise(metric.denominator) or "denominator"
