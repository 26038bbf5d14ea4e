"""What the metrics of a client say about its plan."""

from assessment.domain.framework import Framework
from assessment.domain.metric_signals import metric_signals
from assessment.domain.own import is_own
from assessment.domain.plan_items import NO_SIGNALS
from assessment.domain.priority import Signals
from assessment.services.editions import own_framework
from assessment.store.database import Unit
from assessment.store.queries.metric_targets import list_against_targets


def signals_of(unit: Unit, client_id: str, framework: Framework) -> Signals:
    """Return the signals of the metrics of a client, in one query."""
    found = list_against_targets(unit, client_id, framework.id)
    if not found:
        return NO_SIGNALS
    latest = {target.metric: value for target, value in found}
    if any(is_own(metric) for metric in latest):
        framework = own_framework(unit, framework, client_id)
    return metric_signals(framework, latest, {target.metric: target for target, _ in found})
