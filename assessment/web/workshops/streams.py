"""Draws the states that the live endpoint sends, and decides which screen may listen to which workshop."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask import Flask, render_template

from assessment.errors import NotFound
from assessment.services import presence, workshop_room, workshop_seats, workshops
from assessment.services.workshops import Workshop
from assessment.web import unit
from assessment.web.live import LEAD, LOOK, SEAT, Asking, Live, Room, Shown, State, event
from assessment.web.workshops import views

REMOVED = "removed"
SYSTEM_ACTOR = "system"


def live_endpoint(app: Flask) -> Live:
    """The live endpoint of an app."""

    database: Any = app.extensions["database"]
    process = f"{os.getpid()}-{secrets.token_hex(4)}"
    drawn: dict[Room, Shown] = {}
    people: dict[Room, views.DrawnPeople] = {}

    @contextmanager
    def reading(workspace_id: str) -> Iterator[Any]:
        with app.test_request_context("/"):
            unit.work_in(workspace_id)
            with unit.read() as opened:
                yield opened

    def draw(place: Room) -> Shown | None:
        with reading(place[0]) as opened:
            try:
                workshop = workshops.workshop_by_id(opened, place[1])
            except NotFound:
                return None
            room = room_now(opened, workshop, drawn.get(place))
            view = views.new_view(room)
            people[place] = views.people_of(view, people.get(place))
            lead = event(workshop.version, views.state_of(view, people[place]))
            drawn[place] = shown_of(room, lead, drawn.get(place))
            return drawn[place]

    def admit(asking: Asking) -> tuple[Room, str] | None:
        with reading(asking.workspace_id) as opened:
            if asking.kind == SEAT:
                inside, workshop = workshop_seats.enter(opened, asking.name)
                seat = workshop_seats.seat_in(inside, workshop, asking.seat_id)
                return None if seat is None else ((inside.workspace_id, workshop.id), seat.id)
            looking = replace(opened, scope=asking.who.scope) if asking.who else opened
            return (asking.workspace_id, workshops.workshop_by_id(looking, asking.name).id), ""

    def states(places: list[Room]) -> dict[Room, State]:
        with reading("") as opened:
            return presence.states_of(opened, places, shared=shares)

    def tell(place: Room, seats: frozenset[str], news: bool) -> None:
        moment = app.config["CLOCK"]()
        with database.write(place[0], SYSTEM_ACTOR, moment) as opened:
            presence.keep_connected(opened, place[1], process, seats, news=news)

    shares = app.config["SETTINGS"].workers > 1 or not database.is_sqlite
    return Live(app, draw, admit, states, tell if shares else None)


def room_now(opened: Any, workshop: Workshop, before: Shown | None) -> workshop_room.Room:
    """The room; its figures are read only where the stage is drawn anew, so never for a vote."""
    room = workshop_room.room_of(opened, workshop)
    return room if is_as_before(room, before) else workshop_room.with_metrics(opened, room)


def is_as_before(room: workshop_room.Room, before: Shown | None) -> bool:
    """Whether the stage shows what it showed: the same phase and the same end of the time."""
    ends = room.asked.ends if room.asked else ""
    return before is not None and (before.phase, before.ends) == (room.phase, ends)


def shown_of(room: workshop_room.Room, lead: bytes, before: Shown | None) -> Shown:
    """The state of a room for each kind of screen; `lead` is the message for those who lead.

    What phones and observers see is taken over from `before` within a phase, in which it does not change:
    with every vote only the facilitator's count is drawn anew.
    """
    version, phase = room.workshop.version, room.phase
    seats = frozenset(seat.id for seat in room.seats)
    ends = room.asked.ends if room.asked else ""
    if before is not None and is_as_before(room, before):
        return replace(before, version=version, messages={**before.messages, LEAD: lead}, seats=seats)
    phone = {
        "phase": phase,
        "ends": ends,
        "html": render_template("join/_room.html", room=room, mine=None, seat=None),
    }
    stage = {"phase": phase, "ends": ends, "html": render_template("workshops/_stage.html", room=room)}
    removed = {"phase": REMOVED, "html": render_template("join/_removed.html")}
    messages = {SEAT: event(version, phone), LOOK: event(version, stage), LEAD: lead}
    return Shown(version, phase, ends, messages, seats, event(version, removed))
