"""The addresses of a workshop for those who lead it: open, ask, reveal, agree, people, screen, minutes."""

from collections.abc import Callable

from flask import Blueprint, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services import workshop_minutes, workshop_room, workshop_rounds, workshop_survey, workshops
from assessment.services.workshop_rounds import answer_version
from assessment.services.workshops import Unit, Workshop
from assessment.web import unit
from assessment.web.access import access
from assessment.web.errors import status_of, wants_json
from assessment.web.seats import observed_workshop
from assessment.web.shell import Undo, client_shell, toast
from assessment.web.workshops import forms, views

blueprint = Blueprint("workshops", __name__)

ASSESSMENT = "/clients/<client>/assessments/<assessment>"
ALL = ASSESSMENT + "/workshop"
ONE = ALL + "/<workshop>"
SEE_OTHER = 303
UNPROCESSABLE = 422
ACTS = ("reveal", "again", "agree", "park", "skip", "decide", "time")
MORE_SECONDS = 30


@blueprint.route(ALL, methods=["GET", "POST"])
@access("owner")
def index(client: str, assessment: str) -> ResponseReturnValue:
    """The workshops of an assessment, and the form that opens one."""
    with unit.read() as opened:
        page = workshops.workshops_page(opened, client, assessment)
    form = forms.OpenForm()
    form.areas.choices = [(area.id, area.name) for area in page.areas]
    if request.method == "GET":
        form.areas.data = [area.id for area in page.areas]
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as opened:
            started = workshops.open_workshop(opened, client, assessment, form.settings)
        if not form.errors:
            return redirect(f"/clients/{client}/assessments/{assessment}/workshop/{started.id}", SEE_OTHER)
    page_html = render_template(
        "workshops/index.html",
        form=form,
        page=page,
        title="Workshop",
        home=f"/clients/{client}/assessments/{assessment}",
        back=f"/clients/{client}/assessments/{assessment}",
        back_text=page.title,
        shell=client_shell(client, page.client_name, "assessments"),
    )
    return page_html, UNPROCESSABLE if form.errors else 200


def _view(client: str, assessment: str, workshop: str) -> views.View:
    with unit.read() as opened:
        found = workshops.find_workshop(opened, client, assessment, workshop)
        room = workshop_room.room_of(opened, found, with_agenda=True)
        asked = room.asked
        seen = answer_version(opened, found, workshop_room.question_of(asked)) if asked else 0
        progress = workshop_survey.progress_of(opened, found) if found.is_survey else None
        return views.new_view(room, seen, workshop_room.suggested_answer(room), progress)


@blueprint.get(ONE)
@access("owner")
def show(client: str, assessment: str, workshop: str) -> str:
    """The facilitator's page."""
    return _page(_view(client, assessment, workshop))


def _page(view: views.View, problem: InvalidInput | Conflict | None = None) -> str:
    """The facilitator's page; with a problem what was typed stands in the form, or above when it is gone."""
    return render_template(
        "workshops/room.html",
        typed=request.form,
        v=view,
        room=view.room,
        asked=view.room.asked,
        problem=problem,
        qr=views.qr_svg(view.join_url),
        join_host=views.join_host(view.join_url),
    )


