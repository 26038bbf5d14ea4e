"""Steps through the stages, signatures, and the pages of those who only sign and have no account."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import slas_links, slas_steps
from assessment.web import unit
from assessment.web.access import access
from assessment.web.addresses import public_base
from assessment.web.filters import current_language
from assessment.web.forms import read_whole
from assessment.web.limits import refuse_many_signatures
from assessment.web.shell import Shell, client_shell, toast
from assessment.web.slas.blueprint import (
    ONE,
    PLACE,
    SEE_OTHER,
    Refused,
    address_of,
    blueprint,
    refused_by,
    typed,
)
from assessment.web.slas.document import document_of
from assessment.web.slas.page_view import facts_of, lede_of
from assessment.web.slas.words import STEP_DONE

SALT = "sla"
PARTS = 2
LINK = "/s/<token>"
FORBIDDEN = 403


@blueprint.post(f"{ONE}/step")
@access("manager")
def step(client: str, sla: int) -> ResponseReturnValue:
    """Take a step through the stages."""
    wanted = request.form.get("step", "")
    seen = read_whole(request.form.get("seen")) or 0
    try:
        with unit.write() as u:
            slas_steps.take_step(u, client, sla, wanted, request.form.get("reason", ""), seen)
    except (NotAllowed, InvalidInput) as error:
        toast(error.message)
    else:
        toast(STEP_DONE[wanted])
    return redirect(address_of(client, sla, "stage"), SEE_OTHER)


@blueprint.post(f"{ONE}/sign")
@access("manager")
def sign(client: str, sla: int) -> ResponseReturnValue:
    """Sign for one side."""
    values = typed()
    names = ("side", "name", "role", "hash")
    try:
        with unit.write() as u:
            after = slas_steps.sign(u, client, sla, *(values.get(name, "") for name in names))
    except (NotAllowed, InvalidInput, Conflict) as error:
        toast(error.message)
    else:
        toast(signed_sentence(after.draft is None))
    return redirect(address_of(client, sla, "sign"), SEE_OTHER)


def signed_sentence(frozen: bool) -> str:
    """What the notice says after a signature."""
    return (
        "Both sides signed. This version is frozen." if frozen else "Signed. The other side is still to sign."
    )


@blueprint.post(f"{ONE}/links")
@access("manager")
def make_link(client: str, sla: int) -> ResponseReturnValue:
    """Make a link for somebody who signs without an account, and show it once."""
    try:
        with unit.write() as u:
            made = slas_links.make_link(
                u, client, sla, request.form.get("side", ""), request.form.get("name", "")
            )
    except InvalidInput as error:
        toast(error.message)
        return redirect(address_of(client, sla, "sign"), SEE_OTHER)
    return render_template(
        "slas/link.html",
        address=f"{public_base()}/s/{token_of(unit.current_workspace(), made.id)}",
        link=made,
        back=address_of(client, sla, "sign"),
        shell=client_shell(client, client_name(client), PLACE),
    )


def client_name(client: str) -> str:
    """The name of a client."""
    with unit.read() as u:
        return slas_links.name_of(u, client)


@blueprint.post(f"{ONE}/links/<link>/end")
@access("manager")
def end_link(client: str, sla: int, link: str) -> ResponseReturnValue:
    """Let a link work no longer."""
    with unit.write() as u:
        ended = slas_links.end_link(u, client, sla, link)
    toast(f"The link of {ended.name} does not work any more.")
    return redirect(address_of(client, sla, "sign"), SEE_OTHER)


def token_of(workspace_id: str, link_id: str) -> str:
    """The end of a link."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT).dumps([workspace_id, link_id])


def ids_in(token: str) -> tuple[str, str] | None:
    """The ids of the workspace and the link in a token, or None when it was altered."""
    try:
        found = URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT).loads(token)
    except BadSignature:
        return None
    return (str(found[0]), str(found[1])) if isinstance(found, list) and len(found) == PARTS else None


@blueprint.before_request
def enter_workspace() -> None:
    """Let a request that came by a link work in the workspace that it leads to."""
    token = (request.view_args or {}).get("token")
    found = ids_in(str(token)) if token is not None else None
    if found is not None:
        unit.work_in(found[0])


def entered(token: str) -> str:
    """The id behind a link. Raises NotFound where it was altered."""
    found = ids_in(token)
    if found is None:
        raise NotFound("This link does not work. See whether it was copied as a whole.")
    return found[1]


@blueprint.get(LINK)
@access("anyone")
def read_by_link(token: str) -> str:
    """The agreement as somebody reads it who only signs."""
    return link_html(token, None)


@blueprint.post(LINK)
@access("anyone")
def sign_by_link(token: str) -> ResponseReturnValue:
    """Sign for the side of the link."""
    link_id = entered(token)
    refuse_many_signatures(link_id)
    values = typed()
    try:
        with unit.write() as u:
            after = slas_links.sign_by_link(
                u, link_id, values.get("name", ""), values.get("role", ""), values.get("hash", "")
            )
    except (InvalidInput, Conflict) as error:
        refused = refused_by(error)
        return link_html(token, refused), refused.status
    except NotAllowed as error:
        return link_html(token, Refused("", error.message, FORBIDDEN)), FORBIDDEN
    toast(signed_sentence(after.draft is None))
    return redirect(url_for("slas.read_by_link", token=token), SEE_OTHER)


def link_html(token: str, refused: Refused | None) -> str:
    """The reading view of a link; what was typed stays in its fields."""
    link_id = entered(token)
    with unit.read() as u:
        found = slas_links.sign_page(u, link_id)
    if found.link.seen_at is None:
        with unit.write() as u:
            slas_links.note_seen(u, link_id)
    loaded, language = found.loaded, current_language()
    return render_template(
        "slas/sign.html",
        found=found,
        sla=loaded.sla,
        lede=lede_of(loaded, loaded.content),
        facts=facts_of(loaded, loaded.content, language),
        points=document_of(loaded, loaded.content, language, checked=False),
        action=request.path,
        values=typed() if refused else {},
        refused=refused,
        shell=Shell(()),
    )
