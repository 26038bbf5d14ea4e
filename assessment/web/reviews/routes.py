"""The list of reviews, one review, and the steps that it goes through."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.review_plans import DRAFTS
from assessment.domain.reviews import KINDS
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services import reviews as service
from assessment.services import reviews_links, reviews_pages
from assessment.services.reviews_pages import ReviewPage
from assessment.web import unit
from assessment.web.access import access
from assessment.web.forms import read_whole
from assessment.web.review_tokens import address_of
from assessment.web.review_views import (
    STATE_WORDS,
    agenda_view,
    decision_view,
    facts_of,
    heading_of,
    index_view,
    pack_view,
)
from assessment.web.reviews import decision_routes, kept_routes, minutes_routes, plan_routes
from assessment.web.reviews.blueprint import CONFLICT, PLACE, SEE_OTHER, UNPROCESSABLE, blueprint
from assessment.web.reviews.forms import ReviewForm
from assessment.web.reviews.markdown import minutes_markdown
from assessment.web.sent import seen
from assessment.web.shell import Undo, client_shell, toast

__all__ = ["blueprint", "decision_routes", "kept_routes", "minutes_routes", "plan_routes"]

DONE: dict[str, str] = {
    "prepare": "The pack was made. Read it, look at the agenda, and send it.",
    "begin": "The review has begun. Write its minutes here.",
    "close": "The review was closed. What is to be corrected is added below.",
    "cancel": "The review was cancelled.",
}


@blueprint.get("")
@access("viewer")
def index(client: str) -> str:
    """The reviews of a client, its cadences, and the address of its calendar."""
    with unit.read() as u:
        found = reviews_pages.reviews_page(u, client)
    workspace = unit.current_workspace()
    addresses = [(one, address_of(workspace, one.id, one.kind)) for one in found.links]
    return render_template(
        "reviews/index.html",
        page=index_view(found, unit.today()),
        client=found.client,
        kinds=KINDS,
        addresses=addresses,
        prefix=url_for("reviews.index", client=client),
        shell=client_shell(client, found.client.name, PLACE),
    )


@blueprint.post("/calendar")
@access("manager")
def share_calendar(client: str) -> ResponseReturnValue:
    """Make a secret address of the calendar."""
    try:
        with unit.write() as u:
            link = reviews_links.share_calendar(u, client, request.form.get("name", ""))
    except InvalidInput as error:
        toast(error.message)
    else:
        toast(f"The address for {link.name} is below.")
    return redirect(url_for("reviews.index", client=client) + "#calendar", SEE_OTHER)


@blueprint.post("/links/<link_id>/end")
@access("manager")
def end_link(client: str, link_id: str) -> ResponseReturnValue:
    """Let a link work no longer."""
    with unit.write() as u:
        link = reviews_links.end_link(u, client, link_id)
    toast(f"The link of {link.name} does not work any more.")
    back = url_for("reviews.index", client=client)
    number = read_whole(request.form.get("review"))
    return redirect(f"{back}/{number}" if number else back, SEE_OTHER)


@blueprint.route("/new", methods=["GET", "POST"])
@access("manager")
def new(client: str) -> ResponseReturnValue:
    """Plan one review by hand."""
    with unit.read() as u:
        owner, parties = reviews_pages.parties_of(u, client)
    form = ReviewForm()
    form.offer_parties(parties)
    if request.method == "GET":
        kind = request.args.get("kind", "")
        form.kind.data = kind if kind in KINDS else "monthly"
        form.minutes_long.data = str(DRAFTS[form.kind.data].minutes_long)
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as u:
            made = service.plan_review(u, client, form.entry())
        if not form.errors and not form.form_errors:
            toast(f"{made.reference} was planned.")
            return redirect(url_for("reviews.show", client=client, review=made.number), SEE_OTHER)
    page = render_template(
        "reviews/form.html",
        form=form,
        review=None,
        seen=0,
        action=request.path,
        prefix=url_for("reviews.index", client=client),
        shell=client_shell(client, owner.name, PLACE),
    )
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.get("/<int:review>")
@access("viewer")
def show(client: str, review: int) -> str:
    """One review: its pack, agenda, minutes and decisions."""
    return page_html(client, found_review(client, review))


def found_review(client: str, review: int) -> ReviewPage:
    """A review with everything about it."""
    with unit.read() as u:
        return reviews_pages.review_page(u, client, review)


def page_html(client: str, page: ReviewPage, error: InvalidInput | Conflict | None = None) -> str:
    """The page of a review; `error` is why a form on it was refused."""
    workspace, home = unit.current_workspace(), f"/clients/{client}"
    points, length = agenda_view(page)
    return render_template(
        "reviews/show.html",
        page=page,
        review=page.review,
        heading=heading_of(page),
        facts=facts_of(page),
        state=STATE_WORDS.get(page.review.state, page.review.state),
        sections=pack_view(page.pack, home),
        points=points,
        length=length,
        decisions=[decision_view(one, home, may_undo=False) for one in page.decisions],
        addresses=[(one, address_of(workspace, one.id, one.kind)) for one in page.links],
        error=error,
        typed=request.form,
        client=page.client,
        prefix=url_for("reviews.show", client=client, review=page.review.number),
        home=f"{home}/reviews",
        shell=client_shell(client, page.client.name, PLACE),
    )


@blueprint.post("/<int:review>/<any(prepare, begin, close, cancel):step>")
@access("manager")
def go(client: str, review: int, step: str) -> ResponseReturnValue:
    """Make the pack of a review, begin it, close or cancel it."""
    version = seen()
    try:
        with unit.write() as u:
            if step == "prepare":
                service.prepare_review(u, client, review, version)
            elif step == "begin":
                service.begin_review(u, client, review, version)
            elif step == "close":
                service.close_review(u, client, review)
            else:
                service.cancel_review(u, client, review, version, request.form.get("reason", ""))
    except InvalidInput as error:
        return page_html(client, found_review(client, review), error), UNPROCESSABLE
    except NotAllowed as error:
        toast(error.message)
    else:
        toast(DONE[step])
    onward = "reviews.minutes" if step == "begin" else "reviews.show"
    return redirect(url_for(onward, client=client, review=review), SEE_OTHER)


@blueprint.route("/<int:review>/settings", methods=["GET", "POST"])
@access("manager")
def settings(client: str, review: int) -> ResponseReturnValue:
    """Change the day, the period and the rest of a review that has not begun."""
    found = found_review(client, review)
    if found.review.state not in ("planned", "prepared"):
        toast("Its settings stay as they are, for it has begun or is over.")
        return redirect(url_for("reviews.show", client=client, review=review), SEE_OTHER)
    parties = tuple(found.parties.values())
    form = ReviewForm(formdata=None) if request.method == "GET" else ReviewForm()
    form.offer_parties(parties)
    if request.method == "GET":
        form.show(found.review, parties)
    status = 200
    if form.validate_on_submit():
        status = UNPROCESSABLE
        try:
            with form.show_errors(), unit.write() as u:
                service.change_review(u, client, review, form.entry(), seen())
        except Conflict as error:
            form.form_errors.append(error.message)
            status = CONFLICT
        if not form.errors and not form.form_errors:
            toast("The review was changed.")
            return redirect(url_for("reviews.show", client=client, review=review), SEE_OTHER)
    elif form.errors:
        status = UNPROCESSABLE
    page = render_template(
        "reviews/form.html",
        form=form,
        review=found.review,
        seen=found.review.version,
        action=request.path,
        prefix=url_for("reviews.show", client=client, review=review),
        shell=client_shell(client, found.client.name, PLACE),
    )
    return page, status


@blueprint.post("/<int:review>/addenda")
@access("manager")
def add_addendum(client: str, review: int) -> ResponseReturnValue:
    """Add something to the minutes of a closed review."""
    try:
        with unit.write() as u:
            service.add_addendum(u, client, review, request.form.get("text", ""))
    except InvalidInput as error:
        return page_html(client, found_review(client, review), error), UNPROCESSABLE
    toast("It was added to the minutes.")
    return redirect(url_for("reviews.show", client=client, review=review) + "#addenda", SEE_OTHER)


@blueprint.post("/<int:review>/links")
@access("manager")
def share(client: str, review: int) -> ResponseReturnValue:
    """Make a link to a review for somebody without an account."""
    days = read_whole(request.form.get("days", str(reviews_links.VALID_DAYS))) or 0
    try:
        with unit.write() as u:
            link = reviews_links.share_review(u, client, review, request.form.get("name", ""), days)
    except InvalidInput as error:
        return page_html(client, found_review(client, review), error), UNPROCESSABLE
    end = url_for("reviews.end_link", client=client, link_id=link.id)
    toast(f"The link for {link.name} is below.", Undo(end, {"review": str(review)}, "End it"))
    return redirect(url_for("reviews.show", client=client, review=review) + "#links", SEE_OTHER)


@blueprint.get("/<int:review>/minutes.md")
@access("viewer")
def download(client: str, review: int) -> Response:
    """The minutes of a review as Markdown."""
    page = found_review(client, review)
    name = f"{client}-{page.review.reference.lower()}.md"
    return Response(
        minutes_markdown(page),
        mimetype="text/markdown",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
