"""Clients side by side: the choice, the page, and the same as a file."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from assessment.errors import InvalidInput
from assessment.services import compare
from assessment.web import unit
from assessment.web.access import access
from assessment.web.compare.sheet import compare_tables
from assessment.web.compare.views import view_of
from assessment.web.shell import main_shell
from assessment.web.tables import table_file

blueprint = Blueprint("compare", __name__, url_prefix="/compare")

UNPROCESSABLE = 422


@blueprint.get("")
@access("viewer")
def show() -> ResponseReturnValue:
    """The clients that the address names side by side; without any, the choice of them."""
    names = names_asked_for()
    if not names:
        return choice_page([], "")
    try:
        with unit.read() as u:
            found = compare.compare_clients(u, names)
    except InvalidInput as error:
        return choice_page(names, error.message), UNPROCESSABLE
    if not found.is_possible:
        return choice_page(names, "Fewer than two of these clients have an assessment that can be compared.")
    page = view_of(found, hidden=request.args.get("names") == "0")
    return render_template("compare/show.html", page=page, shell=main_shell("compare"))


@blueprint.get("/clients.<extension>")
@access("viewer")
def export(extension: str) -> ResponseReturnValue:
    """The comparison as a file."""
    with unit.read() as u:
        found = compare.compare_clients(u, names_asked_for())
    return table_file(compare_tables(view_of(found, hidden=request.args.get("names") == "0")), extension)


def names_asked_for() -> list[str]:
    """The clients that the address names: once with commas, or one after the other as a form sends them."""
    return [name for given in request.args.getlist("clients") for name in given.split(",") if name]


def choice_page(chosen: list[str], problem: str) -> str:
    """The page on which the clients are chosen."""
    with unit.read() as u:
        offered = compare.choosable(u)
    return render_template(
        "compare/choose.html", offered=offered, chosen=chosen, problem=problem, shell=main_shell("compare")
    )
