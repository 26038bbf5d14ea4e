"""The data of the pattern page: every component in every state, for screenshots and for tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from assessment.errors import Conflict, InvalidInput, Unavailable
from assessment.web.forms import BaseForm, NumberField, options
from assessment.web.shell import NavLink, Shell

LEVELS = ((1, "Initial"), (2, "Basic"), (3, "Intermediate"), (4, "Advanced"), (5, "Optimized"))
SCALE = (
    ("N", "Not in place", "0 to 15%"),
    ("P", "Partly", "more than 15 to 50%"),
    ("L", "Largely", "more than 50 to 85%"),
    ("F", "Fully", "more than 85%"),
)


class PatternForm(BaseForm):
    """One field of each kind."""

    name = StringField("Client name", [InputRequired("Write the name of the client.")])
    sector = SelectField("Sector", choices=options(("", "Not given"), ("transport", "Transport")))
    goal = TextAreaField("What should be better a year from now", description="One or two sentences.")
    amount = NumberField("Budget, EUR")
    mode = RadioField(
        "How people rate", choices=options(("live", "Live workshop"), ("alone", "Each on their own"))
    )
    step = RadioField("Target", choices=options(("2", "2"), ("3", "3"), ("4", "4")), default="3")
    sample = BooleanField("This is a sample client")


@dataclass(frozen=True, slots=True)
class Practice:
    """One row to rate, with the attributes that components/practice.html reads."""

    id: str
    text: str
    question: str
    rating: str = ""
    implied: str = ""
    reason: str = ""
    note: str = ""
    evidence: str = ""
    evidence_help: str = "A record, a page or a report that shows it."
    why: str = "Without it, two teams may work on the same fault."
    votes: tuple[tuple[str, int], ...] = ()
    saved_at: str = ""
    version: int = 1
    action: str = "/patterns"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of a chart's own table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with the attributes that components/chart.html reads."""

    key: str
    title: str
    subtitle: str
    summary: str
    svg: Markup
    table: Table


@dataclass(frozen=True, slots=True)
class PatternPage:
    """Everything that the pattern page shows."""

    form: PatternForm
    wrong_form: PatternForm
    chart: Drawing
    practices: tuple[Practice, ...]
    levels: tuple[tuple[int, str], ...] = LEVELS
    scale: tuple[tuple[str, str, str], ...] = SCALE
    day: date = date(2026, 12, 3)
    amount: Decimal = Decimal(12000)
    cells: tuple[dict[str, Any], ...] = field(default_factory=tuple)


SVG = Markup(
    '<svg viewBox="0 0 400 120" aria-hidden="true">'
    '<line x1="0" y1="40" x2="400" y2="40" stroke="var(--accent)" stroke-dasharray="6 5"/>'
    '<polyline points="10,100 100,86 190,90 280,66 390,58" fill="none" stroke="var(--ink)" stroke-width="2"/>'
    '<circle cx="390" cy="58" r="5" fill="var(--bad)"/></svg>'
)


def practices() -> tuple[Practice, ...]:
    """One practice in each state."""
    return (
        Practice("L2-A3-P1", "Priority is set from impact and urgency", "Who decides what goes first?", "L"),
        Practice(
            "L2-A3-P2",
            "Users hear how their case goes before they ask",
            "When does a user hear from you between the report and the fix?",
            "P",
            note="Only for major incidents.",
            evidence="Ticket sample, 40 records",
            votes=(("N", 1), ("P", 3), ("L", 2)),
            saved_at="10:42",
        ),
        Practice(
            "L2-A3-P3",
            "There are at most a few contact points",
            "How many ways in are there?",
            implied="“One contact point for everything” of level 3 is fully in place.",
        ),
        Practice("L2-A3-P4", "Suppliers report by phone", "", "NA", reason="There is no supplier"),
        Practice("L2-A3-P5", "Escalation paths are written and used", "Where does it say so?", "DK"),
    )


def pattern_page() -> PatternPage:
    """The pattern page, with one form as it opens and one that was refused."""
    wrong = PatternForm(prefix="wrong", formdata=None)
    for name, text in (
        ("name", "Write the name of the client."),
        ("amount", "Write a number, for example 2.5."),
    ):
        wrong[name].errors = [text]
    wrong["mode"].errors = ["Choose how people rate."]
    table = Table(("Month", "Value"), (("October 2026", "62%"), ("September 2026", "61%")))
    chart = Drawing(
        "fcr",
        "First-contact resolution is short of its target",
        "Percent of cases, twelve months to October 2026. Dashed line: target.",
        "First-contact resolution rose from 51% to 62%; the target is 70%.",
        SVG,
        table,
    )
    cells = ({"level": 2, "name": "Basic", "meaning": "Work is repeatable inside one team.",
              "coverage": "3 of 5 in place", "percent": 60, "bulk_action": "/patterns"},)  # fmt: skip
    return PatternPage(PatternForm(formdata=None), wrong, chart, practices(), cells=cells)


def pattern_shell() -> Shell:
    """A frame as a client's pages have it."""
    links = (
        NavLink("Overview", "/patterns"),
        NavLink("Assessments", "/patterns", 3),
        NavLink("Results", "/patterns", None, True),
        NavLink("CSIP register", "/patterns", 14),
    )
    return Shell(links, "Corvo Logistics", "/patterns")


def save_answer(form: Mapping[str, str]) -> ResponseReturnValue:
    """What the saving script gets for a note that reads fail, conflict or invalid, and for any other."""
    match form.get("note"):
        case "fail":
            raise Unavailable("The database is busy.")
        case "conflict":
            raise Conflict("", field="Note", yours="conflict", theirs="May only", by="Desk lead", version=7)
        case "invalid":
            raise InvalidInput("note", "Write less.")
    coverage = '<p class="hint coverage" id="coverage-L2">4 of 5 in place</p>'
    version = int(form.get("version", "0")) + 1
    return jsonify(saved_at="10:42", version=version, fragments={"#coverage-L2": coverage}, toast=None)
