"""What a client has of its own, as its page shows it."""

from dataclasses import dataclass

from assessment.domain.own import OwnMetric, OwnPractice, cells_in
from assessment.domain.wording import capital, plural
from assessment.services.own import OwnPage, cell_name, name_of
from assessment.web.access import may
from assessment.web.filters import current_language
from assessment.web.own.forms import UNIT_WORDS


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One own metric or practice; `where` are its cells, `may_change` whether this person may change it."""

    code: str
    name: str
    kind: str
    href: str
    where: str
    what: str
    of: str
    retired: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class OwnView:
    """The page with both lists."""

    title: str
    prefix: str
    client: tuple[str, str]
    metrics: tuple[OwnRow, ...]
    practices: tuple[OwnRow, ...]


def own_view(found: OwnPage) -> OwnView:
    """The own metrics and practices of a client."""
    home = f"/clients/{found.client.slug}"
    rows = [_row(found, one) for one in found.own.everything]
    return OwnView(
        _title(found),
        f"{home}/own",
        (found.client.name, home),
        tuple(row for row in rows if row.kind == "metric"),
        tuple(row for row in rows if row.kind == "practice"),
    )


def _title(found: OwnPage) -> str:
    metrics = sum(1 for one in found.own.metrics if not one.retired)
    practices = sum(1 for one in found.own.practices if not one.retired)
    if not metrics and not practices:
        return "Nothing of this client's own yet"
    counted = plural(practices, "own practice") if practices else "no own practice"
    return f"{capital(plural(metrics, 'own metric'))}, {counted}"


def _row(found: OwnPage, own: OwnMetric | OwnPractice) -> OwnRow:
    home, language = f"/clients/{found.client.slug}", current_language()
    is_metric = isinstance(own, OwnMetric)
    cells = own.cells if isinstance(own, OwnMetric) else ((own.area, own.level),)
    where = "; ".join(cell_name(found.framework, at, language) for at in cells_in(found.framework, cells))
    return OwnRow(
        own.code,
        name_of(own),
        "metric" if is_metric else "practice",
        f"{home}/metrics/{own.code}" if is_metric else "",
        where,
        UNIT_WORDS.get(own.unit, own.unit) if isinstance(own, OwnMetric) else str(own.effort),
        "Every client" if own.for_all else "This client",
        own.retired,
        may("owner" if own.for_all else "consultant"),
    )
