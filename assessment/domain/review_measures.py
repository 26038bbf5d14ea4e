"""The measured part of a pack: agreements, indicators, metrics, and the comparison with the review before."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from assessment.domain import goals
from assessment.domain.framework import localise
from assessment.domain.metric_targets import HIGHER, LOWER, OFF_TARGET, standing
from assessment.domain.numbers import plain
from assessment.domain.reading_values import value_in_words
from assessment.domain.review_material import Agreement, Kpi, Material, month_words
from assessment.domain.review_pack import GOOD, MISSED, UNKNOWN, WATCH, Measure, Missing, Row, Section
from assessment.domain.sla_results import BREACHED, MET, NO_DATA, TOO_FEW, TargetResult
from assessment.domain.wording import capital, plural

MOST_ROWS = 60
NOT_COMPARABLE = "not comparable"
MEASURED_STAGES = frozenset({"monitoring", "reporting", "reviewing"})
MARK_OF_GOAL: Mapping[str, str] = {
    goals.MET: GOOD, goals.WATCH: WATCH, goals.UNKNOWN: UNKNOWN, goals.BREACHED: MISSED,
}  # fmt: skip
MARK_OF: Mapping[str, str] = {MET: GOOD, BREACHED: MISSED, NO_DATA: UNKNOWN}


def section_of(
    key: str, title: str, finding: str, columns: tuple[str, ...], rows: Sequence[Row],
    missing: Iterable[Missing] = (), total: int = 0,
) -> Section:  # fmt: skip
    """Return a section with as many rows as a pack shows; `total` where rows were left out before."""
    left = max(0, max(total, len(rows)) - MOST_ROWS)
    return Section(key, title, finding, columns, tuple(rows[:MOST_ROWS]), tuple(missing)[:MOST_ROWS], left)


def number_words(value: Fraction | None) -> str:
    """Return a number with at most two decimals; a dash where there is none."""
    return "–" if value is None else plain(value, 2)


def direction_of(result: TargetResult) -> str:
    """Return whether more or less is better, as the variance shows; "" where it cannot be told."""
    if result.variance is None or result.actual is None or result.agreed is None or not result.variance:
        return ""
    return HIGHER if (result.actual - result.agreed > 0) == (result.variance > 0) else LOWER


def agreement_section(material: Material) -> tuple[Section, tuple[Measure, ...]]:
    """Return the results of the targets in the period, misses first, with what they measured."""
    by_target: dict[tuple[str, str], list[TargetResult]] = {}
    for one in material.results:
        if one.sla_id in material.agreements and one.period in material.months:
            by_target.setdefault((one.sla_id, one.target_key), []).append(one)
    lines, measures = [], []
    for key, found in by_target.items():
        agreement, last = material.agreements[key[0]], found[-1]
        missed = sum(1 for one in found if one.missed)
        order = (not last.missed, -missed, last.state != NO_DATA, agreement.number, last.target_key)
        lines.append((order, _target_row(agreement, last, missed, len(found))))
        if last.actual is not None:
            name = f"{last.name or last.target_key} ({reference_of(agreement)})"
            words = number_words(last.actual)
            measures.append(Measure(f"sla:{key[0]}:{key[1]}", name, last.actual, words, direction_of(last)))
    rows = [row for _, row in sorted(lines, key=lambda line: line[0])]
    columns = ("Target", "Agreed", "Measured", "Difference", "Cases", "Result")
    missing = _missing_results(material, by_target)
    return section_of("sla", "Agreements", _sla_finding(rows), columns, rows, missing), tuple(measures)


def reference_of(agreement: Agreement) -> str:
    """Return the number of an agreement as people write it."""
    return f"SLA-{agreement.number:03d}"


def _target_row(agreement: Agreement, last: TargetResult, missed: int, periods: int) -> Row:
    result = capital(last.state)
    if last.state == TOO_FEW:
        result = "Missed, too few cases to tell"
    if periods > 1 and missed:
        result += f"; missed in {missed} of {periods} months"
    mark = MARK_OF.get(last.state, WATCH)
    cells = (
        f"{last.name or last.target_key}, {agreement.service or agreement.title} ({reference_of(agreement)})",
        number_words(last.agreed),
        number_words(last.actual),
        number_words(last.variance),
        "–" if last.cases is None else str(last.cases),
        result,
    )
    return Row(f"sla:{agreement.number}", cells, mark)


def _missing_results(
    material: Material, by_target: Mapping[tuple[str, str], Sequence[TargetResult]]
) -> Iterable[Missing]:
    month = month_words(material.month)
    measured = {sla_id for sla_id, _ in by_target}
    for agreement in sorted(material.agreements.values(), key=lambda one: one.number):
        if agreement.stage in MEASURED_STAGES and agreement.id not in measured:
            text = f"{reference_of(agreement)} {agreement.title} has no result for {month}."
            yield Missing(text, f"sla:{agreement.number}")
    for (sla_id, _), found in by_target.items():
        if found[-1].state == NO_DATA:
            agreement = material.agreements[sla_id]
            name = found[-1].name or found[-1].target_key
            text = f"{month_words(found[-1].period)} has no data for {name} ({reference_of(agreement)})."
            yield Missing(text, f"sla:{agreement.number}")


def _sla_finding(rows: Sequence[Row]) -> str:
    missed = sum(1 for row in rows if row.mark == MISSED)
    known = sum(1 for row in rows if row.mark != UNKNOWN)
    if not known:
        return "No target was measured in this period."
    if not missed:
        return f"{capital(plural(known, 'measured target'))}, none of them breached."
    return f"{capital(plural(missed, 'target'))} of {known} breached."


def kpi_section(material: Material) -> tuple[Section, tuple[Measure, ...]]:
    """Return the indicators under their success factors as the goals stand, the worst first."""
    kpis = sorted(material.kpis, key=lambda one: -goals.WORSE.index(one.state))
    rows = [Row(f"goal:{one.number}", _kpi_cells(one), MARK_OF_GOAL[one.state]) for one in kpis]
    missing = [
        Missing(one.reason, f"metric:{one.metric_id}" if one.metric_id else f"goal:{one.number}")
        for one in kpis
        if one.state == goals.UNKNOWN and one.reason
    ]
    missing += [Missing(one.reason, f"goal:{one.number}") for one in material.factors if not one.has_kpi]
    measures = tuple(
        Measure(f"goal:{one.number}", one.name, one.amount, one.value, one.direction)
        for one in kpis
        if one.amount is not None
    )
    columns = ("Success factor", "Indicator", "Target", "Measured", "Result")
    return section_of("kpi", "Indicators", _kpi_finding(material), columns, rows, missing), measures


def _kpi_cells(one: Kpi) -> tuple[str, ...]:
    result = capital(one.state)
    if one.reason and one.state != goals.UNKNOWN:
        result += f". {one.reason}"
    return (one.factor or "None", one.name, one.target or "–", one.value or "no data", result)


def _kpi_finding(material: Material) -> str:
    if not material.kpis:
        return "No success factor has an indicator yet."
    count = len(material.factors)
    states = [one.state for one in material.factors]
    said = f"{capital(plural(states.count(goals.BREACHED), 'success factor'))} of {count} breached"
    unknown = states.count(goals.UNKNOWN)
    return f"{said}, {unknown} unknown." if unknown else f"{said}."


def metric_section(material: Material) -> tuple[Section, tuple[Measure, ...]]:
    """Return the metrics of the period beside those of the period before, what got worse first."""
    lines, missing, measures, worse = [], [], [], 0
    then_month = material.earlier[-1]
    for place, metric in enumerate(material.metrics):
        now = _value(material, metric.id, material.month)
        then = _value(material, metric.id, then_month)
        if now is None:
            if then is not None or metric.id in material.targets:
                name = localise(metric.name)
                text = f"{month_words(material.month)} has no value for {name}."
                missing.append(Missing(text, f"metric:{metric.id}"))
            continue
        verdict = verdict_of(metric.direction, then, now)
        worse += verdict == "worse"
        target = material.targets.get(metric.id)
        aim = target.target if target else None
        off = standing(metric, now, aim) == OFF_TARGET
        code = target.code if target else ""
        mark = MISSED if off else WATCH if verdict == "worse" else ""
        cells = (
            localise(metric.name),
            value_in_words(metric, then, code) if then is not None else NOT_COMPARABLE,
            value_in_words(metric, now, code),
            capital(verdict) if then is not None else "–",
            value_in_words(metric, aim, code) if aim is not None else "–",
        )
        lines.append((not off, verdict != "worse", place, Row(f"metric:{metric.id}", cells, mark)))
        words = value_in_words(metric, now, code)
        measures.append(Measure(f"metric:{metric.id}", localise(metric.name), now, words, metric.direction))
    rows = [line[-1] for line in sorted(lines, key=lambda line: line[:-1])]
    finding = f"{capital(plural(worse, 'metric'))} of {len(rows)} got worse." if rows else (
        f"No metric has a value for {month_words(material.month)}."
    )  # fmt: skip
    columns = ("Metric", month_words(then_month), month_words(material.month), "Change", "Target")
    return section_of("metrics", "Metrics", finding, columns, rows, missing), tuple(measures)


def _value(material: Material, metric_id: str, month: str) -> Fraction | None:
    found = material.readings.get((metric_id, month))
    return found.value if found else None


def verdict_of(direction: str, then: Fraction | None, now: Fraction | None) -> str:
    """Return better, worse, unchanged, changed (no better side) or not comparable (a side is missing)."""
    if then is None or now is None:
        return NOT_COMPARABLE
    if now == then:
        return "unchanged"
    if direction not in (HIGHER, LOWER):
        return "changed"
    return "better" if (now > then) == (direction == HIGHER) else "worse"


def comparison_section(material: Material, measures: Sequence[Measure]) -> Section:
    """Return the values of this pack beside those of the previous review of the same kind."""
    title = "Compared with the review before"
    if material.before is None:
        return section_of("comparison", title, "There is no earlier review of this kind.", (), ())
    then = {one.key: one for one in material.before.measures}
    now = {one.key: one for one in measures}
    lines, verdicts = [], []
    for place, key in enumerate(dict.fromkeys((*now, *then))):
        new, old = now.get(key), then.get(key)
        named = new or old
        if named is None:
            continue
        direction = (new.direction if new else "") or (old.direction if old else "")
        values = (old.value if old else None, new.value if new else None)
        verdict = verdict_of(direction, *values)
        verdicts.append(verdict)
        difference = "–"
        if values[0] is not None and values[1] is not None:
            difference = ("+" if values[1] > values[0] else "") + plain(values[1] - values[0], 2)
        cells = (
            named.name, old.words if old else "no data", new.words if new else "no data",
            difference, capital(verdict),
        )  # fmt: skip
        lines.append((verdict != "worse", place, Row(key, cells, WATCH if verdict == "worse" else "")))
    rows = [line[-1] for line in sorted(lines, key=lambda line: line[:-1])]
    better, worse = verdicts.count("better"), verdicts.count("worse")
    finding = (
        f"{capital(plural(better, 'value'))} better than in REV-{material.before.number:03d}, {worse} worse."
    )
    return section_of("comparison", title, finding, ("Value", "Then", "Now", "Difference", "Result"), rows)
