"""Puts a report together from an assessment and its plan, the same for the server and for a file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessment.domain import findings, findings_plan
from assessment.domain.answers import AnswerSet, Reading
from assessment.domain.confidence import confidence_of
from assessment.domain.explain import steps_in_words, trace_of
from assessment.domain.framework import Area, Cell, Framework, localise
from assessment.domain.method_table import indexes_by_method
from assessment.domain.plan import Plan, PlanItem
from assessment.domain.priority import (
    GAP_X_IMPORTANCE,
    VALUE_EFFORT_MATRIX,
    VALUE_PER_EFFORT,
    WSJF,
)
from assessment.domain.reading_values import CURRENCY_CODE, value_in_words
from assessment.domain.reasons import arithmetic, because, reasons
from assessment.domain.report import (
    Report,
    ReportArea,
    ReportCsip,
    ReportItem,
    ReportLevel,
    ReportPractice,
    ReportReading,
    ReportWave,
)
from assessment.domain.scoring import AreaScore, ScoreCard
from assessment.domain.values import NA, UNKNOWN, PracticeValue
from assessment.domain.wording import METHOD_NAMES, METHOD_SENTENCES

LONGEST_IN_TITLE = 32

ORDER_SENTENCES: Mapping[str, str] = {
    VALUE_PER_EFFORT: "Items are ordered by benefit for each unit of remaining effort.",
    GAP_X_IMPORTANCE: "Items are ordered by the gap to the target times the importance of the area.",
    WSJF: "Items are ordered by the cost of delay over the size of the job.",
    VALUE_EFFORT_MATRIX: "Items are ordered by their quadrant of benefit against remaining effort.",
}
HELD_UP = (
    "An item takes over the priority of what waits for it, and no item starts before what it needs has ended."
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who was assessed and when; `headline` is the person's own title, `wave_days` the length of a wave."""

    client: str
    sector: str = ""
    assessment: str = ""
    held_on: date | None = None
    state: str = ""
    headline: str = ""
    is_sample: bool = False
    starts_on: date | None = None
    wave_days: int = 30


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is made from; `csip_numbers` are the references of the open items by practice."""

    framework: Framework
    answers: AnswerSet
    values: Mapping[str, PracticeValue]
    card: ScoreCard
    plan: Plan
    readings: Sequence[Reading] = ()
    csip: Sequence[ReportCsip] = ()
    csip_numbers: Mapping[str, str] | None = None
    problems: tuple[str, ...] = ()


def make_report(subject: Subject, made: Material, today: date, language: str = "en") -> Report:
    """Return the report of one assessment with its plan; nothing is scored or ranked again."""
    framework, card = made.framework, made.card
    names = {area.id: _title_name(area, language) for area in framework.areas}
    found = findings.results_title(subject.client or "This assessment", card, names)
    return Report(
        client=subject.client,
        sector=subject.sector,
        assessment=subject.assessment,
        held_on=subject.held_on,
        state=subject.state,
        framework=framework,
        generated_on=today,
        title=subject.headline or found,
        findings=_findings(made, found, language),
        method=card.method,
        method_name=METHOD_NAMES[card.method],
        method_explanation=_method(card),
        card=card,
        areas=tuple(_area(made, area, language) for area in framework.areas),
        practices=tuple(_practices(made, language)),
        methods=indexes_by_method(framework, card, made.values),
        items=_items(made, language),
        plan=made.plan,
        csip=tuple(made.csip),
        readings=readings_in_words(framework, made.readings, language),
        is_sample=subject.is_sample,
        framework_name=localise(framework.name, language),
        origin=localise(framework.origin, language),
        levels=tuple(
            ReportLevel(one.number, localise(one.name, language), localise(one.meaning, language))
            for one in framework.levels
        ),
        scale=tuple(
            (step.id, localise(step.name, language), step.value, localise(step.help, language))
            for step in framework.scale
        ),
        glossary=tuple((one.term, localise(one.text, language)) for one in framework.glossary),
        waves=_waves(made.plan, subject),
        plan_title=findings_plan.plan_title(made.plan, framework, language) if made.plan.items else "",
        plan_said=_plan_said(made, language),
        order_explanation=_order(made.plan),
    )


def _title_name(area: Area, language: str) -> str:
    name = localise(area.name, language)
    short = localise(area.short, language)
    return short if short and len(name) > LONGEST_IN_TITLE else name


def _method(card: ScoreCard) -> str:
    used = f"{METHOD_NAMES[card.method]}. {METHOD_SENTENCES[card.method]}"
    return used if card.method == card.requested else f"{findings.method_sentence(card)} {used}"


def _findings(made: Material, found: str, language: str) -> tuple[str, ...]:
    framework, card = made.framework, made.card
    names = {area.id: localise(area.name, language) for area in framework.areas}
    unknown = sum(1 for p in framework.practices.values() if p.weight and made.values[p.id].state == UNKNOWN)
    implied = sum(1 for value in made.values.values() if value.lifted_by is not None)
    between = findings.range_sentence(card.mean_index, card.mean_index_high, unknown)
    known = bool(findings.indexed(card))
    said = (
        f"{found}.",
        f"{findings.gap_title(card)}.",
        findings.provisional_sentence(card) if known else "",
        findings.method_sentence(card) if card.method != card.requested else "",
        f"The overall index lies {between}." if between and known else "",
        findings.not_assessable_sentence(card, names),
        *(findings.ahead_sentence(area, names) for area in card.areas),
        *(findings.placing_sentence(area, names) for area in card.areas),
        findings.coverage_sentence(card),
        findings.implied_sentence(implied),
    )
    return tuple(sentence for sentence in said if sentence)


def _area(made: Material, area: Area, language: str) -> ReportArea:
    score = made.card.area(area.id)
    answered = findings.has_answers(score)
    sure = confidence_of(made.framework, score, made.answers) if answered else None
    answer = made.answers.areas.get(area.id)
    return ReportArea(
        area.id,
        localise(area.name, language),
        localise(area.short, language) or localise(area.name, language),
        score,
        sure.level if sure else "",
        sure.reasons if sure else (),
        tuple((cell.level, *in_place(made.framework, cell, made.values)) for cell in area.cells),
        answer.note if answer else "",
        _level_name(made.framework, score, language) if answered else "",
        answered,
        steps_in_words(made.framework, score, made.card.method) if answered else (),
    )


def _level_name(framework: Framework, score: AreaScore, language: str) -> str:
    if score.level is None:
        return ""
    level = framework.level_by_number.get(score.level)
    first = localise(framework.levels[0].name, language)
    return localise(level.name, language) if level else f"below {first}"


def in_place(framework: Framework, cell: Cell, values: Mapping[str, PracticeValue]) -> tuple[int, int]:
    """Return how many practices of a cell are in place, of those that apply and have a weight."""
    mark = framework.scoring.achieved_above
    applicable = [p for p in cell.practices if p.weight and values[p.id].state != NA]
    return sum(1 for p in applicable if values[p.id].low > mark), len(applicable)


def _practices(made: Material, language: str) -> list[ReportPractice]:
    practices = []
    for practice in made.framework.practices.values():
        rating = made.answers.ratings.get(practice.id)
        value = made.values[practice.id]
        trace = trace_of(made.framework, practice, rating, value, language)
        noted = tuple(_evidence(e.kind, e.note, e.link) for e in rating.evidence) if rating else ()
        practices.append(
            ReportPractice(
                practice.id,
                practice.area,
                practice.level,
                localise(practice.text, language),
                trace.own,
                None if value.state in (UNKNOWN, NA) else value.low,
                trace.why,
                trace.state,
                rating.note if rating else "",
                noted,
                localise(made.framework.area_by_id[practice.area].name, language),
            )
        )
    return practices


def _evidence(kind: str, note: str, link: str) -> str:
    said = f"{kind}: {note}" if note else kind
    return f"{said} ({link})" if link else said


def readings_in_words(
    framework: Framework, readings: Sequence[Reading], language: str
) -> tuple[ReportReading, ...]:
    """Return the readings by metric in framework order and period, those of other metrics last."""
    order = {metric.id: place for place, metric in enumerate(framework.metrics)}
    used_by: dict[str, list[str]] = {}
    for area in framework.areas:
        for metric_id in dict.fromkeys(m for cell in area.cells for use in cell.metrics for m in use.uses):
            used_by.setdefault(metric_id, []).append(localise(area.name, language))
    ordered = sorted(readings, key=lambda r: (order.get(r.metric, len(order)), r.metric, r.period))
    found = []
    for reading in ordered:
        metric = framework.metric_by_id.get(reading.metric)
        code = CURRENCY_CODE.match(reading.note)
        shown = value_in_words(metric, reading.value, code.group() if code else "") if metric else ""
        name = localise(metric.name, language) if metric else reading.metric
        unit = metric.unit if metric else ""
        areas = tuple(used_by.get(reading.metric, ()))
        found.append(
            ReportReading(
                reading.metric, name, reading.period, reading.value, shown, areas, unit, reading.source
            )
        )
    return tuple(found)


def _items(made: Material, language: str) -> tuple[ReportItem, ...]:
    ranks = {item.practice: item.rank for item in made.plan.items}
    named = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, ranks)) or '(?!)'})(?![\w-])")
    numbers = made.csip_numbers or {}
    found = []
    for item in made.plan.items:
        practice = made.framework.practices[item.practice]
        said = tuple(
            findings.capital(named.sub(lambda hit: f"item {ranks[hit[0]]}", reason))
            for reason in reasons(item, made.framework, language)
        )
        found.append(
            ReportItem(
                item.rank, item.practice, localise(practice.text, language), item.area, item.level,
                item.kind, item.klass, item.benefit, item.remaining_effort, item.priority, item.days,
                item.wave, because(item, made.framework, language), item.cost, _ranks(item.open_needs, ranks),
                localise(made.framework.area_by_id[item.area].name, language), item.effective_priority,
                _last_wave(made.plan, item), _ranks(item.unlocks, ranks), said, arithmetic(item), item.pin,
                numbers.get(item.practice, ""),
            )
        )  # fmt: skip
    return tuple(found)


def _ranks(practices: Sequence[str], ranks: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(sorted(ranks[practice] for practice in practices if practice in ranks))


def _last_wave(plan: Plan, item: PlanItem) -> int | None:
    """Return the wave in which an item ends; None when some of it lies beyond the last one."""
    if any(part.practice == item.practice for part in plan.beyond_horizon):
        return None
    return item.waves[-1] if item.waves else None


def _waves(plan: Plan, subject: Subject) -> tuple[ReportWave, ...]:
    ranks = {item.practice: item.rank for item in plan.items}
    found = []
    for wave, after in zip(plan.waves, plan.mean_index_after, strict=True):
        begins = ends = None
        if subject.starts_on is not None:
            begins = subject.starts_on + timedelta(days=subject.wave_days * (wave.number - 1))
            ends = begins + timedelta(days=subject.wave_days - 1)
        parts = tuple((ranks[part.practice], part.days) for part in wave.parts)
        found.append(ReportWave(wave.number, wave.capacity, wave.used, after, begins, ends, parts))
    return tuple(found)


def _plan_said(made: Material, language: str) -> tuple[str, ...]:
    if not made.plan.items:
        return ()
    said = (
        f"{findings_plan.plan_title(made.plan, made.framework, language)}.",
        findings_plan.plan_lede(made.plan, made.card.mean_index),
        findings_plan.chain_in_words(made.plan),
        findings_plan.beyond_in_words(made.plan),
        *made.problems,
    )
    return tuple(sentence for sentence in said if sentence)


def _order(plan: Plan) -> str:
    method = plan.items[0].method if plan.items else VALUE_PER_EFFORT
    return f"{ORDER_SENTENCES[method]} {HELD_UP}"
