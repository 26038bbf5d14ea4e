"""The agenda of a review, and its minutes while it is held."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.review_material import Agreement
from assessment.domain.reviews import HELD, PROPOSAL_KINDS, RELATIONSHIP, SYNC
from assessment.domain.wording import capital
from assessment.errors import AppError, Conflict, InvalidInput, NotAllowed
from assessment.services import reviews_minutes, reviews_pages
from assessment.services.goal_states import CODE_WORDS
from assessment.services.reviews_improvements import Outcome
from assessment.services.reviews_minutes import AgendaEdit, came_to, parts_of
from assessment.services.reviews_pages import MinutesPage
from assessment.web import unit
from assessment.web.access import access
from assessment.web.errors import wants_json
from assessment.web.filters import format_time
from assessment.web.forms import read_whole
from assessment.web.review_views import agenda_view, decision_view, heading_of, is_strategic, pack_view
from assessment.web.reviews.blueprint import CONFLICT, PLACE, SEE_OTHER, UNPROCESSABLE, blueprint
from assessment.web.sent import seen
from assessment.web.shell import client_shell, toast

BETWEEN = "."
CAME = "came"
VERDICTS: Mapping[str, str] = {
    "realised": "Realised", "partly": "Partly realised", "not realised": "Not realised",
}  # fmt: skip
ANCHORS: Mapping[str, Mapping[str, str]] = {
    "minutes": {
        "notes": "notes-notes", "others": "room-others", "word": "relationship-word",
        "note": "relationship-note", "next_on": "next-next_on",
    },
    "decide": {
        name: name for name in ("items", "decision", "reason", "look_again_on", "verdict", "deciders")
    },
    "action": {
        "title": "action-title", "owner": "action-owner", "due_on": "action-due",
        "service_id": "action-service", "party_id": "action-party",
    },
    "proposal": {"title": "proposal-title", "kind": "proposal-kind", "description": "proposal-about"},
    "agreement": {
        "text": "sla-text", "reason": "sla-reason", "decision": "sla-decision", "deciders": "sla-deciders",
    },
    "goal": {
        name: f"goal-{name}"
        for name in (
            "goal", "decision", "title", "valid_from", "target", "target_code", "metric_id", "reason",
            "deciders",
        )
    },
    "decision": {"text": "other-text", "deciders": "other-deciders"},
}  # fmt: skip
"""Where a refused field of each form stands on the page."""


@blueprint.route("/<int:review>/agenda", methods=["GET", "POST"])
@access("manager")
def agenda(client: str, review: int) -> ResponseReturnValue:
    """Edit the agenda: words, minutes and places, one more point, one less."""
    error: AppError | None = None
    if request.method == "POST":
        act, _, key = request.form.get("act", "save").partition(":")
        edit = AgendaEdit(
            act, key, request.form.get("title", ""), read_whole(request.form.get("minutes")),
            typed("title-"), {key: read_whole(text) for key, text in typed("minutes-").items()},
            {key: read_whole(text) for key, text in typed("place-").items()},
        )  # fmt: skip
        try:
            with unit.write() as u:
                reviews_minutes.edit_agenda(u, client, review, edit, seen())
        except (InvalidInput, Conflict) as refused:
            error = refused
        else:
            anchor = f"#point-{key}" if act in ("up", "down") else ""
            return redirect(url_for("reviews.agenda", client=client, review=review) + anchor, SEE_OTHER)
    with unit.read() as u:
        page = reviews_pages.review_page(u, client, review)
    points, length = agenda_view(page)
    answer = render_template(
        "reviews/agenda.html",
        page=page,
        review=page.review,
        points=points,
        length=length,
        error=error,
        problems=[(error.field if isinstance(error, InvalidInput) else "", error.message)] if error else [],
        typed=request.form,
        client=page.client,
        prefix=url_for("reviews.show", client=client, review=review),
        shell=client_shell(client, page.client.name, PLACE),
    )
    return answer, status_of(error)


def status_of(error: object) -> int:
    """The status of a page on which something was refused, or nothing."""
    if error is None:
        return 200
    return CONFLICT if isinstance(error, Conflict) else UNPROCESSABLE


def typed(prefix: str) -> dict[str, str]:
    """The fields of a form whose names begin so, by the rest of their names."""
    return {name.removeprefix(prefix): text for name, text in request.form.items() if name.startswith(prefix)}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a page of minutes shows again after it was refused: why, and what was typed."""

    error: AppError | None = None
    outcome: Outcome = field(default_factory=Outcome)
    form: str = ""

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Why it was refused, with the id to jump to."""
        if self.error is None:
            return []
        name = self.error.field if isinstance(self.error, InvalidInput) else ""
        return [(ANCHORS.get(self.form, {}).get(name, ""), self.error.message)]


@blueprint.get("/<int:review>/minutes")
@access("manager")
def minutes(client: str, review: int) -> ResponseReturnValue:
    """The minutes while the review is held; before and after that they are on its page."""
    with unit.read() as u:
        found = reviews_pages.minutes_page(u, client, review)
    if found.page.review.state != HELD:
        return redirect(url_for("reviews.show", client=client, review=review), SEE_OTHER)
    return minutes_html(client, found)


def minutes_html(client: str, found: MinutesPage, refusal: Refusal | None = None) -> str:
    """The page of the minutes."""
    page, home = found.page, f"/clients/{client}"
    points, length = agenda_view(page)
    decided = {one.subject for one in page.decisions if not one.undone}
    return render_template(
        "reviews/minutes.html",
        page=page,
        review=page.review,
        heading=heading_of(page),
        points=points,
        length=length,
        parts=parts_of(page.review),
        items=[(item, f"csip:{item.id}" in decided) for item in found.items],
        offered={
            "services": [(one.id, one.name) for one in found.offered.services],
            "parties": [(one.id, one.name) for one in found.offered.parties],
        },
        agreements=[(one.id, agreement_label(one)) for one in found.offered.agreements],
        goals=found.offered.goals,
        codes=[(code, capital(word)) for code, word in CODE_WORDS.items()],
        verdicts=VERDICTS,
        decisions=[decision_view(one, home, may_undo=True) for one in page.decisions],
        deciders=", ".join(came_to(page.review)),
        words=RELATIONSHIP,
        strategic=is_strategic(page.review),
        is_sync=page.review.kind == SYNC,
        proposal_kinds=PROPOSAL_KINDS,
        sections=pack_view(page.pack, home),
        refusal=refusal or Refusal(),
        typed=request.form if refusal else {},
        client=page.client,
        prefix=url_for("reviews.show", client=client, review=page.review.number),
        shell=client_shell(client, page.client.name, PLACE),
    )


def agreement_label(one: Agreement) -> str:
    """An agreement as the form offers it."""
    return f"SLA-{one.number:03d} {one.title} ({one.stage})"


def again(
    client: str, review: int, error: AppError | None, form: str, outcome: Outcome | None = None
) -> ResponseReturnValue:
    """The minutes with what was refused; what was typed stays in its fields."""
    with unit.read() as u:
        found = reviews_pages.minutes_page(u, client, review)
    if found.page.review.state != HELD:
        toast(error.message if error else "The review is over.")
        return redirect(url_for("reviews.show", client=client, review=review), SEE_OTHER)
    status = CONFLICT if outcome else status_of(error)
    return minutes_html(client, found, Refusal(error, outcome or Outcome(), form)), status


@blueprint.post("/<int:review>/minutes")
@access("manager")
def save_minutes(client: str, review: int) -> ResponseReturnValue:
    """Save all parts of the minutes at once, as a page without scripts sends them."""
    parts: dict[str, dict[str, str]] = {}
    came: dict[str, list[str]] = {}
    for name in request.form:
        part, _, inner = name.rpartition(BETWEEN)
        if part and inner == CAME:
            came[part] = request.form.getlist(name)
        elif part:
            parts.setdefault(part, {})[inner] = request.form[name]
    try:
        with unit.write() as u:
            reviews_minutes.save_parts(u, client, review, parts, came)
    except (InvalidInput, Conflict, NotAllowed) as error:
        return again(client, review, error, "minutes")
    toast("The minutes were saved.")
    return redirect(url_for("reviews.minutes", client=client, review=review), SEE_OTHER)


@blueprint.post("/<int:review>/minutes/<part>")
@access("manager")
def save_part(client: str, review: int, part: str) -> ResponseReturnValue:
    """Save one part of the minutes as it is typed."""
    came = {part: request.form.getlist(CAME)}
    with unit.write() as u:
        saved = reviews_minutes.save_parts(u, client, review, {part: request.form.to_dict()}, came)
    if not wants_json() and request.headers.get("Accept") != "application/json":
        return redirect(url_for("reviews.minutes", client=client, review=review), SEE_OTHER)
    return jsonify(saved_at=format_time(unit.now()), version=parts_of(saved)[part].mark)
