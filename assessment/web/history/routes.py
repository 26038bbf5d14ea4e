"""The audit trail of a client and of the whole workspace, as pages and as CSV."""

import csv
import io
from collections.abc import Iterator

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from assessment.domain.events import KINDS
from assessment.exports.csv import safe
from assessment.services import history
from assessment.web import unit
from assessment.web.access import access
from assessment.web.files import file_answer
from assessment.web.shell import client_shell, main_shell

blueprint = Blueprint("history", __name__)

MARK_OF_UTF8 = "\ufeff"


@blueprint.get("/history")
@access("owner")
def index() -> str:
    """What happened in the whole workspace."""
    with unit.read() as opened:
        trail = history.trail_of(opened, None, kind_asked_for(), request.args.get("before", ""))
    return render_template(
        "history/index.html", trail=trail, kinds=sorted(KINDS), kind=kind_asked_for(), home="/history",
        shell=main_shell("history"),
    )  # fmt: skip


@blueprint.get("/clients/<client>/history")
@access("viewer")
def of_client(client: str) -> str:
    """What happened to one client."""
    with unit.read() as opened:
        trail = history.trail_of(opened, client, kind_asked_for(), request.args.get("before", ""))
    name = trail.client.name if trail.client else ""
    return render_template(
        "history/index.html", trail=trail, kinds=sorted(KINDS), kind=kind_asked_for(),
        home=f"/clients/{client}/history", shell=client_shell(client, name, "history"),
    )  # fmt: skip


def kind_asked_for() -> str:
    """The kind of event that the address asks for; '' for all."""
    kind = request.args.get("kind", "")
    return kind if kind in KINDS else ""


@blueprint.get("/history.csv")
@access("owner")
def as_csv() -> ResponseReturnValue:
    """Everything that happened in the workspace, for a spreadsheet."""
    return csv_of(None, "gradino-history.csv")


@blueprint.get("/clients/<client>/history.csv")
@access("viewer")
def of_client_as_csv(client: str) -> ResponseReturnValue:
    """Everything that happened to one client, for a spreadsheet."""
    return csv_of(client, f"{client}-history.csv")


def csv_of(client: str | None, name: str) -> Response:
    """The trail as a file of comma-separated values; nothing in it is taken for a formula."""
    with unit.read() as opened:
        text = "".join(lines_of(history.whole_trail(opened, client)))
    return file_answer(MARK_OF_UTF8 + text, "text/csv", name)


def lines_of(entries: Iterator[history.Entry]) -> Iterator[str]:
    """The lines of the file, the heads first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(history.HEADS)
    for one in entries:
        row = (
            one.at.isoformat(),
            one.who,
            one.via,
            one.client,
            one.subject,
            one.what,
            one.was,
            one.now,
            one.details,
        )
        writer.writerow([safe(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
