"""The plan as a report says it: items in words, waves with their dates, and what it all comes to."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from assessment.domain import findings_plan
from assessment.domain.framework import localise
from assessment.domain.plan import Plan, PlanItem
from assessment.domain.priority import (
    GAP_X_IMPORTANCE,
    VALUE_EFFORT_MATRIX,
    VALUE_PER_EFFORT,
    WSJF,
)
from assessment.domain.reasons import arithmetic, because, named_by_rank, reasons
from assessment.domain.report import ReportItem, ReportWave
from assessment.domain.report_material import Material, Subject

ORDER_SENTENCES: Mapping[str, str] = {
    VALUE_PER_EFFORT: "Items are ordered by benefit for each unit of remaining effort.",
    GAP_X_IMPORTANCE: "Items are ordered by the gap to the target times the importance of the area.",
    WSJF: "Items are ordered by the cost of delay over the size of the job.",
    VALUE_EFFORT_MATRIX: "Items are ordered by their quadrant of benefit against remaining effort.",
}
HELD_UP = (
    "An item takes over the priority of what waits for it, and no item starts before what it needs has ended."
)


def items_of(made: Material, language: str) -> tuple[ReportItem, ...]:
    """Return the items of the plan in words, other items named by their rank."""
    ranks = {item.practice: item.rank for item in made.plan.items}
    by_rank = named_by_rank(ranks, "item ")
    numbers = made.csip_numbers or {}
    found = []
    for item in made.plan.items:
        practice = made.framework.practices[item.practice]
        said = tuple(by_rank(reason) for reason in reasons(item, made.framework, language))
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


def waves_of(plan: Plan, subject: Subject) -> tuple[ReportWave, ...]:
    """Return the waves, with their dates where the plan has a first day."""
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


def plan_said(made: Material, language: str) -> tuple[str, ...]:
    """Return the sentences about the plan as a whole; none without items."""
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


def order_of(plan: Plan) -> str:
    """Return by what the items are ordered."""
    method = plan.items[0].method if plan.items else VALUE_PER_EFFORT
    return f"{ORDER_SENTENCES[method]} {HELD_UP}"
