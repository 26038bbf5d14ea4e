"""The page with what the customer needs, and what the provider says to each need."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.slas import OPEN, VERDICTS, Need
from assessment.domain.wording import capital, count_word, plural
from assessment.errors import Conflict, InvalidInput
from assessment.services import slas_needs
from assessment.services.slas_loaded import Loaded, load
from assessment.services.slas_needs import NeedEntry
from assessment.web import unit
from assessment.web.access import access
from assessment.web.forms import read_whole
from assessment.web.shell import Undo, client_shell, toast
from assessment.web.slas.blueprint import (
    ONE,
    PLACE,
    SEE_OTHER,
    Refused,
    address_of,
    blueprint,
    refused_by,
    select,
    typed,
)
from assessment.web.slas.controls import AREA, Control
from assessment.web.slas.words import VERDICT_KINDS, VERDICT_NAMES

VERDICT_OPTIONS = tuple((one, VERDICT_NAMES[one]) for one in (OPEN, *VERDICTS))
NEW = 0


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need with the answer in words and the name of the target that meets it."""

    number: int
    text: str
    verdict: str
    kind: str
    reason: str
    target: str
    version: int


def need_rows(loaded: Loaded) -> tuple[NeedRow, ...]:
    """Return the needs of an agreement as its pages show them."""
    names = {one.key: one.name for one in loaded.content.targets}
    return tuple(
        NeedRow(
            one.number, one.text, VERDICT_NAMES.get(one.verdict, one.verdict),
            VERDICT_KINDS.get(one.verdict, ""), one.reason,
            names.get(one.target_key, "a target that is gone" if one.target_key else ""), one.version,
        )
        for one in loaded.needs
    )  # fmt: skip


@blueprint.route(f"{ONE}/needs", methods=["GET", "POST"])
@access("manager")
def needs(client: str, sla: int) -> ResponseReturnValue:
    """What the customer needs, and the form of a new need."""
    if request.method == "POST":
        try:
            with unit.write() as u:
                made = slas_needs.add_need(u, client, sla, entry_typed())
        except InvalidInput as error:
            refused = refused_by(error)
            return needs_html(client, sla, refused, NEW), refused.status
        toast(f"Need {made.number} was written down.")
        return redirect(url_for("slas.needs", client=client, sla=sla), SEE_OTHER)
    return needs_html(client, sla, None, NEW)


def entry_typed() -> NeedEntry:
    """The need that the form holds."""
    values = typed()
    names = ("text", "verdict", "reason", "target_key")
    return NeedEntry(**{name: values.get(name, "") for name in names})


@blueprint.get(f"{ONE}/needs/<int:need>")
@access("manager")
def need(client: str, sla: int, need: int) -> str:
    """The page of the needs with the form of one of them."""
    return needs_html(client, sla, None, need)


@blueprint.post(f"{ONE}/needs/<int:need>")
@access("manager")
def save_need(client: str, sla: int, need: int) -> ResponseReturnValue:
    """Store a need."""
    seen = read_whole(request.form.get("seen")) or 0
    try:
        with unit.write() as u:
            slas_needs.change_need(u, client, sla, need, entry_typed(), seen)
    except (InvalidInput, Conflict) as error:
        refused = refused_by(error)
        return needs_html(client, sla, refused, need), refused.status
    toast(f"Need {need} was saved.")
    return redirect(url_for("slas.needs", client=client, sla=sla), SEE_OTHER)


@blueprint.post(f"{ONE}/needs/<int:need>/remove")
@access("manager")
def remove_need(client: str, sla: int, need: int) -> ResponseReturnValue:
    """Take a need out; the notice brings it back."""
    with unit.write() as u:
        slas_needs.set_retired(u, client, sla, need, retired=True)
    toast(
        f"Need {need} was taken out.", Undo(url_for("slas.restore_need", client=client, sla=sla, need=need))
    )
    return redirect(url_for("slas.needs", client=client, sla=sla), SEE_OTHER)


@blueprint.post(f"{ONE}/needs/<int:need>/restore")
@access("manager")
def restore_need(client: str, sla: int, need: int) -> ResponseReturnValue:
    """Bring a need back that was taken out."""
    with unit.write() as u:
        slas_needs.set_retired(u, client, sla, need, retired=False)
    toast(f"Need {need} is back.")
    return redirect(url_for("slas.needs", client=client, sla=sla), SEE_OTHER)


def needs_html(client: str, sla: int, refused: Refused | None, number: int) -> str:
    """The page of the needs; the form is that of a new need for NEW, and refused ones stay as typed."""
    with unit.read() as u:
        loaded = load(u, client, sla)
        kept = slas_needs.get_need(u, client, sla, number) if number else Need("", NEW, "")
    names = ("text", "verdict", "reason", "target_key")
    values = typed() if refused else {name: getattr(kept, name) for name in names}
    targets = (("", "None yet"), *((one.key, one.name) for one in loaded.content.targets))
    at = refused.at if refused else ("", "")
    controls = (
        Control("text", "What the customer needs", values.get("text", ""), AREA, error=_at(at, "text")),
        select("verdict", "What the provider says", VERDICT_OPTIONS, values, refused),
        Control(
            "reason", "Why", values.get("reason", ""), AREA, "Needed with every answer.", optional=True,
            error=_at(at, "reason"), rows=2,
        ),
        select("target_key", "Target that meets it", targets, values, refused),
    )  # fmt: skip
    return render_template(
        "slas/needs.html",
        title=title_of(loaded),
        rows=need_rows(loaded),
        controls=controls,
        number=number,
        seen=kept.version,
        prefix=url_for("slas.needs", client=client, sla=sla),
        back=address_of(client, sla),
        loaded=loaded,
        refused=refused,
        shell=client_shell(client, loaded.client.name, PLACE),
    )


def _at(at: tuple[str, str], name: str) -> str:
    return at[1] if at[0] == name else ""


def title_of(loaded: Loaded) -> str:
    """Return the finding about the needs, as a heading."""
    needed = loaded.needs
    if not needed:
        return "Nobody wrote down yet what the customer needs"
    open_ones = sum(1 for one in needed if one.verdict == OPEN)
    if open_ones:
        waits = "waits" if open_ones == 1 else "wait"
        return f"{capital(count_word(open_ones))} of {plural(len(needed), 'need')} {waits} for an answer"
    return f"{capital(plural(len(needed), 'need'))}, all answered"
