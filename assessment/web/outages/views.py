"""The outages of a client, as their page shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from assessment.domain.outages import Outage
from assessment.domain.wording import capital, plural
from assessment.services.outages import OutagesPage
from assessment.web.filters import format_duration, format_short_date

ROWS_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class OutageRow:
    """One outage; every text is ready to be shown, times by the clock of the client."""

    id: str
    service: str
    began: str
    ended: str
    lasted: str
    kind: str
    reason: str
    source: str
    is_running: bool
    version: int


@dataclass(frozen=True, slots=True)
class OutagesView:
    """One page of the outages of a client."""

    title: str
    prefix: str
    home: str
    client: str
    zone: str
    rows: tuple[OutageRow, ...]
    page: int
    pages: int
    has_services: bool


def outages_view(found: OutagesPage, now: datetime, page: int = 1) -> OutagesView:
    """One page of the outages, the newest first; a page beyond the last one is the last one."""
    home = f"/clients/{found.client.slug}"
    pages = max(1, -(-len(found.outages) // ROWS_ON_A_PAGE))
    page = min(max(1, page), pages)
    shown = found.outages[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE]
    names = {one.id: one.name for one in found.services}
    return OutagesView(
        _title(found),
        f"{home}/outages",
        home,
        found.client.name,
        found.zone.key,
        tuple(_row(found, one, names.get(one.service_id, ""), now) for one in shown),
        page,
        pages,
        any(not one.retired for one in found.services),
    )


def _title(found: OutagesPage) -> str:
    if not found.outages:
        return "No outage was recorded"
    running = len(found.running)
    if running:
        return capital(f"{plural(running, 'outage')} {'lasts' if running == 1 else 'last'}")
    return capital(f"{plural(len(found.outages), 'outage')} recorded, none lasts")


def _row(found: OutagesPage, one: Outage, service: str, now: datetime) -> OutageRow:
    is_running = one.ends_at is None
    until = one.ends_at or now
    return OutageRow(
        one.id,
        service,
        _moment(found, one.starts_at),
        "lasts" if one.ends_at is None else _moment(found, one.ends_at),
        format_duration(max(until - one.starts_at, timedelta())),
        "planned" if one.planned else "outage",
        one.reason,
        one.source,
        is_running,
        one.version,
    )


def _moment(found: OutagesPage, moment: datetime) -> str:
    at = moment.astimezone(found.zone)
    return f"{format_short_date(at)}, {at:%H:%M}"
