"""The blueprint of the agreements, and what all their routes share."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, request, url_for

from assessment.errors import Conflict, InvalidInput
from assessment.web.slas.controls import Control

blueprint = Blueprint("slas", __name__)

ALL = "/clients/<client>/slas"
ONE = f"{ALL}/<int:sla>"
SEE_OTHER, UNPROCESSABLE, CONFLICT = 303, 422, 409
PLACE = "slas"
LONGEST_TYPED = 40_000


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was saved; of a conflict also what both sides wrote."""

    field: str
    message: str
    status: int
    yours: str = ""
    theirs: str = ""

    @property
    def at(self) -> tuple[str, str]:
        """Return the field and the sentence, as the controls take them."""
        return self.field, self.message


def refused_by(error: InvalidInput | Conflict) -> Refused:
    """Return an error as the page shows it."""
    if isinstance(error, Conflict):
        return Refused("", error.message, CONFLICT, error.yours, error.theirs)
    return Refused(error.field, error.message, UNPROCESSABLE)


def typed() -> dict[str, str]:
    """What the form holds, cut where nobody can have meant it."""
    return {name: text[:LONGEST_TYPED] for name, text in request.form.items()}


def address_of(client: str, sla: int, anchor: str = "") -> str:
    """The address of an agreement."""
    return url_for("slas.show", client=client, sla=sla, _anchor=anchor or None)


def select(
    name: str,
    label: str,
    options: tuple[tuple[str, str], ...],
    values: Mapping[str, str],
    refused: Refused | None,
    hint: str = "",
) -> Control:
    """A select of a form."""
    return Control(
        name, label, values.get(name, ""), "select", hint, width="26rem", options=options,
        error=refused.message if refused and refused.field == name else "",
    )  # fmt: skip
