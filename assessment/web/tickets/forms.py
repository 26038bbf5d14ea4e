"""What people send about ticket exports: a file, how it is read, what counts, working hours."""

from flask import request
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from assessment.services.ticket_imports import MappingEntry
from assessment.web.forms import BaseForm

MOST_WORDS = 300


class ExportForm(BaseForm):
    """An export, with the wish to keep the file."""

    file = FileField("Ticket export", validators=[FileRequired("Choose the file.")])
    keep = BooleanField("Keep the file after its tickets are in")


def mapping_entry() -> MappingEntry:
    """How the export is to be read, as the form of this request says."""
    form = request.form
    columns = {
        name.removeprefix("column."): text for name, text in form.items() if name.startswith("column.")
    }
    return MappingEntry(
        form.get("layout", ""),
        columns,
        _said("state"),
        _said("type"),
        _said("priority"),
        form.get("date_order", ""),
        form.get("zone", ""),
    )


def _said(kind: str) -> dict[str, str]:
    """The meaning of each word of a kind."""
    form = request.form
    found: dict[str, str] = {}
    for number in range(MOST_WORDS):
        word = form.get(f"{kind}.{number}.word")
        if word is None:
            break
        found[word] = form.get(f"{kind}.{number}", "")
    return found
