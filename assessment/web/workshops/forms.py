"""Reads the forms of a workshop: how it is held, and what the group decided."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from fractions import Fraction

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from assessment.domain.answers import Evidence
from assessment.domain.reading_values import read_number
from assessment.domain.workshops import Ballot
from assessment.errors import InvalidInput
from assessment.services.workshop_rounds import Decision
from assessment.services.workshops import LONGEST_PLAN, LONGEST_TIMER, WorkshopSettings
from assessment.web.forms import BaseForm, DayField, NumberField, options, read_whole

Form = MultiDict[str, str]
WAYS = (
    ("live", "In the room: everybody votes at the same time"),
    ("survey", "By link first: a survey until a date"),
)
ANONYMOUS, NAMED = "anonymous", "named"
NAMES = (
    (ANONYMOUS, "Anonymous: nobody is named, not even to you"),
    (NAMED, "Named: you see who has voted, never what"),
)


class OpenForm(BaseForm):
    """How a workshop is held."""

    way = RadioField("How people answer", choices=options(*WAYS), default="live")
    until = DayField("The survey ends on", validators=[Optional()])
    depth = BooleanField("The survey also asks every practice, not only where each area stands")
    names = RadioField("Names", choices=options(*NAMES), default=ANONYMOUS)
    keeps_names = BooleanField("Keep the names after 30 days")
    timer = NumberField(
        "Seconds to vote",
        validators=[Optional(), NumberRange(0, LONGEST_TIMER, "Use 0 to 3600 seconds.")],
    )
    planned = NumberField(
        "Minutes planned for it",
        validators=[Optional(), NumberRange(0, LONGEST_PLAN, "Use 0 to 720 minutes.")],
    )
    facilitator_votes = BooleanField("I vote too")
    language = SelectField("Language of the questions", default="")
    areas = SelectMultipleField("Areas", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())

    @property
    def settings(self) -> WorkshopSettings:
        """What was chosen; InvalidInput for a survey without a date."""
        until = None
        if self.way.data == "survey":
            if self.until.data is None:
                raise InvalidInput("until", "Choose the day on which the survey ends.")
            until = end_of_day(self.until.data)
        chosen = list(self.areas.data or [])
        everything = len(chosen) == len(self.areas.choices or [])
        return WorkshopSettings(
            is_named=self.names.data == NAMED,
            keeps_names=bool(self.keeps_names.data),
            timer_seconds=int(self.timer.data or 0),
            areas=() if everything else chosen,
            survey_until=until,
            survey_practices=bool(self.depth.data),
            facilitator_votes=bool(self.facilitator_votes.data),
            language=self.language.data or "",
            planned_minutes=int(self.planned.data or 0),
        )


def end_of_day(day: date) -> datetime:
    """The last minute of a day, in UTC."""
    return datetime.combine(day, time(23, 59), UTC)


def read_version(form: Mapping[str, str], name: str = "version") -> int:
    """The version that the facilitator saw; 0 when the form does not say, which no round has."""
    return read_whole(form.get(name)) or 0


def read_ballot(form: Form) -> Ballot:
    """What one person says: an answer, and for a placing the target and the importance."""
    return Ballot(form.get("answer", ""), read_whole(form.get("target")), read_whole(form.get("importance")))


def read_decision(form: Form) -> Decision:
    """What the group decided; an empty answer keeps the mean of the votes, or the median of the placings."""
    note = form.get("evidence", "").strip()
    kind = form.get("evidence_kind", "stated")
    return Decision(
        seen=read_version(form, "seen"),
        answer=form.get("answer") or None,
        target=_number(form, "target"),
        importance=_number(form, "importance"),
        note=form.get("note", ""),
        reason=form.get("reason", ""),
        evidence=(Evidence(kind, note),) if note else (),
    )


def _number(form: Form, name: str) -> Fraction | None:
    text = form.get(name, "").strip()
    return read_number(text, name) if text else None
