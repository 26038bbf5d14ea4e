"""The forms that start an assessment, change its settings and open it again."""

from dataclasses import dataclass
from datetime import date

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from assessment.domain.answers import Options
from assessment.domain.assessments import Assessment
from assessment.services.assessments import LONGEST_SCOPE, LONGEST_TITLE, METHOD_CHOICES, Settings
from assessment.web.forms import BaseForm, DayField, at_most, options, read_whole, tidy

EMPTY_START = ""


class SettingsForm(BaseForm):
    """What can be changed about an assessment as long as it is open."""

    title = StringField(
        "Title",
        description="Usually the month in which people met.",
        filters=[tidy],
        validators=[
            InputRequired("Write a title, for example the month and the year."),
            at_most(LONGEST_TITLE),
        ],
    )
    held_on = DayField("Date", validators=[InputRequired("Choose the day of the assessment.")])
    scope = TextAreaField(
        "Scope",
        description="Which services, sites and teams it is about, and what is left out.",
        filters=[tidy],
        validators=[at_most(LONGEST_SCOPE)],
    )
    method = RadioField("How the answers become a level", choices=options(*METHOD_CHOICES))
    use_implied = BooleanField("A higher practice counts for the lower ones that it replaces", default=True)
    cap_without_evidence = BooleanField("A practice without evidence counts as largely in place at most")
    balance_by_role = BooleanField("Every role counts the same, however many people vote in it")
    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version that the person looked at, or None when the field holds no number."""
        return read_whole(str(self.version.data or ""))

    @property
    def chosen_options(self) -> Options:
        """The options; what is as usual is left to the framework."""
        return Options(
            use_implied=None if self.use_implied.data else False,
            balance_by_role=bool(self.balance_by_role.data),
            cap_without_evidence=bool(self.cap_without_evidence.data),
        )

    @property
    def settings(self) -> Settings:
        """What the form holds, as the use case takes it."""
        return Settings(
            self.title.data or "",
            self.held_on.data or date.min,
            self.scope.data or "",
            self.method.data or "",
            self.chosen_options,
        )


class StartForm(SettingsForm):
    """What is decided once: the framework, and whether to start from an earlier assessment."""

    framework = SelectField("Framework")
    copy_of = SelectField(
        "Start from",
        description="A copy takes over ratings, notes, evidence and targets. It is the baseline.",
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """The settings of an assessment as the form reads them."""

    title: str
    held_on: date
    scope: str
    method: str
    use_implied: bool
    cap_without_evidence: bool
    balance_by_role: bool
    version: int


def stored_settings(assessment: Assessment) -> Stored:
    """What the form of the settings opens with."""
    options = assessment.options
    return Stored(
        assessment.title,
        assessment.held_on,
        assessment.scope,
        assessment.method,
        options.use_implied is not False,
        options.cap_without_evidence,
        options.balance_by_role,
        assessment.version,
    )


class ReopenForm(BaseForm):
    """Why a closed assessment is opened again."""

    reason = StringField(
        "Why it is opened again",
        description="The reason stays in the history of the client.",
        filters=[tidy],
        validators=[InputRequired("Say why the assessment is opened again."), at_most(LONGEST_TITLE)],
    )
