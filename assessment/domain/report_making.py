"""Puts a report together from an assessment and its plan, the same for the server and for a file."""

from collections.abc import Mapping
from datetime import date

from assessment.domain import findings, findings_plan
from assessment.domain.confidence import confidence_of
from assessment.domain.evidence import evidence_in_words
from assessment.domain.explain import steps_in_words, trace_of
from assessment.domain.framework import Area, Cell, Framework, localise
from assessment.domain.method_table import indexes_by_method
from assessment.domain.names import short_name, title_name
from assessment.domain.report import Report, ReportArea, ReportLevel, ReportPractice
from assessment.domain.report_material import Material, Subject
from assessment.domain.report_plan import items_of, order_of, plan_said, waves_of
from assessment.domain.report_readings import readings_in_words
from assessment.domain.scoring import AreaScore, ScoreCard
from assessment.domain.values import NA, UNKNOWN, PracticeValue, count_capped
from assessment.domain.wording import METHOD_NAMES, METHOD_SENTENCES


def make_report(subject: Subject, made: Material, today: date, language: str = "en") -> Report:
    """Return the report of one assessment with its plan; nothing is scored or ranked again."""
    framework, card = made.framework, made.card
    names = {area.id: title_name(area, language) for area in framework.areas}
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
        items=items_of(made, language),
        plan=made.plan,
        csip=tuple(made.csip),
        minutes=tuple(made.minutes),
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
        waves=waves_of(made.plan, subject),
        plan_title=findings_plan.plan_title(made.plan, framework, language) if made.plan.items else "",
        plan_said=plan_said(made, language),
        order_explanation=order_of(made.plan),
    )


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
        findings.capped_sentence(count_capped(framework, made.answers)),
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
        short_name(area, language),
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
        trace = trace_of(made.framework, practice, rating, value, language, made.answers.options)
        noted = tuple(evidence_in_words(item) for item in rating.evidence) if rating else ()
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
