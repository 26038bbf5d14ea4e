"""The forms of an own metric and of an own practice."""

from typing import Any

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from assessment.domain.framework import Framework, localise
from assessment.domain.numbers import plain
from assessment.domain.own import OwnMetric, OwnPractice
from assessment.services.own import MetricEntry, PracticeEntry, cell_name
from assessment.services.rating_changes import LONGEST_LINE, LONGEST_NOTE
from assessment.services.texts import LONGEST_NAME
from assessment.web.filters import current_language
from assessment.web.forms import BaseForm, at_most, options, read_whole, tidy

UNIT_CHOICES = (
    ("percent", "Percentage"),
    ("count", "Count"),
    ("duration", "Duration"),
    ("currency", "Amount of money"),
    ("rating", "Rating on a scale"),
    ("ratio", "Ratio"),
    ("yes_no", "Yes or no"),
    ("frequency", "How often in a month"),
)
UNIT_WORDS = dict(UNIT_CHOICES)
DIRECTION_CHOICES = (("higher", "Higher"), ("lower", "Lower"), ("context", "Neither"))
EFFORT_CHOICES = (("1", "1, a few days"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5, months"))
SHORT = 40
OF_ONE, OF_ALL = "client", "all"
OWNER_CHOICES = ((OF_ONE, "This client"), (OF_ALL, "Every client of the workspace"))
BETWEEN = ":"


def level_choices(framework: Framework) -> list[Any]:
    """The levels of a framework as choices."""
    language = current_language()
    return options(
        *((str(one.number), f"{one.number} {localise(one.name, language)}") for one in framework.levels)
    )


class MetricForm(BaseForm):
    """What an own metric is."""

    name = StringField("Name", filters=[tidy], validators=[at_most(LONGEST_NAME)])
    owner = SelectField("Of", choices=options(*OWNER_CHOICES), default=OF_ONE, validate_choice=False)
    unit = SelectField("Unit", choices=options(*UNIT_CHOICES), validate_choice=False)
    direction = SelectField("Better", choices=options(*DIRECTION_CHOICES), validate_choice=False)
    numerator = StringField("What is counted", filters=[tidy], validators=[at_most(LONGEST_LINE)])
    denominator = StringField("Out of what", filters=[tidy], validators=[at_most(LONGEST_LINE)])
    lowest = StringField("Scale from", filters=[tidy], validators=[at_most(SHORT)])
    highest = StringField("Scale to", filters=[tidy], validators=[at_most(SHORT)])
    words = TextAreaField("How it is worked out", filters=[tidy], validators=[at_most(LONGEST_NOTE)])
    data_needed = TextAreaField("Data needed", filters=[tidy], validators=[at_most(LONGEST_NOTE)])
    is_survey = BooleanField("The figures come from a survey")
    cells = SelectMultipleField(
        "Where it belongs",
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, framework: Framework) -> None:
        """Offer the cells of a framework as choices."""
        self.cells.choices = options(
            *(
                (f"{area.id}{BETWEEN}{level}", cell_name(framework, (area.id, level), current_language()))
                for area in framework.areas
                for level in framework.level_numbers
            )
        )

    def entry(self, seen: int) -> MetricEntry:
        """What was typed over the version that the person saw."""
        names = (
            "name", "unit", "direction", "numerator", "denominator", "lowest", "highest", "words",
            "data_needed",
        )  # fmt: skip
        said = {name: self[name].data or "" for name in names}
        return MetricEntry(
            **said,
            is_survey=bool(self.is_survey.data),
            cells=tuple(_cell(text) for text in self.cells.data or ()),
            for_all=self.owner.data == OF_ALL,
            seen=seen,
        )

    def show(self, own: OwnMetric) -> None:
        """Put what is stored into the fields."""
        for name in ("name", "unit", "direction", "numerator", "denominator", "words", "data_needed"):
            self[name].data = getattr(own, name)
        self.lowest.data = "" if own.lowest is None else plain(own.lowest)
        self.highest.data = "" if own.highest is None else plain(own.highest)
        self.is_survey.data = own.is_survey
        self.owner.data = OF_ALL if own.for_all else OF_ONE
        self.cells.data = [f"{area}{BETWEEN}{level}" for area, level in own.cells]


def _cell(text: str) -> tuple[str, int]:
    area, _, level = text.partition(BETWEEN)
    return area, read_whole(level) or 0


class PracticeForm(BaseForm):
    """What an own practice is."""

    text = StringField("What is done", filters=[tidy], validators=[at_most(LONGEST_LINE)])
    owner = SelectField("Of", choices=options(*OWNER_CHOICES), default=OF_ONE, validate_choice=False)
    area = SelectField("Area", validate_choice=False)
    level = SelectField("Level", validate_choice=False)
    effort = SelectField("Effort", choices=options(*EFFORT_CHOICES), default="3", validate_choice=False)

    def offer(self, framework: Framework) -> None:
        """Offer the areas and levels of a framework as choices."""
        language = current_language()
        self.area.choices = options(*((one.id, localise(one.name, language)) for one in framework.areas))
        self.level.choices = level_choices(framework)

    def entry(self, seen: int) -> PracticeEntry:
        """What was typed over the version that the person saw."""
        return PracticeEntry(
            self.text.data or "",
            self.area.data or "",
            read_whole(self.level.data) or 0,
            read_whole(self.effort.data) or 0,
            self.owner.data == OF_ALL,
            seen,
        )

    def show(self, own: OwnPractice) -> None:
        """Put what is stored into the fields."""
        self.text.data, self.area.data = own.text, own.area
        self.level.data, self.effort.data = str(own.level), str(own.effort)
        self.owner.data = OF_ALL if own.for_all else OF_ONE
