"""Hand out everything of a client as one file, look into such a file, and import it."""

from datetime import datetime

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired

from assessment.errors import AppError, Conflict
from assessment.services import client_files
from assessment.web import unit
from assessment.web.access import access
from assessment.web.files import file_answer
from assessment.web.forms import BaseForm
from assessment.web.shell import main_shell, toast

blueprint = Blueprint("client_files", __name__, url_prefix="/clients")

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422


class UploadForm(BaseForm):
    """The file of a client."""

    file = FileField("File of a client", validators=[FileRequired("Choose the file.")])


@blueprint.post("/<client>/file")
@access("owner")
def take(client: str) -> Response:
    """Hand out everything of a client, and note it in the history."""
    with unit.read() as opened:
        packed = client_files.pack_client(opened, client, secret())
    with unit.write() as opened:
        client_files.note_packed(opened, client, packed)
    return file_answer(packed.content, "application/zip", packed.name)


@blueprint.route("/import", methods=["GET", "POST"])
@access("owner")
def choose() -> ResponseReturnValue:
    """Ask for the file, and look into it before anything is imported."""
    form = UploadForm()
    if form.validate_on_submit():
        content = form.file.data.read()
        try:
            with unit.read() as opened:
                client_files.try_file(opened, content)
            with unit.write() as opened:
                kept = client_files.keep_upload(opened, content)
        except AppError as error:
            form.file.errors = [error.message]
        else:
            return redirect(url_for("client_files.look", upload_id=kept), SEE_OTHER)
    page = render_template("client_files/choose.html", form=form, shell=main_shell("clients"))
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.get("/import/<upload_id>")
@access("owner")
def look(upload_id: str) -> str:
    """What the file would bring in."""
    return look_page(upload_id)


@blueprint.post("/import/<upload_id>")
@access("owner")
def bring_in(upload_id: str) -> ResponseReturnValue:
    """Import the client of the file."""
    try:
        with unit.write() as opened:
            client = client_files.import_upload(opened, upload_id)
    except Conflict:
        return look_page(upload_id), CONFLICT
    toast(f"{client.name} was imported with everything that belongs to it.")
    return redirect(url_for("clients.show", client=client.slug), SEE_OTHER)


def look_page(upload_id: str) -> str:
    """The page that says what the file would bring in."""
    with unit.read() as opened:
        tried = client_files.try_file(opened, client_files.kept_upload(opened, upload_id))
        arrival = client_files.look_into(opened, tried, secret())
    made_at = datetime.fromisoformat(arrival.made_at)
    return render_template(
        "client_files/look.html", arrival=arrival, made_at=made_at, shell=main_shell("clients")
    )


def secret() -> str:
    """The secret from which the key of this installation is made."""
    key: str = current_app.config["SETTINGS"].secret_key
    return key
