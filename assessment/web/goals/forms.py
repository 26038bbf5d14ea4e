"""The form of a goal: what it says, from which day on, and why."""

from typing import Any

from wtforms import SelectField, StringField, TextAreaField

from assessment.domain.framework import Framework
from assessment.domain.goals import KPI, UNDER, Goal
from assessment.services.goal_edits import LONGEST_TEXT, GoalEntry
from assessment.services.goal_states import label_of, target_as_typed
from assessment.services.goals import GoalFormPage, is_in_use
from assessment.services.texts import LONGEST_NAME
from assessment.web.forms import BaseForm, DayField, at_most, options, read_whole, tidy
from assessment.web.goals.words import CODE_NAMES

SHORT = 40


class GoalForm(BaseForm):
    """What a goal says from a day on."""

    parent = SelectField("Stands under", validate_choice=False)
    title = StringField("What is aimed at", filters=[tidy], validators=[at_most(LONGEST_NAME)])
    description = TextAreaField(
        "Description", description="Markdown works.", filters=[tidy], validators=[at_most(LONGEST_TEXT)]
    )
    metric_id = SelectField("Metric that shows it", validate_choice=False)
    target_code = SelectField("The target is", choices=options(*CODE_NAMES), validate_choice=False)
    target = StringField(
        "Target",
        description="Typed like a reading: 85, 8 h, EUR 12.50. Leave it empty while nothing is agreed.",
        filters=[tidy],
        validators=[at_most(SHORT)],
    )
    service_id = SelectField("Service", validate_choice=False)
    valid_from = DayField("From")
    review_id = SelectField("Settled in", validate_choice=False)
    reason = TextAreaField("Reason", filters=[tidy], validators=[at_most(LONGEST_TEXT)])

    def offer(self, page: GoalFormPage, kind: str, goal: Goal | None) -> None:
        """Offer what a goal of that kind may stand under, and what it may name."""
        now = goal.parent_id if goal else None
        above = [
            one
            for one in page.goals
            if one.id == now or (one.kind in UNDER[kind] and is_in_use(page.goals, one))
        ]
        top = [] if kind == KPI else [("", "Nothing, it stands on top")]
        self.parent.choices = options(
            *top, *((str(one.number), f"{label_of(one)} {one.newest.title}") for one in above)
        )
        chosen = goal.newest.metric_id if goal else None
        named = dict(page.metrics)
        strange = [] if chosen is None or chosen in named else [(chosen, chosen)]
        self.metric_id.choices = options(("", "Choose a metric"), *page.metrics, *strange)
        services = [one for one in page.services if not one.retired or (goal and one.id == goal.service_id)]
        self.service_id.choices = options(("", "No one service"), *((one.id, one.name) for one in services))
        self.review_id.choices = options(
            ("", "No review"), *((one.id, f"REV-{one.number:03d} {one.title}") for one in page.reviews)
        )

    def show(self, goal: Goal, parent: Goal | None, framework: Framework) -> None:
        """Put what a goal says now into the fields."""
        said = goal.newest
        self.title.data, self.description.data = said.title, said.description
        self.metric_id.data, self.service_id.data = said.metric_id or "", goal.service_id or ""
        self.parent.data = "" if parent is None else str(parent.number)
        self.target_code.data = said.target_code or CODE_NAMES[0][0]
        self.target.data = target_as_typed(framework, goal.newest)

    def entry(self, seen: int) -> GoalEntry:
        """What was typed over the version that the person saw."""
        names = (
            "description", "metric_id", "target", "target_code", "service_id", "review_id", "reason",
        )  # fmt: skip
        said: dict[str, Any] = {name: self[name].data or "" for name in names}
        number = read_whole(self.parent.data)
        said["parent"] = str(number) if number is not None else ""
        return GoalEntry(self.title.data or "", self.valid_from.data, **said, seen=seen)
