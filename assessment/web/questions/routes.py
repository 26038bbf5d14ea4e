"""The addresses of the question page: the page, its whole form, and what saves itself piece by piece."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from assessment.errors import Conflict, NotAllowed
from assessment.services import (
    area_answers,
    area_form,
    evidence,
    outcomes,
    own_practices,
    question_page,
    questions,
    readings,
)
from assessment.web import unit
from assessment.web.access import access, may
from assessment.web.addresses import local_path
from assessment.web.errors import wants_json
from assessment.web.questions import drawing, forms, views
from assessment.web.questions.evidence_told import evidence_told
from assessment.web.shell import Undo, toast

blueprint = Blueprint("questions", __name__)

AREA = "/clients/<client>/assessments/<assessment>/<area>"
CHECK = "check"
FILE = ".file"
REFUSED = 422
CONFLICT = 409
JSON = "application/json"


def from_script() -> bool:
    """Return whether the saving script sent this; its plain header is told without weighing media types."""
    return request.headers.get("Accept") == JSON or wants_json()


@blueprint.get(AREA)
@access("viewer")
def area(client: str, assessment: str, area: str) -> str:
    """The question page of one area."""
    return _page(_view(client, assessment, area))


def _view(client: str, assessment: str, area: str) -> views.View:
    with unit.read() as opened:
        page = question_page.area_page(opened, client, assessment, area)
    reads_only = page.is_open and not may("consultant")
    if reads_only:
        page = replace(page, is_open=False)
    back = CHECK if request.values.get("back") == CHECK else ""
    present = request.values.get("present") == "1"
    view = views.new_view(page, present, request.values.get("all") == "1", back)
    return replace(view, reads_only=True) if reads_only else view


def _page(view: views.View) -> str:
    near, far = views.groups_shown(view)
    return render_template(
        "questions/area.html",
        v=view,
        page=view.page,
        near=near,
        far=far,
        draw_level=drawing.draw_level,
        draw_outcome=drawing.draw_outcome,
        draw_metric=drawing.draw_metric,
        view="projector" if view.present else None,
    )


@blueprint.post(AREA)
@access("consultant")
def save_area(client: str, assessment: str, area: str) -> ResponseReturnValue:
    """Save the whole area, as a page without scripts sends it, and go where the button says."""
    act = request.form.get("do", "save")
    try:
        with unit.write() as opened:
            form = forms.read_whole_area(request.form, _done(act), _mark(act), _files())
            saved = area_form.save_area(opened, client, assessment, area, form)
    except area_form.FormRefused as refusal:
        return _refused(client, assessment, area, refusal.problems, None)
    except Conflict as conflict:
        return _refused(client, assessment, area, (), conflict)
    if saved.marked:
        _tell_marked(client, assessment, area, saved.marked, act)
    here = f"/clients/{client}/assessments/{assessment}/{area}"
    anchor, onward = evidence_told(form, saved, here), _after(client, assessment, area, act)
    stays = onward.partition("?")[0] == here
    return redirect(onward + anchor if stays else onward, 303)


def _files() -> dict[str, tuple[str, bytes]]:
    """The files that were chosen as evidence, by practice."""
    found = {}
    for name, sent in request.files.items():
        if name.startswith(forms.PRACTICE) and name.endswith(FILE) and sent.filename:
            found[name.removeprefix(forms.PRACTICE).removesuffix(FILE)] = (sent.filename, sent.read())
        sent.close()
    return found


def _done(act: str) -> bool | None:
    return {"done": True, "not-done": False, "done-next": True}.get(act)


def _mark(act: str) -> tuple[int, str] | None:
    kind, _, level = act.partition("-")
    if kind != "mark" or not level.isdecimal():
        return None
    return int(level), request.form.get(f"level.{level}.note", "")


def _after(client: str, assessment: str, area: str, act: str) -> str:
    home = f"/clients/{client}/assessments/{assessment}"
    if request.form.get("back") == CHECK and act in ("next", "done-next"):
        return f"{home}/{CHECK}"
    onward = request.form.get("next", "")
    target = f"{home}/{onward}" if act in ("next", "done-next") and onward.replace("-", "").isalnum() else ""
    if act in ("next", "done-next") and not target:
        return home
    kept = [f"{name}=1" for name in ("present", "all") if request.form.get(name) == "1"]
    if request.form.get("back") == CHECK:
        kept.append(f"back={CHECK}")
    level = _mark(act)
    anchor = f"#level-{level[0]}" if level else ""
    return (target or f"{home}/{area}") + ("?" + "&".join(kept) if kept else "") + anchor


def _tell_marked(client: str, assessment: str, area: str, marked: Sequence[str], act: str) -> None:
    count = "1 practice is" if len(marked) == 1 else f"{len(marked)} practices are"
    address = f"/clients/{client}/assessments/{assessment}/{area}/undo"
    level = act.partition("-")[2]
    toast(
        f"{count} marked as fully in place.", Undo(address, {"practices": " ".join(marked), "level": level})
    )


def _refused(
    client: str,
    assessment: str,
    area: str,
    problems: Sequence[tuple[str, str]],
    conflict: Conflict | None,
) -> Response:
    """The page again with everything that was typed; nothing of it was saved."""
    view = views.refused_view(_view(client, assessment, area), request.form, problems, conflict)
    response = make_response(_page(view))
    response.status_code = CONFLICT if conflict else REFUSED
    return response


@blueprint.post(AREA + "/undo")
@access("consultant")
def undo_level(client: str, assessment: str, area: str) -> ResponseReturnValue:
    """Take back what was marked for a whole level."""
    practices = request.form.get("practices", "").split()
    with unit.write() as opened:
        _, restored = questions.undo_level(opened, client, assessment, area, practices)
    if len(restored) == len(practices):
        toast("The ratings are as they were before.")
    else:
        toast(f"{len(restored)} of {len(practices)} ratings are as before; the others were changed since.")
    level = request.form.get("level", "")
    if request.form.get("next"):
        return redirect(local_path(request.form["next"]), 303)
    anchor = f"#level-{level}" if level.isdecimal() else ""
    return redirect(f"/clients/{client}/assessments/{assessment}/{area}{anchor}", 303)


@blueprint.post(AREA + "/practices/<practice>")
@access("consultant")
def save_practice(client: str, assessment: str, area: str, practice: str) -> ResponseReturnValue:
    """Save one practice and return the pieces of the page that it changed."""
    change = forms.read_rating(request.form)
    with unit.write() as opened:
        saved = questions.rate_practice(opened, client, assessment, practice, change)
        now = opened.now
    if not from_script():
        return redirect(f"/clients/{client}/assessments/{assessment}/{area}#p-{practice}", 303)
    found = views.rating_pieces(saved)
    if saved.rating.note != saved.before.note:
        found |= views.note_piece(practice, saved.rating.note)
    return jsonify(views.saved_answer(now, saved.version, found))


@blueprint.post(AREA + "/practices/<practice>/evidence/<event>/back")
@access("consultant")
def bring_back(client: str, assessment: str, area: str, practice: str, event: str) -> ResponseReturnValue:
    """Bring removed evidence back."""
    try:
        with unit.write() as opened:
            evidence.bring_back_evidence(opened, client, assessment, practice, event)
    except NotAllowed as error:
        toast(error.message)
    else:
        toast("The evidence is back.")
    return redirect(f"/clients/{client}/assessments/{assessment}/{area}#p-{practice}-evidence", 303)


@blueprint.post(AREA + "/answer")
@access("consultant")
def save_answer(client: str, assessment: str, area: str) -> ResponseReturnValue:
    """Save placing, target, importance and note of the area."""
    with unit.write() as opened:
        kept, card = area_answers.answer_area(opened, client, assessment, area, forms.read_area(request.form))
        framework, own = question_page.framework_and_area(opened, client, assessment, area)
        now = opened.now
    if not from_script():
        return redirect(f"/clients/{client}/assessments/{assessment}/{area}", 303)
    found = views.standing_pieces(framework, own, card.area(own.id), card.method)
    return jsonify(views.saved_answer(now, kept.version, found))


@blueprint.post(AREA + "/outcomes/<outcome>")
@access("consultant")
def save_outcome(client: str, assessment: str, area: str, outcome: str) -> ResponseReturnValue:
    """Save whether an outcome is seen; no score changes."""
    with unit.write() as opened:
        kept = outcomes.note_outcome(opened, client, assessment, outcome, forms.read_outcome(request.form))
        now = opened.now
    if not from_script():
        return redirect(f"/clients/{client}/assessments/{assessment}/{area}#o-{outcome}", 303)
    return jsonify(views.saved_answer(now, kept.version, {}))


@blueprint.post(AREA + "/readings/<metric>")
@access("consultant")
def save_reading(client: str, assessment: str, area: str, metric: str) -> ResponseReturnValue:
    """Save a reading of a metric; an earlier one for the same month is kept as its history."""
    with unit.write() as opened:
        entry = forms.read_reading(request.form)
        readings.add_reading(opened, client, assessment, metric, entry)
        words, period = readings.last_reading(opened, client, assessment, metric)
        now = opened.now
    if not from_script():
        return redirect(f"/clients/{client}/assessments/{assessment}/{area}#m-{metric}", 303)
    return jsonify(views.saved_answer(now, 0, views.metric_piece(metric, words, period)))


@blueprint.post(AREA + "/own/<item>")
@access("consultant")
def save_own(client: str, assessment: str, area: str, item: str) -> ResponseReturnValue:
    """Save what is said of an own practice; no score changes."""
    change = forms.read_rating(request.form)
    with unit.write() as opened:
        if request.form.get("clear"):
            change = replace(change, answer="")
        kept = own_practices.rate_own(opened, client, assessment, item, change)
        now = opened.now
    if not from_script():
        return redirect(f"/clients/{client}/assessments/{assessment}/{area}#p-{item}", 303)
    return jsonify(views.saved_answer(now, kept.version, {}))
