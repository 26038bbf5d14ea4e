"""What others do when results or reports of agreements are there; each is called once all is stored."""

from collections.abc import Sequence

from assessment.domain.sla_results import TargetResult
from assessment.store.database import Unit


def on_results(unit: Unit, client_id: str, results: Sequence[TargetResult]) -> None:
    """Let others know of results that are new or changed, the misses first."""
    del unit, client_id, results


def on_report(unit: Unit, client_id: str, sla_id: str, period: str) -> None:
    """Let others know that a report of an agreement was issued for the period that ends with a month."""
    del unit, client_id, sla_id, period
