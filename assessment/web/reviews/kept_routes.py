"""What reviews keep: lessons, the operating plan, proposals and changed needs."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.reviews import OPEN_STEPS, PROPOSAL_KINDS
from assessment.domain.wording import capital, joined, plural
from assessment.errors import Conflict, NotFound
from assessment.services import reviews_kept as service
from assessment.services.reviews_kept import LESSON, NAMES, PROPOSAL, STEP, Kept, KeptThings
from assessment.services.reviews_pages import kept_page
from assessment.web import unit
from assessment.web.access import access
from assessment.web.reviews.blueprint import CONFLICT, PLACE, SEE_OTHER, UNPROCESSABLE, blueprint
from assessment.web.reviews.forms import FORMS, PROPOSAL_WORDS, STEP_WORDS
from assessment.web.sent import seen
from assessment.web.shell import client_shell, toast

REGISTERS = f"any({LESSON}, {STEP}, {PROPOSAL})"
WHAT = {LESSON: "a lesson", STEP: "a step of the operating plan", PROPOSAL: "a proposal or a changed need"}


@blueprint.get("/kept")
@access("viewer")
def kept(client: str) -> str:
    """The three registers."""
    with unit.read() as u:
        owner, found = kept_page(u, client)
    return render_template(
        "reviews/kept.html",
        heading=heading_of(found),
        kept=found,
        today=unit.today(),
        kinds=PROPOSAL_KINDS,
        proposal_words=PROPOSAL_WORDS,
        step_words=STEP_WORDS,
        client=owner,
        prefix=url_for("reviews.kept", client=client),
        home=url_for("reviews.index", client=client),
        shell=client_shell(client, owner.name, PLACE),
    )


def heading_of(found: KeptThings) -> str:
    """What the registers come to."""
    steps = sum(1 for one in found.steps if one.state in OPEN_STEPS)
    lessons = sum(1 for one in found.lessons if not one.retired)
    proposals = sum(1 for one in found.proposals if one.state == "open")
    if not (found.steps or found.lessons or found.proposals):
        return "Nothing is kept from reviews yet"
    said = (plural(steps, "open step"), plural(lessons, "lesson"), plural(proposals, "open proposal"))
    return capital(joined(said))


@blueprint.route(f"/kept/<{REGISTERS}:register>/new", methods=["GET", "POST"])
@access("manager")
def keep(client: str, register: str) -> ResponseReturnValue:
    """Add a lesson, a step or a proposal."""
    return form_of(client, register, None)


@blueprint.route(f"/kept/<{REGISTERS}:register>/<int:entry>", methods=["GET", "POST"])
@access("manager")
def change_kept(client: str, register: str, entry: int) -> ResponseReturnValue:
    """Change a lesson, a step or a proposal."""
    with unit.read() as u:
        _, found = kept_page(u, client)
    registers: dict[str, Sequence[Kept]] = {
        LESSON: found.lessons, STEP: found.steps, PROPOSAL: found.proposals,
    }  # fmt: skip
    one = next((row for row in registers[register] if row.number == entry), None)
    if one is None:
        raise NotFound("There is no such entry.")
    return form_of(client, register, one)


def form_of(client: str, register: str, entry: Kept | None) -> ResponseReturnValue:
    """The form of an entry, or the way back to the registers when it was saved."""
    with unit.read() as u:
        owner, _ = kept_page(u, client)
    form = FORMS[register](formdata=None) if request.method == "GET" else FORMS[register]()
    status = 200
    if request.method == "GET":
        if entry is not None:
            form.show(entry)
    elif form.validate_on_submit():
        status = UNPROCESSABLE
        try:
            with form.show_errors(), unit.write() as u:
                if entry is None:
                    service.add_entry(u, client, register, form.entry())
                else:
                    service.change_entry(u, client, register, entry.number, form.entry(), seen())
        except Conflict as error:
            form.form_errors.append(error.message)
            status = CONFLICT
        if not form.errors and not form.form_errors:
            toast(f"{NAMES[register]} saved.")
            return redirect(url_for("reviews.kept", client=client) + f"#{register}s", SEE_OTHER)
    else:
        status = UNPROCESSABLE
    page = render_template(
        "reviews/kept_form.html",
        form=form,
        entry=entry,
        what=WHAT[register],
        action=request.path,
        seen=entry.version if entry else 0,
        prefix=url_for("reviews.kept", client=client),
        shell=client_shell(client, owner.name, PLACE),
    )
    return page, status
