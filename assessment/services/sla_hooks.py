"""What follows when results or reports of agreements are there; each is called once all is stored."""

from collections.abc import Sequence

from assessment.domain.clients import Client
from assessment.domain.sla_results import NO_DATA, TargetResult
from assessment.domain.sla_stages import MONITORING, PERIOD_CLOSED, REPORT_ISSUED
from assessment.errors import NotAllowed
from assessment.services.actions_drafts import draft_actions
from assessment.services.slas_steps import advance
from assessment.store.database import Unit
from assessment.store.queries.clients import client_by_id
from assessment.store.queries.slas import list_slas


def on_results(unit: Unit, client_id: str, results: Sequence[TargetResult]) -> None:
    """Draft actions for what was breached, and let agreements with a period that is over be reported."""
    draft_actions(unit, client_id, results)
    measured = {one.sla_id for one in results if one.state != NO_DATA}
    waiting = [one.id for one in list_slas(unit, client_id) if one.stage == MONITORING] if measured else ()
    client = client_by_id(unit, client_id)
    if client is not None:
        for sla_id in sorted(measured.intersection(waiting)):
            _advance(unit, client, sla_id, PERIOD_CLOSED)


def on_report(unit: Unit, client_id: str, sla_id: str, period: str) -> None:
    """Let an agreement be reviewed once the report of a period was issued."""
    del period
    client = client_by_id(unit, client_id)
    if client is not None:
        _advance(unit, client, sla_id, REPORT_ISSUED)


def _advance(unit: Unit, client: Client, sla_id: str, step: str) -> None:
    # A result is right whatever the stage; an agreement that has ended, for one, stays where it is.
    try:
        advance(unit, client, sla_id, step)
    except NotAllowed:
        return
