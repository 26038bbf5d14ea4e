"""Ask somebody without an account for the figures of one month, and take them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from assessment.domain.clients import Client
from assessment.domain.extra_metrics import metric_of
from assessment.domain.framework import Metric, localise
from assessment.errors import InvalidInput, NotFound
from assessment.services.metric_grid import save_grid
from assessment.services.metrics import framework_for
from assessment.services.readings import PERIOD, reading_in_words
from assessment.services.texts import LONGEST_NAME, checked_line
from assessment.store.database import Unit
from assessment.store.queries import fill_ins as queries
from assessment.store.queries import readings as reading_queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.fill_ins import FillIn as FillIn
from assessment.store.queries.metric_targets import list_targets

VALID_DAYS = 30
OVER = "This link does not work any more. Ask whoever sent it for a new one."


@dataclass(frozen=True, slots=True)
class AskedMetric:
    """One metric that is asked for, with what stands there already."""

    metric: Metric
    name: str
    words: str
    value: str


@dataclass(frozen=True, slots=True)
class FillInPage:
    """What somebody is asked for; `seen` says up to which reading the values were read."""

    fill_in: FillIn
    client: Client
    rows: tuple[AskedMetric, ...]
    seen: str


def ask_for_figures(unit: Unit, client_slug: str, name: str, period: str) -> FillIn:
    """Make a link for whoever provides metrics, for the figures of one month.

    Raises InvalidInput where the month is none or nobody of that name provides a metric.
    """
    client = get_client(unit, client_slug)
    framework = framework_for(unit, client)
    person = checked_line("name", name, LONGEST_NAME)
    if not PERIOD.match(period) or period > f"{unit.today:%Y-%m}":
        raise InvalidInput("period", "Choose a month that has begun.")
    targets = list_targets(unit, client.id, framework.id)
    metrics = [
        metric
        for metric, target in targets.items()
        if person and target.provider == person and metric_of(framework, metric)
    ]
    if not metrics:
        raise InvalidInput("name", "Nobody of this name provides a metric of this client.")
    made = queries.add_fill_in(
        unit, client.id, framework.id, person, period, sorted(metrics),
        unit.now + timedelta(days=VALID_DAYS),
    )  # fmt: skip
    add_event(unit, client.id, f"fill-in:{made}", "figures asked for", {"name": person, "period": period})
    return queries.get_fill_in(unit, made)[0]


def end_fill_in(unit: Unit, client_slug: str, fill_in_id: str) -> FillIn:
    """Let a link work no longer; NotFound where it is none of this client."""
    client = get_client(unit, client_slug)
    found, slug = queries.get_fill_in(unit, fill_in_id)
    if slug != client.slug:
        raise NotFound("This link does not work.")
    if found.ended_at is None:
        queries.change_fill_in(unit, found.id, ended_at=unit.now)
        said = {"name": found.name, "period": found.period}
        add_event(unit, client.id, f"fill-in:{found.id}", "figures no longer asked for", said)
    return found


def _working(unit: Unit, fill_in_id: str) -> tuple[FillIn, Client]:
    found, slug = queries.get_fill_in(unit, fill_in_id)
    if found.ended_at is not None or found.ends_at <= unit.now:
        raise NotFound(OVER)
    return found, get_client(unit, slug)


def fill_in_page(unit: Unit, fill_in_id: str, language: str = "en") -> FillInPage:
    """Return what the holder of a link is asked for; NotFound where it does not work."""
    found, client = _working(unit, fill_in_id)
    framework = framework_for(unit, client)
    kept = reading_queries.list_readings(unit, client.id, framework.id, found.metrics)
    values = {one.reading.metric: one for one in kept if one.reading.period == found.period}
    rows = []
    for metric_id in found.metrics:
        metric = metric_of(framework, metric_id)
        if metric is not None:
            now = values.get(metric_id)
            shown = reading_in_words(metric, now.reading) if now else ""
            name, words = localise(metric.name, language), localise(metric.words, language)
            rows.append(AskedMetric(metric, name, words, shown))
    return FillInPage(found, client, tuple(rows), max((one.id for one in kept), default=""))


def fill_in(unit: Unit, fill_in_id: str, values: Mapping[str, str], seen: str) -> int:
    """Store the figures that the holder of a link typed, by metric, and return how many were new.

    An empty field leaves what is there. Raises GridFaults with a sentence for each that does not fit.
    """
    found, client = _working(unit, fill_in_id)
    as_holder = replace(unit, actor=f"{found.name} (by link)")
    cells = {
        (metric, found.period): text
        for metric, text in values.items()
        if metric in found.metrics and text.strip()
    }
    number = save_grid(as_holder, client.slug, cells, seen)
    if number and found.filled_at is None:
        queries.change_fill_in(unit, found.id, filled_at=unit.now)
    return number


def list_asked(unit: Unit, client_id: str) -> tuple[FillIn, ...]:
    """Return the links of a client that work."""
    return tuple(queries.list_fill_ins(unit, client_id))
