"""The agreements of the richest sample client: negotiated, signed, measured and reported for a year."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from fractions import Fraction
from functools import partial
from typing import Any

from assessment.domain.sla_checks import completeness
from assessment.domain.sla_content import Target
from assessment.domain.slas import Sla
from assessment.services.demo_happenings import (
    MEASURED,
    RAISED,
    Happening,
    Story,
    party_of,
    service_id,
)
from assessment.services.outages import OutageEntry, save_outage
from assessment.services.sla_computing import compute_results
from assessment.services.sla_figures import in_words
from assessment.services.sla_reports import issue_report
from assessment.services.slas import SlaEntry, add_sla
from assessment.services.slas_drafts import drafted, save_draft, shown
from assessment.services.slas_loaded import Loaded, load
from assessment.services.slas_needs import NeedEntry, add_need
from assessment.services.slas_points import PointEntry, read_point, typed_of
from assessment.services.slas_reading import Reader, TargetEntry
from assessment.services.slas_steps import sign, take_step
from assessment.services.slas_targets import entry_of, read_target
from assessment.services.ticket_rules import CalendarEntry, save_calendar
from assessment.store.database import Unit
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.goals import list_goals
from assessment.store.queries.sla_results import KeptFigure, save_figure
from assessment.store.queries.slas import list_slas

FIGURE_FIELDS = ("cases", "met", "value", "at_risk", "source", "note")
Written = Mapping[str, Any]


def agreement_happenings(story: Story, page: Written) -> Iterator[Happening]:
    """Yield everything about the agreements of a client."""
    for calendar in page["calendars"]:
        first = page["agreements"][0]["added"]
        yield Happening(first, RAISED, partial(_add_calendar, story.slug, calendar))
    for written in page["agreements"]:
        yield Happening(written["added"], RAISED, partial(_draft, story.slug, written))
        yield from _signed(story, written)
        for day in written.get("rounds", ()):
            yield Happening(day, RAISED, partial(_step, story.slug, written["title"], "round"))
        if "second" in written:
            second = {"title": written["title"], **written["second"]}
            yield Happening(second["drafted"], RAISED, partial(_redraft, story.slug, second))
            yield from _signed(story, second)
    for outage in page["outages"]:
        yield Happening(outage["day"], RAISED, partial(_add_outage, story.slug, outage))
    yield from _measured(story, page)


def _signed(story: Story, written: Written) -> Iterator[Happening]:
    if "finalized" in written:
        finalize = partial(_step, story.slug, written["title"], "finalize")
        yield Happening(written["finalized"], RAISED, finalize)
    for one in written.get("signed", ()):
        yield Happening(one["day"], RAISED, partial(_sign, story.slug, written["title"], one))


def _measured(story: Story, page: Written) -> Iterator[Happening]:
    title, figures, reports = page["agreements"][0]["title"], page["figures"], page["reports"]
    for month, measured in figures["months"].items():
        enter = partial(_enter, story.slug, title, figures, month)
        yield Happening(measured["day"], MEASURED, enter)
        if month in reports["months"]:
            issue = partial(_report, story.slug, title, month, reports["receivers"])
            yield Happening(measured["day"], MEASURED, issue)
    # The readings of the year came with the last assessment, and results are as old as what they rest on.
    yield Happening(figures["again"], MEASURED, partial(_work_out, story.slug))
    again = reports["corrected"]
    issue = partial(_report, story.slug, title, again["month"], reports["receivers"], note=again["note"])
    yield Happening(again["day"], MEASURED, issue)


def agreement_named(unit: Unit, slug: str, title: str) -> Sla:
    """Return an agreement of a client by its title."""
    return next(one for one in list_slas(unit, get_client(unit, slug).id) if one.title == title)


def _add_calendar(slug: str, written: Written, unit: Unit) -> None:
    entry = CalendarEntry(written["name"], written["zone"], written["week"], written["holidays"])
    save_calendar(unit, slug, "", entry)


def _draft(slug: str, written: Written, unit: Unit) -> None:
    entry = SlaEntry(
        written["title"], service_id(unit, slug, written["service"]),
        party_of(unit, slug, written["provider"])[0], party_of(unit, slug, written["customer"])[0],
        written["cadence"], written["template"],
    )  # fmt: skip
    _write(unit, slug, add_sla(unit, slug, entry).number, written)
    number = agreement_named(unit, slug, written["title"]).number
    for need in written["needs"]:
        verdict, target = need.get("verdict", ""), need.get("target", "")
        add_need(unit, slug, number, NeedEntry(need["text"], verdict, need["reason"], target))


def _redraft(slug: str, written: Written, unit: Unit) -> None:
    _write(unit, slug, agreement_named(unit, slug, written["title"]).number, written)


def _write(unit: Unit, slug: str, number: int, written: Written) -> None:
    """Change a draft from its page, all at once."""
    client, sla, draft = drafted(unit, slug, number)
    loaded = load(unit, slug, number)
    content = replace(draft, targets=_targets(unit, loaded, written))
    credits = tuple(tuple(one) for one in written.get("credits", ()))
    for point, values in written["points"].items():
        typed = typed_of(content, point) | {name: str(value) for name, value in values.items()}
        for name in typed:
            if name.endswith("calendar_id") and typed[name] == "calendar":
                typed[name] = loaded.calendars[0].id
        reader = Reader(loaded.calendars, content.hours_calendar_id)
        content = read_point(content, point, PointEntry(typed, credits), reader)
    said = {"what": "The draft", "from": shown(f"{completeness(draft)} of 10 points filled"),
            "to": f"{completeness(content)} of 10 points filled, {len(content.targets)} targets"}  # fmt: skip
    save_draft(unit, client, sla, content, "sla changed", said)


def _targets(unit: Unit, loaded: Loaded, written: Written) -> tuple[Target, ...]:
    goals = {one.newest.title: one.id for one in list_goals(unit, loaded.client.id)}
    known = {one.key: one for one in loaded.content.targets if one.key not in written.get("removed", ())}
    for key, values in written["targets"].items():
        typed = {name: str(value) for name, value in values.items() if name != "goal"}
        typed |= {"goal_id": goals[values["goal"]]} if "goal" in values else {}
        before = asdict(entry_of(known[key], loaded)) if key in known else {}
        known[key] = read_target(TargetEntry(**{**before, **typed}), key, loaded)
    return tuple(known.values())


def _step(slug: str, title: str, step: str, unit: Unit) -> None:
    sla = agreement_named(unit, slug, title)
    take_step(unit, slug, sla.number, step, seen=sla.version)


def _sign(slug: str, title: str, written: Written, unit: Unit) -> None:
    number = agreement_named(unit, slug, title).number
    content_hash = load(unit, slug, number).hash
    sign(unit, slug, number, written["side"], written["role"], written["role"], content_hash)


def _add_outage(slug: str, written: Written, unit: Unit) -> None:
    entry = OutageEntry(
        service_id(unit, slug, written["service"]), written["from"], written["to"],
        written.get("planned", False), written["reason"], written["source"],
    )  # fmt: skip
    save_outage(unit, slug, "", entry)


def _enter(slug: str, title: str, figures: Written, month: str, unit: Unit) -> None:
    """Store the figures of a month as somebody who types them would, and work the results out once."""
    client, sla = get_client(unit, slug), agreement_named(unit, slug, title)
    for key, value in zip(figures["columns"], figures["months"][month]["row"], strict=True):
        met, slash, cases = str(value).partition("/")
        new = KeptFigure(sla.id, key, month, source=figures["source"])
        new = replace(new, met=int(met), cases=int(cases)) if slash else replace(new, value=Fraction(met))
        values = {name: getattr(new, name) for name in FIGURE_FIELDS}
        save_figure(unit, client.id, new, values)
        said = {"name": key, "period": month, "from": "nothing", "to": in_words(new)}
        add_event(unit, client.id, f"sla figure:{sla.id}:{key}", "sla figure entered", said)
    if month in figures["worked_out"]:
        compute_results(unit, slug)


def _work_out(slug: str, unit: Unit) -> None:
    compute_results(unit, slug)


def _report(slug: str, title: str, month: str, receivers: list[str], unit: Unit, note: str = "") -> None:
    issue_report(unit, slug, agreement_named(unit, slug, title).number, month, receivers, note)
