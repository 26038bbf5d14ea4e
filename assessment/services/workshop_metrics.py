"""The figures beside a question of a workshop: the metrics of its cell, or of its whole area."""

from dataclasses import dataclass

from assessment.domain.framework import Area, localise
from assessment.domain.own import is_own
from assessment.services.editions import framework_of, own_framework
from assessment.services.metrics import NO_TARGET, target_in_words
from assessment.services.results_metrics import metric_row
from assessment.store.database import Unit
from assessment.store.queries.latest_readings import list_last_readings
from assessment.store.queries.metric_targets import list_targets
from assessment.store.queries.workshops import Workshop

MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class CellMetric:
    """One metric as the screens show it; `value` is "" without a reading."""

    id: str
    name: str
    value: str
    month: str
    moved: str
    kind: str
    target: str
    standing: str
    source: str
    is_own: bool


def cell_metrics(unit: Unit, workshop: Workshop, area_id: str, level: int | None) -> tuple[CellMetric, ...]:
    """Return the metrics of a cell, or without a level those of the area; the ones with a value first.

    Without a level, metrics that have no value are left out. Three queries.
    """
    plain = framework_of(unit, workshop.framework_hash)
    framework = own_framework(unit, plain, workshop.client_id)
    ids = _used(framework.area_by_id[area_id], level)
    if not ids:
        return ()
    readings = list_last_readings(unit, workshop.client_id, framework.id, ids, most=2)
    targets = list_targets(unit, workshop.client_id, framework.id)
    found = []
    for ident in ids:
        metric, target = framework.metric_by_id[ident], targets.get(ident, NO_TARGET)
        row = (
            metric_row(metric, (), readings[ident], workshop.language, target) if ident in readings else None
        )
        name = localise(metric.name, workshop.language)
        if row is not None:
            source = ", ".join(filter(None, (row.source, f"covers {row.scope}" if row.scope else "")))
            found.append(
                CellMetric(
                    ident, name, row.latest, row.period, row.moved, row.kind, row.target, row.standing,
                    source, is_own(ident),
                )
            )  # fmt: skip
        elif level is not None:
            aim = target_in_words(metric, target)
            found.append(CellMetric(ident, name, "", "", "", "", aim, "", "", is_own(ident)))
    return tuple(sorted(found, key=lambda one: not one.value)[:MOST_SHOWN])


def _used(area: Area, level: int | None) -> list[str]:
    cells = [cell for cell in area.cells if level in (None, cell.level)]
    return list(dict.fromkeys(one for cell in cells for use in cell.metrics for one in use.uses))
