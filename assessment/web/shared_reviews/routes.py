"""What a link opens: one review, to be read, or the calendar of a client."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from assessment.domain.review_agenda import points_of
from assessment.domain.review_pack import pack_of
from assessment.errors import NotFound
from assessment.services import reviews_links
from assessment.services.reviews_links import ReviewLink
from assessment.services.reviews_pages import ReviewPage
from assessment.web import unit
from assessment.web.access import access
from assessment.web.review_tokens import ids_in
from assessment.web.review_views import agenda_view, decision_view, facts_of, heading_of, pack_view
from assessment.web.shell import Shell

blueprint = Blueprint("shared_reviews", __name__, url_prefix="/v")


@blueprint.before_request
def enter_workspace() -> None:
    """Let the request work in the workspace that the link leads to."""
    found = ids_in(str((request.view_args or {}).get("token", "")))
    if found is not None:
        unit.work_in(found[0])


def entered(token: str) -> str:
    """The id behind a link. Raises NotFound."""
    found = ids_in(token)
    if found is None:
        raise NotFound("This link does not work. See whether it was copied as a whole.")
    return found[1]


def note_seen(link: ReviewLink) -> None:
    """Remember when a link was opened first."""
    if link.seen_at is None:
        with unit.write() as u:
            reviews_links.note_seen(u, link.id)


@blueprint.get("/<token>")
@access("anyone")
def show(token: str) -> ResponseReturnValue:
    """A review for its reader: pack, agenda with notes, decisions, what was added."""
    with unit.read() as u:
        found = reviews_links.shared_review(u, entered(token))
    note_seen(found.link)
    review = found.review
    page = ReviewPage(
        found.client, review, pack_of(review.pack), points_of(review.agenda), found.decisions, found.addenda,
        (), {},
    )  # fmt: skip
    points, length = agenda_view(page)
    answer = Response(
        render_template(
            "reviews/shared.html",
            page=page,
            review=review,
            link=found.link,
            heading=heading_of(page),
            facts=facts_of(page),
            sections=pack_view(page.pack, ""),
            points=points,
            length=length,
            decisions=[decision_view(one, "", may_undo=False) for one in page.decisions],
            client=found.client,
            shell=Shell(()),
        )
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/<token>/calendar.ics")
@access("anyone")
def calendar(token: str) -> Response:
    """The calendar of the reviews of a client."""
    with unit.read() as u:
        link, text = reviews_links.shared_calendar(u, entered(token))
    note_seen(link)
    answer = Response(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
