"""The forms of a typed figure and of a report."""

from wtforms import StringField, TextAreaField

from assessment.domain.numbers import plain
from assessment.services.rating_changes import LONGEST_NOTE
from assessment.services.sla_figures import FigureEntry, KeptFigure
from assessment.services.texts import LONGEST_NAME
from assessment.web.forms import BaseForm, at_most, tidy

SHORT = 40
MOST_NAMES = 16_000
PLACES = 6


class FigureForm(BaseForm):
    """What was measured of a target in a period."""

    met = StringField("Cases that met it", filters=[tidy], validators=[at_most(SHORT)])
    cases = StringField("Of how many cases", filters=[tidy], validators=[at_most(SHORT)])
    value = StringField("Value", filters=[tidy], validators=[at_most(SHORT)])
    at_risk = StringField("Cases at risk at the end", filters=[tidy], validators=[at_most(SHORT)])
    source = StringField(
        "Where it is from",
        description="For example the report of the provider.",
        filters=[tidy],
        validators=[at_most(LONGEST_NAME)],
    )
    note = TextAreaField("Note", filters=[tidy], validators=[at_most(LONGEST_NOTE)])

    def entry(self, seen: int) -> FigureEntry:
        """What was typed over the version that the person saw."""
        names = ("met", "cases", "value", "at_risk", "source", "note")
        return FigureEntry(**{name: self[name].data or "" for name in names}, seen=seen)

    def show(self, kept: KeptFigure | None) -> None:
        """Put what is stored into the fields."""
        if kept is None:
            return
        for name in ("met", "cases", "at_risk"):
            value = getattr(kept, name)
            self[name].data = "" if value is None else str(value)
        self.value.data = "" if kept.value is None else plain(kept.value, PLACES)
        self.source.data, self.note.data = kept.source, kept.note


class ReportForm(BaseForm):
    """Who gets a report, and what it corrects."""

    receivers = TextAreaField(
        "Who gets it",
        description="One on each line: a role or a name on either side.",
        filters=[tidy],
        validators=[at_most(MOST_NAMES)],
    )
    note = TextAreaField(
        "What is different from the report before", filters=[tidy], validators=[at_most(LONGEST_NOTE)]
    )