@blueprint.get(ONE + "/state")
@access("owner")
def state(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """The state for a page whose stream does not come through; 304 while nothing changed."""
    view = _view(client, assessment, workshop)
    response = jsonify(views.state_of(view))
    counts = view.counts
    response.set_etag(f"{view.room.workshop.version}.{counts.connected}.{counts.gone}")
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@blueprint.get(ONE + "/screen")
@access("owner")
def screen(client: str, assessment: str, workshop: str) -> str:
    """The projector view: the question, the steps, the code, the count; no vote before the reveal."""
    view = _view(client, assessment, workshop)
    return render_template(
        "workshops/screen.html",
        v=view,
        room=view.room,
        name=views.name_of(view.room),
        stream=f"/live/w/{view.room.workshop.id}",
        state=f"{view.here}/state",
        qr=views.qr_svg(view.join_url),
        join_host=views.join_host(view.join_url),
        view="projector",
    )


def _observed(token: str) -> workshop_room.Room:
    observed = observed_workshop(current_app.config["SECRET_KEY"], token)
    if observed is None:
        raise NotFound("This link is not complete. Ask the facilitator for it again.")
    with unit.read() as opened:
        return workshop_room.room_of(opened, workshops.workshop_by_id(opened, observed))


@blueprint.get("/o/<token>")
@access("anyone")
def observe(token: str) -> str:
    """What an observer sees: the question, and what is revealed of it."""
    room = _observed(token)
    return render_template(
        "workshops/screen.html",
        v=None,
        room=room,
        name=views.name_of(room),
        stream=f"/live/o/{token}",
        state=f"/o/{token}/state",
        view="projector",
    )


@blueprint.get("/o/<token>/state")
@access("anyone")
def observed_state(token: str) -> ResponseReturnValue:
    """The stage for an observer whose stream does not come through."""
    room = _observed(token)
    response = jsonify(phase=room.phase, html=render_template("workshops/_stage.html", room=room))
    response.set_etag(room.phase)
    return response.make_conditional(request)


def _done(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=True)
    return redirect(f"/clients/{client}/assessments/{assessment}/workshop/{workshop}", SEE_OTHER)


def _change(
    client: str, assessment: str, workshop: str, change: Callable[[Unit, Workshop], object]
) -> ResponseReturnValue:
    with unit.write() as opened:
        change(opened, workshops.find_workshop(opened, client, assessment, workshop))
    return _done(client, assessment, workshop)


@blueprint.post(ONE + "/ask")
@access("owner")
def ask(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Put a question on every screen."""
    area, _, practice = request.form.get("question", "").partition("/")
    return _change(
        client, assessment, workshop, lambda u, w: workshop_rounds.ask(u, w, area, practice or None)
    )


@blueprint.post(ONE + "/rounds/<round_id>/<act>")
@access("owner")
def move(client: str, assessment: str, workshop: str, round_id: str, act: str) -> ResponseReturnValue:
    """Reveal, vote again, agree, park, skip, decide again, or give more time."""
    if act not in ACTS:
        raise NotFound("There is no such step.")
    version = forms.read_version(request.form)
    try:
        with unit.write() as opened:
            found = workshops.find_workshop(opened, client, assessment, workshop)
            _act(opened, found, round_id, act, version)
            if act in ("agree", "park", "skip"):
                _go_on(opened, found)
    except (InvalidInput, Conflict) as problem:
        if wants_json():
            raise
        return _page(_view(client, assessment, workshop), problem), status_of(problem)
    if act in ("agree", "park"):
        words = "Agreed and saved." if act == "agree" else "Parked: the mean of the votes is kept."
        address = f"/clients/{client}/assessments/{assessment}/workshop/{workshop}/rounds/{round_id}/decide"
        toast(words, Undo(address, {"version": str(version + 1)}, "Decide again"))
    return _done(client, assessment, workshop)


def _act(opened: Unit, found: Workshop, round_id: str, act: str, version: int) -> None:
    if act == "reveal":
        workshop_rounds.reveal(opened, found, round_id, version)
    elif act == "again":
        workshop_rounds.vote_again(opened, found, round_id, version)
    elif act == "agree":
        workshop_rounds.agree(opened, found, round_id, version, forms.read_decision(request.form))
    elif act == "park":
        workshop_rounds.park(opened, found, round_id, version, forms.read_decision(request.form))
    elif act == "skip":
        workshop_rounds.skip(opened, found, round_id, version)
    elif act == "decide":
        workshop_rounds.decide_again(opened, found, round_id, version)
    else:
        workshop_rounds.extend_timer(opened, found, round_id, MORE_SECONDS)


def _go_on(opened: Unit, found: Workshop) -> None:
    area, _, practice = request.form.get("next", "").partition("/")
    if area:
        workshop_rounds.ask(opened, found, area, practice or None)


@blueprint.post(ONE + "/door")
@access("owner")
def door(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Open or close the door."""
    wanted = request.form.get("open") == "1"
    return _change(client, assessment, workshop, lambda u, w: workshops.set_door(u, w, wanted))


@blueprint.post(ONE + "/seats/<seat>/remove")
@access("owner")
def remove_seat(client: str, assessment: str, workshop: str, seat: str) -> ResponseReturnValue:
    """Take a seat away."""
    return _change(client, assessment, workshop, lambda u, w: workshops.remove_seat(u, w, seat))


@blueprint.post(ONE + "/seats/absent")
@access("owner")
def remove_absent(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Take away the seats whose phones have dropped off and that have not voted on this question."""
    view = _view(client, assessment, workshop)
    absent = [s.id for s in view.room.seats if s.id not in view.present and s.id not in view.room.voted]
    with unit.write() as opened:
        found = workshops.find_workshop(opened, client, assessment, workshop)
        for seat_id in absent:
            workshops.remove_seat(opened, found, seat_id)
    toast(f"{len(absent)} {'seat was' if len(absent) == 1 else 'seats were'} removed.")
    return _done(client, assessment, workshop)


@blueprint.post(ONE + "/seats/<seat>/forget")
@access("owner")
def forget(client: str, assessment: str, workshop: str, seat: str) -> ResponseReturnValue:
    """Delete the name of one person."""
    return _change(client, assessment, workshop, lambda u, w: workshops.forget_name(u, w, seat))


@blueprint.post(ONE + "/survey/close")
@access("owner")
def close_survey(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Close the survey: its answers become the first round."""
    return _change(client, assessment, workshop, workshops.close_survey)


@blueprint.post(ONE + "/end")
@access("owner")
def end(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """End the workshop and show its minutes."""
    with unit.write() as opened:
        workshops.end_workshop(opened, workshops.find_workshop(opened, client, assessment, workshop))
    return redirect(f"/clients/{client}/assessments/{assessment}/workshop/{workshop}/minutes", SEE_OTHER)


@blueprint.get(ONE + "/minutes")
@access("owner")
def minutes(client: str, assessment: str, workshop: str) -> str:
    """What was agreed, parked and left open, area by area."""
    with unit.read() as opened:
        found = workshops.find_workshop(opened, client, assessment, workshop)
        page = workshop_minutes.minutes_of(opened, found)
    home = f"/clients/{client}/assessments/{assessment}"
    return render_template(
        "workshops/minutes.html",
        page=page,
        title=page.title,
        home=home,
        here=f"{home}/workshop/{workshop}",
        shell=client_shell(client, page.client_name, "assessments"),
    )
