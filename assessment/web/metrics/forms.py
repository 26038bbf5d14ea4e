"""The forms of the metrics of a client: a reading, a target, the grid, a filled-in table."""

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField

from assessment.services.metric_edits import TargetEntry
from assessment.services.metrics import MetricPage
from assessment.services.rating_changes import LONGEST_NOTE
from assessment.services.readings import ReadingEntry
from assessment.services.texts import LONGEST_NAME
from assessment.web.forms import BaseForm, at_most, tidy

SHORT = 60


class ReadingForm(BaseForm):
    """A value for a month, or the two parts that it is computed from."""

    period = StringField("Month", filters=[tidy], validators=[at_most(SHORT)])
    value = StringField("Value", filters=[tidy], validators=[at_most(SHORT)])
    numerator = StringField("Numerator", filters=[tidy], validators=[at_most(SHORT)])
    denominator = StringField("Denominator", filters=[tidy], validators=[at_most(SHORT)])
    asked = StringField("How many were asked", filters=[tidy], validators=[at_most(SHORT)])
    source = StringField("Source", filters=[tidy], validators=[at_most(LONGEST_NAME)])
    scope = StringField("What it covers", filters=[tidy], validators=[at_most(LONGEST_NAME)])
    note = StringField("Note", filters=[tidy], validators=[at_most(LONGEST_NOTE)])

    def entry(self) -> ReadingEntry:
        """What was typed."""
        names = ("period", "value", "numerator", "denominator", "asked", "source", "scope", "note")
        return ReadingEntry(**{name: self[name].data or "" for name in names})


class TargetForm(BaseForm):
    """What is aimed at, from where it started, and who provides the figures."""

    target = StringField("Target", filters=[tidy], validators=[at_most(SHORT)])
    baseline = StringField("Baseline", filters=[tidy], validators=[at_most(SHORT)])
    baseline_period = StringField("Month of the baseline", filters=[tidy], validators=[at_most(SHORT)])
    provider = StringField("Who provides the figures", filters=[tidy], validators=[at_most(LONGEST_NAME)])

    def entry(self, seen: int) -> TargetEntry:
        """What was typed over the version that the person saw."""
        names = ("target", "baseline", "baseline_period", "provider")
        return TargetEntry(**{name: self[name].data or "" for name in names}, seen=seen)

    def show(self, page: MetricPage) -> None:
        """Put what is stored into the fields."""
        self.target.data = page.target_words
        self.baseline.data = page.baseline_words
        self.baseline_period.data = page.target.baseline_period
        self.provider.data = page.target.provider


class BreakForm(BaseForm):
    """A month from which on the values cannot be compared with those before."""

    period = StringField(
        "First month of the new series", id="break-period", filters=[tidy], validators=[at_most(SHORT)]
    )
    reason = StringField("What is different", filters=[tidy], validators=[at_most(LONGEST_NAME)])


class TableForm(BaseForm):
    """A table that was filled in elsewhere."""

    file = FileField("Filled-in table, CSV or XLSX", validators=[FileRequired("Choose the file.")])
