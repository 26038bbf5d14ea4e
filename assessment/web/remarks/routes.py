"""The addresses of comments and files: each post goes back to the page that it came from."""

from collections.abc import Callable

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from assessment.errors import InvalidInput, NotAllowed
from assessment.services import remarks
from assessment.web import unit
from assessment.web.access import access, may
from assessment.web.forms import read_whole
from assessment.web.sent import LONGEST_BACK
from assessment.web.shell import Undo, toast

blueprint = Blueprint("remarks", __name__, url_prefix="/clients/<client>")

SEE_OTHER = 303
ANCHOR = "#remarks"


@blueprint.app_template_global("remarks_of")
def remarks_shown(client: str, subject: str) -> remarks.Remarks:
    """What was said about an item and the files kept with it, for components/remarks.html."""
    with unit.read() as u:
        return remarks.remarks_of(u, client, subject)


def page_behind(client: str) -> str:
    """The page to go back to: a local address, or the client's where the form holds none."""
    back = request.form.get("back", "")
    strange = any(char <= " " or char == "\\" for char in back)
    is_local = back.startswith("/") and not back.startswith("//") and not strange
    home = f"/clients/{client}"
    return back.partition("#")[0] if is_local and len(back) <= LONGEST_BACK else home


def back_to(client: str) -> ResponseReturnValue:
    """The answer that leads back to the comments of the page."""
    return redirect(page_behind(client) + ANCHOR, SEE_OTHER)


def told(client: str, act: Callable[[], tuple[str, Undo | None]]) -> ResponseReturnValue:
    """Do something, say what came of it, and go back to the page."""
    try:
        said, undo = act()
    except (InvalidInput, NotAllowed) as error:
        toast(error.message)
    else:
        toast(said, undo)
    return back_to(client)


def undo_at(client: str, address: str) -> Undo:
    """The button that takes something back and returns to the same page."""
    return Undo(f"/clients/{client}/{address}", {"back": page_behind(client)})


@blueprint.post("/remarks")
@access("manager")
def add(client: str) -> ResponseReturnValue:
    """Comment on an item."""
    form = request.form

    def act() -> tuple[str, Undo | None]:
        with unit.write() as u:
            remarks.add_remark(u, client, form.get("subject", ""), form.get("text", ""), form.get("side", ""))
        return "The comment was added.", None

    return told(client, act)


@blueprint.post("/remarks/<remark_id>")
@access("manager")
def change(client: str, remark_id: str) -> ResponseReturnValue:
    """Change a comment."""
    seen = read_whole(request.form.get("seen")) or 0

    def act() -> tuple[str, Undo | None]:
        with unit.write() as u:
            remarks.change_remark(
                u, client, remark_id, request.form.get("text", ""), seen, may_all=may("owner")
            )
        return "The comment was changed.", undo_at(client, f"remarks/{remark_id}/undo")

    return told(client, act)


@blueprint.post("/remarks/<remark_id>/delete")
@access("manager")
def delete(client: str, remark_id: str) -> ResponseReturnValue:
    """Delete a comment; the notice brings it back."""

    def act() -> tuple[str, Undo | None]:
        with unit.write() as u:
            remarks.delete_remark(u, client, remark_id, may_all=may("owner"))
        return "The comment was deleted.", undo_at(client, f"remarks/{remark_id}/undo")

    return told(client, act)


@blueprint.post("/remarks/<remark_id>/undo")
@access("manager")
def undo(client: str, remark_id: str) -> ResponseReturnValue:
    """Take the last change of a comment or its deletion back."""

    def act() -> tuple[str, Undo | None]:
        with unit.write() as u:
            remarks.undo_remark(u, client, remark_id, may_all=may("owner"))
        return "The comment is as it was before.", None

    return told(client, act)


@blueprint.post("/attachments")
@access("manager")
def attach(client: str) -> ResponseReturnValue:
    """Keep a file with an item."""
    file = request.files.get("file")
    name, content = (file.filename or "", file.read()) if file is not None else ("", b"")

    def act() -> tuple[str, Undo | None]:
        with unit.write() as u:
            kept = remarks.attach(u, client, request.form.get("subject", ""), name, content)
        return f"“{kept.name}” is kept with this item.", None

    return told(client, act)


@blueprint.post("/attachments/<attachment_id>/delete")
@access("manager")
def detach(client: str, attachment_id: str) -> ResponseReturnValue:
    """Take a file off an item; the notice brings it back."""

    def act() -> tuple[str, Undo | None]:
        with unit.write() as u:
            gone = remarks.detach(u, client, attachment_id)
        return f"“{gone.name}” was taken off.", undo_at(client, f"attachments/{attachment_id}/back")

    return told(client, act)


@blueprint.post("/attachments/<attachment_id>/back")
@access("manager")
def bring_back(client: str, attachment_id: str) -> ResponseReturnValue:
    """Keep a file with its item again."""

    def act() -> tuple[str, Undo | None]:
        with unit.write() as u:
            kept = remarks.bring_back_file(u, client, attachment_id)
        return f"“{kept.name}” is back.", None

    return told(client, act)
