"""The addresses of a workshop for those who lead it: open, ask, reveal, agree, people, screen, minutes."""

from collections.abc import Callable

from flask import Blueprint, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services import (
    workshop_agenda,
    workshop_minutes,
    workshop_room,
    workshop_rounds,
    workshop_seats,
    workshop_survey,
    workshops,
)
from assessment.services.workshop_rounds import answer_version
from assessment.services.workshops import Unit, Workshop
from assessment.web import unit
from assessment.web.access import access
from assessment.web.errors import status_of, wants_json
from assessment.web.forms import read_whole
from assessment.web.qr import qr_svg
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
@access("consultant")
def index(client: str, assessment: str) -> ResponseReturnValue:
    """The workshops of an assessment, and the form that opens one."""
    with unit.read() as opened:
        page = workshops.workshops_page(opened, client, assessment)
    form = forms.OpenForm()
    form.areas.choices = [(area.id, area.name) for area in page.areas]
    form.language.choices = views.language_choices(page.languages)
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
        room = workshop_room.measured_room(opened, found, with_agenda=True)
        asked = room.asked
        seen = answer_version(opened, found, workshop_room.question_of(asked)) if asked else 0
        progress = workshop_survey.progress_of(opened, found) if found.is_survey else None
        return views.new_view(room, seen, progress)


@blueprint.get(ONE)
@access("consultant")
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
        qr=qr_svg(view.join_url),
        join_host=views.join_host(view.join_url),
        time_left=views.time_left(view.room.workshop, unit.now()),
    )


@blueprint.get(ONE + "/state")
@access("consultant")
def state(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """The state for a page whose stream does not come through; 304 while nothing changed."""
    view = _view(client, assessment, workshop)
    response = jsonify(views.state_of(view))
    counts = view.counts
    response.set_etag(f"{view.room.workshop.version}.{counts.connected}.{counts.gone}")
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@blueprint.get(ONE + "/screen")
@access("consultant")
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
        qr=qr_svg(view.join_url),
        join_host=views.join_host(view.join_url),
        view="projector",
    )


