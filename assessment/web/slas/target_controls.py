"""The fields of the form of a target; which of them are shown follows from its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assessment.domain.sla_content import (
    AVAILABILITY,
    FUNCTIONALITY,
    METRIC,
    RESOLUTION,
    RESPONSE,
    TARGET_KINDS,
)
from assessment.web.slas.controls import (
    AREA,
    DAY,
    MONTH,
    OPERATOR_OPTIONS,
    PERIOD_OPTIONS,
    SELECT,
    Control,
    Option,
    calendar_options,
)

KIND_WORDS: Mapping[str, str] = {
    RESPONSE: "Response: answered within a time",
    RESOLUTION: "Resolution: resolved within a time",
    AVAILABILITY: "Availability: the service is there",
    FUNCTIONALITY: "Functionality: tolerated errors",
    METRIC: "A metric of the catalogue or an own one",
}
SHORT_KINDS: Mapping[str, str] = {
    RESPONSE: "Response",
    RESOLUTION: "Resolution",
    AVAILABILITY: "Availability",
    FUNCTIONALITY: "Errors",
    METRIC: "Metric",
}
KIND_OPTIONS: tuple[Option, ...] = tuple((kind, KIND_WORDS[kind]) for kind in TARGET_KINDS)
SHORT, MIDDLE = "12rem", "22rem"
LIMIT_HINT = (
    "Such as 10 min, 4 h, 8 business h or 1 week; or in words, where the time is agreed case by case. "
    "Days and weeks are those of the calendar."
)

FIRST: Mapping[str, tuple[str, ...]] = {
    RESPONSE: ("name", "classes", "value", "limit", "calendar_id", "unacceptable"),
    RESOLUTION: ("name", "classes", "value", "limit", "calendar_id", "unacceptable"),
    AVAILABILITY: ("name", "value", "unacceptable", "calendar_id"),
    FUNCTIONALITY: ("name", "category", "value", "unacceptable"),
    METRIC: ("metric_id", "name", "operator", "value", "unacceptable"),
}
SECOND = ("goal_id", "period", "source", "site", "review_on")
BEFORE = ("baseline", "baseline_from", "baseline_to", "underpinned_by", "accepted_because")

VALUE_HINTS: Mapping[str, str] = {
    RESPONSE: "Percent of the cases. Leave it empty where the agreement names none.",
    RESOLUTION: "Percent of the cases. Leave it empty where the agreement names none.",
    AVAILABILITY: "Percent of the service hours.",
    FUNCTIONALITY: "At most so many errors in a period; 0 for none.",
    METRIC: "In the unit of the metric; durations in minutes.",
}

FIELDS: Mapping[str, Control] = {
    one.name: one
    for one in (
        Control("name", "Name", hint="Left empty, it is named after what it is about.", optional=True),
        Control("metric_id", "Metric", kind=SELECT, width=MIDDLE),
        Control("classes", "Classes", hint="Priorities or kinds of cases, separated by commas: P1, P2."),
        Control("category", "Category of errors", hint="One of those of the agreement.", width=MIDDLE),
        Control("operator", "Better", kind=SELECT, options=OPERATOR_OPTIONS, width=MIDDLE),
        Control("value", "Target", width=SHORT),
        Control("limit", "Within", hint=LIMIT_HINT, width=MIDDLE),
        Control("calendar_id", "Which time counts", kind=SELECT, width=MIDDLE),
        Control(
            "unacceptable", "Counts as failing from", hint="A worse value.", optional=True, width=SHORT
        ),
        Control("goal_id", "Indicator that it serves", kind=SELECT, optional=True, width=MIDDLE),
        Control("period", "Measured for each", kind=SELECT, options=PERIOD_OPTIONS, width=SHORT),
        Control("source", "Where the figures come from", hint="Such as the ticket export or the monitoring."),
        Control("site", "Site", optional=True, width=MIDDLE),
        Control("review_on", "Looked at again on", kind=DAY, hint="Inside the validity.", width=SHORT),
        Control("baseline", "Value before", optional=True, width=SHORT),
        Control("baseline_from", "From month", kind=MONTH, optional=True, width=SHORT),
        Control("baseline_to", "To month", kind=MONTH, optional=True, width=SHORT),
        Control(
            "underpinned_by", "Times behind it", kind=AREA, optional=True,
            hint="What a team or supplier behind the provider promised, one on each line: Carrier: 2 h.",
        ),
        Control(
            "accepted_because", "Why it is accepted all the same", kind=AREA, optional=True,
            hint="Only where it is not realistic yet.", rows=2,
        ),
    )
}  # fmt: skip


def target_groups(
    kind: str,
    values: Mapping[str, str],
    calendars: Sequence[Option],
    metrics: Sequence[Option],
    goals: Sequence[Option],
    refused: tuple[str, str],
) -> tuple[tuple[Control, ...], ...]:
    """The fields of a target in three groups: what is wanted, how it is measured, what was before."""
    options = {
        "calendar_id": calendar_options(calendars, "The service hours of the agreement"),
        "metric_id": (("", "Choose a metric"), *metrics),
        "goal_id": (("", "None"), *goals),
    }
    return tuple(
        tuple(_control(name, kind, values, options, refused) for name in names)
        for names in (FIRST[kind], SECOND, BEFORE)
    )


def _control(
    name: str,
    kind: str,
    values: Mapping[str, str],
    options: Mapping[str, tuple[Option, ...]],
    refused: tuple[str, str],
) -> Control:
    control = FIELDS[name]
    if name in options:
        control = replace(control, options=options[name])
    elif name == "value":
        control = replace(control, hint=VALUE_HINTS[kind])
    error = refused[1] if refused[0] == name else ""
    return replace(control, value=values.get(name, ""), error=error)
