"""The addresses of a phone: the code, the seat, the vote, the result. Nobody needs an account."""

from flask import Blueprint, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from assessment.domain.workshops import GROUPS, Ballot
from assessment.errors import AppError, InvalidInput, NotFound
from assessment.services import workshop_room, workshop_seats, workshop_survey, workshops
from assessment.services.workshop_seats import Seat, Unit, Workshop
from assessment.web import unit
from assessment.web.access import access
from assessment.web.errors import status_of, wants_json
from assessment.web.forms import read_whole
from assessment.web.limits import count_wrong_code, refuse_flood, refuse_guessing
from assessment.web.live import note_poll
from assessment.web.seats import current_seat, keep_seat

blueprint = Blueprint("join", __name__, url_prefix="/j")

SEE_OTHER = 303


@blueprint.get("")
@access("anyone")
def code() -> ResponseReturnValue:
    """The field for the code."""
    typed = request.args.get("code", "")
    if not typed:
        return render_template("join/code.html", typed="", error=None)
    try:
        with unit.read() as opened:
            _, found = _enter(opened, typed)
    except NotFound as error:
        return render_template("join/code.html", typed=typed, error=error.message), status_of(error)
    return redirect(f"/j/{found.code}", SEE_OTHER)


def _enter(opened: Unit, typed: str) -> tuple[Unit, Workshop]:
    refuse_guessing()
    try:
        return workshop_seats.enter(opened, typed)
    except (InvalidInput, NotFound) as error:
        count_wrong_code()
        raise NotFound(error.message) from error


def _own_seat(opened: Unit, code: str) -> tuple[Unit, Workshop, Seat]:
    opened, workshop = _enter(opened, code)
    seat = workshop_seats.seat_in(opened, workshop, current_seat())
    if seat is None:
        raise NotFound("This phone has no seat in this workshop. Join again with the code.")
    return opened, workshop, seat


@blueprint.get("/<code>")
@access("anyone")
def room(code: str) -> ResponseReturnValue:
    """The seat's page: join, wait, vote, result, whatever the workshop is at."""
    with unit.read() as opened:
        opened, workshop = _enter(opened, code)
        seat = workshop_seats.seat_in(opened, workshop, current_seat())
        if seat is None:
            return _seat_page(workshop)
        if workshop.is_survey:
            return _survey_page(opened, workshop, seat)
        return _room_page(opened, workshop, seat)


def _seat_page(workshop: Workshop, error: AppError | None = None) -> ResponseReturnValue:
    page = render_template(
        "join/seat.html",
        workshop=workshop,
        groups=GROUPS,
        error=error.message if error else None,
        shut=workshop.ended_at is not None or not workshop.door_open,
        ended=workshops.has_ended(workshop, unit.now()),
        values=request.form,
    )
    return page, status_of(error) if error else 200


def _room_page(opened: Unit, workshop: Workshop, seat: Seat) -> str:
    shown = workshop_room.room_of(opened, workshop)
    mine = workshop_room.own_ballot(opened, shown, seat)
    note_poll(opened.workspace_id, workshop.id, seat.id)
    return render_template("join/room.html", room=shown, workshop=workshop, mine=mine, seat=seat)


def _survey_page(opened: Unit, workshop: Workshop, seat: Seat) -> str:
    page = workshop_survey.survey_of(opened, workshop, seat, request.args.get("q", ""))
    return render_template("join/survey.html", page=page, workshop=workshop, seat=seat)


@blueprint.post("/<code>/seat")
@access("anyone")
def take_seat(code: str) -> ResponseReturnValue:
    """Join: take a seat, which this phone keeps for twelve hours."""
    workshop = None
    try:
        with unit.write() as opened:
            opened, workshop = _enter(opened, code)
            seat = workshop_seats.seat_in(opened, workshop, current_seat())
            seat_id = (
                seat.id
                if seat
                else workshop_seats.join(
                    opened, workshop, request.form.get("group", ""), request.form.get("name", "")
                )
            )
    except AppError as error:
        if workshop is None:
            raise
        return _seat_page(workshop, error)
    response = make_response(redirect(f"/j/{workshop.code}", SEE_OTHER))
    keep_seat(response, seat_id, workshop.expires_at)
    return response


@blueprint.post("/<code>/vote")
@access("anyone")
def vote(code: str) -> ResponseReturnValue:
    """Give or change a vote; sending the same one again changes nothing."""
    refuse_flood(current_seat() or "")
    ballot = Ballot(
        request.form.get("answer", ""),
        read_whole(request.form.get("target")),
        read_whole(request.form.get("importance")),
    )
    with unit.write() as opened:
        inside, workshop, seat = _own_seat(opened, code)
        workshop_seats.give_vote(inside, workshop, seat, request.form.get("round", ""), ballot)
    if wants_json():
        return jsonify(ok=True, answer=ballot.answer)
    onward = request.form.get("next", "")
    return redirect(f"/j/{workshop.code}" + (f"?q={onward}" if onward.isalnum() else ""), SEE_OTHER)


@blueprint.get("/<code>/state")
@access("anyone")
def state(code: str) -> ResponseReturnValue:
    """The state for a phone whose stream does not come through; 304 while nothing changed."""
    with unit.read() as opened:
        opened, workshop = _enter(opened, code)
        seat = workshop_seats.seat_in(opened, workshop, current_seat())
        if seat is None:
            return jsonify(phase="removed", html=render_template("join/_removed.html"))
        note_poll(opened.workspace_id, workshop.id, seat.id)
        shown = workshop_room.room_of(opened, workshop)
        mine = workshop_room.own_ballot(opened, shown, seat)
        html = render_template("join/_room.html", room=shown, mine=mine, seat=None)
        response = jsonify(
            phase=shown.phase,
            ends=shown.asked.ends if shown.asked else "",
            html=html,
            mine=mine.answer if mine else None,
            round=shown.round_id,
        )
    response.set_etag(
        f"{shown.phase}.{shown.asked.ends if shown.asked else ''}.{mine.answer if mine else ''}"
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@blueprint.post("/<code>/feedback")
@access("anyone")
def feedback(code: str) -> ResponseReturnValue:
    """What a seat says of the workshop."""
    with unit.write() as opened:
        inside, workshop, seat = _own_seat(opened, code)
        workshop_seats.give_feedback(inside, seat, request.form.get("feedback", ""))
    return redirect(f"/j/{workshop.code}", SEE_OTHER)