def _observed(token: str) -> workshop_room.Room:
    observed = observed_workshop(current_app.config["SECRET_KEY"], token)
    if observed is None:
        raise NotFound("This link is not complete. Ask the facilitator for it again.")
    workspace_id, workshop_id = observed
    unit.work_in(workspace_id)
    with unit.read() as opened:
        return workshop_room.measured_room(opened, workshops.workshop_by_id(opened, workshop_id))


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
    ends = room.asked.ends if room.asked else ""
    response = jsonify(phase=room.phase, ends=ends, html=render_template("workshops/_stage.html", room=room))
    response.set_etag(f"{room.phase}.{ends}")
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
@access("consultant")
def ask(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Put a question on every screen."""
    area, _, practice = request.form.get("question", "").partition("/")
    return _change(
        client, assessment, workshop, lambda u, w: workshop_rounds.ask(u, w, area, practice or None)
    )


@blueprint.post(ONE + "/rounds/<round_id>/<act>")
@access("consultant")
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
        return _refused(client, assessment, workshop, problem)
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


def _refused(
    client: str, assessment: str, workshop: str, problem: InvalidInput | Conflict
) -> ResponseReturnValue:
    """The page again with what was typed, above it why nothing was saved."""
    if wants_json():
        raise problem
    return _page(_view(client, assessment, workshop), problem), status_of(problem)


def _go_on(opened: Unit, found: Workshop) -> None:
    """Ask what comes next by what is known now: an answer may have made the next question needless."""
    if not request.form.get("next"):
        return
    following = workshop_room.following(
        workshop_room.room_of(opened, workshops.workshop_by_id(opened, found.id), with_agenda=True)
    )
    if following is not None:
        workshop_rounds.ask(opened, found, following.area_slug, following.practice_id or None)


@blueprint.post(ONE + "/rounds/<round_id>/vote")
@access("consultant")
def own_vote(client: str, assessment: str, workshop: str, round_id: str) -> ResponseReturnValue:
    """The vote of a facilitator who votes too; like any other it stays hidden until the reveal."""
    ballot = forms.read_ballot(request.form)
    try:
        with unit.write() as opened:
            found = workshops.find_workshop(opened, client, assessment, workshop)
            workshop_seats.give_own_vote(opened, found, round_id, ballot)
    except InvalidInput as problem:
        return _refused(client, assessment, workshop, problem)
    toast("Your vote is stored. You can change it until the reveal.")
    return _done(client, assessment, workshop)


@blueprint.post(ONE + "/agenda")
@access("consultant")
def agenda(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Move an area of the agenda, take it off, or put it back on."""
    act, _, area = request.form.get("agenda", "").partition(":")
    try:
        return _change(
            client, assessment, workshop, lambda u, w: workshop_agenda.change_agenda(u, w, act, area)
        )
    except InvalidInput as problem:
        return _refused(client, assessment, workshop, problem)


@blueprint.post(ONE + "/level")
@access("consultant")
def level_in_place(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Rate a whole level as in place, with the note that says how the group knows."""
    area, _, level = request.form.get("level", "").partition(":")
    note = request.form.get("level-note", "")
    try:
        with unit.write() as opened:
            found = workshops.find_workshop(opened, client, assessment, workshop)
            marked = workshop_agenda.level_in_place(opened, found, area, read_whole(level) or 0, note)
    except InvalidInput as problem:
        return _refused(client, assessment, workshop, problem)
    back = f"/clients/{client}/assessments/{assessment}/{area}/undo"
    here = f"/clients/{client}/assessments/{assessment}/workshop/{workshop}"
    count = "1 practice is" if len(marked) == 1 else f"{len(marked)} practices are"
    fields = {"practices": " ".join(marked), "level": level, "next": here}
    if marked:
        toast(f"{count} rated as fully in place.", Undo(back, fields))
    else:
        toast("All of this level was rated as in place already.")
    return _done(client, assessment, workshop)


@blueprint.post(ONE + "/agree-close")
@access("consultant")
def agree_close(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Agree at once on everything whose votes need no talk."""
    with unit.write() as opened:
        found = workshops.find_workshop(opened, client, assessment, workshop)
        count = workshop_rounds.agree_close(opened, found)
    toast(f"{count} {'question was' if count == 1 else 'questions were'} agreed without a change.")
    return _done(client, assessment, workshop)


@blueprint.post(ONE + "/balance")
@access("consultant")
def balance(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Count every group the same, or every vote."""
    wanted = request.form.get("balance") == "1"
    return _change(client, assessment, workshop, lambda u, w: workshops.balance_roles(u, w, wanted))


@blueprint.post(ONE + "/door")
@access("consultant")
def door(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Open or close the door."""
    wanted = request.form.get("open") == "1"
    return _change(client, assessment, workshop, lambda u, w: workshops.set_door(u, w, wanted))


@blueprint.post(ONE + "/seats/<seat>/remove")
@access("consultant")
def remove_seat(client: str, assessment: str, workshop: str, seat: str) -> ResponseReturnValue:
    """Take a seat away."""
    return _change(client, assessment, workshop, lambda u, w: workshops.remove_seat(u, w, seat))


@blueprint.post(ONE + "/seats/absent")
@access("consultant")
def remove_absent(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Take away the seats whose phones have dropped off and that have not voted on this question."""
    view = _view(client, assessment, workshop)
    here = view.present | view.room.voted
    absent = [seat.id for seat in view.room.seats if seat.id not in here]
    with unit.write() as opened:
        found = workshops.find_workshop(opened, client, assessment, workshop)
        for seat_id in absent:
            workshops.remove_seat(opened, found, seat_id)
    toast(f"{len(absent)} {'seat was' if len(absent) == 1 else 'seats were'} removed.")
    return _done(client, assessment, workshop)


@blueprint.post(ONE + "/seats/<seat>/forget")
@access("consultant")
def forget(client: str, assessment: str, workshop: str, seat: str) -> ResponseReturnValue:
    """Delete the name of one person."""
    return _change(client, assessment, workshop, lambda u, w: workshops.forget_name(u, w, seat))


@blueprint.post(ONE + "/seats/<seat>/delete")
@access("consultant")
def delete_person(client: str, assessment: str, workshop: str, seat: str) -> ResponseReturnValue:
    """Delete what is stored of one person: the seat, the name, the votes."""
    with unit.write() as opened:
        found = workshops.find_workshop(opened, client, assessment, workshop)
        workshops.forget_person(opened, found, seat)
    toast("Everything of this person was deleted. What the group agreed stays.")
    return _done(client, assessment, workshop)


@blueprint.post(ONE + "/survey/close")
@access("consultant")
def close_survey(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """Close the survey: its answers become the first round."""
    return _change(client, assessment, workshop, workshops.close_survey)


@blueprint.post(ONE + "/end")
@access("consultant")
def end(client: str, assessment: str, workshop: str) -> ResponseReturnValue:
    """End the workshop and show its minutes."""
    with unit.write() as opened:
        workshops.end_workshop(opened, workshops.find_workshop(opened, client, assessment, workshop))
    return redirect(f"/clients/{client}/assessments/{assessment}/workshop/{workshop}/minutes", SEE_OTHER)


@blueprint.get(ONE + "/minutes")
@access("viewer")
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
