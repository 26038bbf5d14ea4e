"""Draws the states that the live endpoint sends, and decides which screen may listen to which workshop."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask import Flask, render_template

from assessment.errors import NotFound
from assessment.services import workshop_room, workshop_seats, workshops
from assessment.web import unit
from assessment.web.live import LEAD, LOOK, SEAT, Live, Shown, event
from assessment.web.workshops import views

REMOVED = "removed"


def live_endpoint(app: Flask) -> Live:
    """The live endpoint of an app."""

    @contextmanager
    def reading() -> Iterator[Any]:
        with app.test_request_context("/"), unit.read() as opened:
            yield opened

    drawn: dict[str, Shown] = {}
    people: dict[str, views.DrawnPeople] = {}

    def draw(workshop_id: str) -> Shown | None:
        with reading() as opened:
            try:
                workshop = workshops.workshop_by_id(opened, workshop_id)
            except NotFound:
                return None
            room = workshop_room.room_of(opened, workshop)
            view = views.new_view(room)
            people[workshop_id] = views.people_of(view, people.get(workshop_id))
            lead = event(workshop.version, views.state_of(view, people[workshop_id]))
            drawn[workshop_id] = shown_of(room, lead, drawn.get(workshop_id))
            return drawn[workshop_id]

    def admit(kind: str, name: str, seat_id: str | None) -> tuple[str, str] | None:
        with reading() as opened:
            if kind != SEAT:
                return workshops.workshop_by_id(opened, name).id, ""
            workshop = workshop_seats.workshop_by_code(opened, name)
            seat = workshop_seats.seat_in(opened, workshop, seat_id)
            return None if seat is None else (workshop.id, seat.id)

    def versions(workshop_ids: list[str]) -> dict[str, int]:
        with reading() as opened:
            return workshops.versions_of(opened, workshop_ids)

    return Live(app, draw, admit, versions)


def shown_of(room: workshop_room.Room, lead: bytes, before: Shown | None) -> Shown:
    """The state of a room for each kind of screen; `lead` is the message for those who lead.

    What phones and observers see is taken over from `before` within a phase, in which it does not change:
    with every vote only the facilitator's count is drawn anew.
    """
    version, phase = room.workshop.version, room.phase
    seats = frozenset(seat.id for seat in room.seats)
    ends = room.asked.ends if room.asked else ""
    if before is not None and (before.phase, before.ends) == (phase, ends):
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
