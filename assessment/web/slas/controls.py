"""The fields of the forms of an agreement, described once so that one template draws them all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.sla_content import ALWAYS, OPERATORS, PERIODS
from assessment.domain.sla_points import FIELD_NAMES, POINT_FIELDS, VALIDITY

Option = tuple[str, str]
TEXT, AREA, SELECT, CHECK, DAY, MONTH = "text", "area", "select", "check", "date", "month"
YES = "yes"


@dataclass(frozen=True, slots=True)
class Control:
    """One field: name, label, kind and value; `options` are pairs of a value and a text for a select."""

    name: str
    label: str
    value: str = ""
    kind: str = TEXT
    hint: str = ""
    optional: bool = False
    width: str = ""
    options: Sequence[Option] = ()
    error: str = ""
    rows: int = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """How a field of a point looks: kind of control, hint, width, whether it may stay empty."""

    kind: str = TEXT
    hint: str = ""
    width: str = ""
    optional: bool = False
    rows: int = 3


LINES = "One on each line."
TIME = "Such as 4 h, 30 min, 2 days."
SIGNERS = "A name or a role on each line, then a comma and the role."

KINDS: Mapping[str, Kind] = {
    "functions": Kind(AREA, f"What the business does with it. {LINES}"),
    "deliverables": Kind(AREA, f"What the customer gets. {LINES}"),
    "scale": Kind(hint="How many users, sites, transactions."),
    "impact": Kind(hint="What happens to the business without it."),
    "priority": Kind(width="20rem"),
    "signs_provider": Kind(AREA, SIGNERS, rows=2),
    "signs_customer": Kind(AREA, SIGNERS, rows=2),
    "hours_calendar_id": Kind(SELECT, width="22rem"),
    "maintenance": Kind(AREA, "When it may be, how it is announced, and whether it counts as an outage."),
    "routes": Kind(AREA, f"Portal, telephone, e-mail. {LINES}"),
    "desk_calendar_id": Kind(SELECT, width="22rem"),
    "after_hours": Kind(AREA, "Needed where the desk is open for less than the service.", optional=True),
    "supports": Kind(AREA, f"Agreements with own teams and suppliers. {LINES}", optional=True),
    "stands_alone": Kind(AREA, "Only where no agreement stands behind this one.", optional=True, rows=2),
    "categories": Kind(AREA, f"From the worst to the mildest. {LINES}"),
    "price": Kind(width="12rem", optional=True),
    "price_per": Kind(SELECT, width="12rem"),
    "currency": Kind(hint="Three letters, such as EUR.", width="8rem"),
    "formula": Kind(
        hint="Names, numbers, + - * /, min, max and brackets, such as max(500, users * 12).", optional=True
    ),
    "recovery_plan": Kind(hint="Which document, in which edition."),
    "recovery_time_minutes": Kind(hint=f"How long until the service is back. {TIME}", width="12rem"),
    "recovery_point_minutes": Kind(
        hint=f"How much work may be lost at most. {TIME}", width="12rem", optional=True
    ),
    "declared_disaster": Kind(CHECK),
    "measures": Kind(AREA, LINES),
    "change_policy": Kind(hint="Which document, in which edition."),
    "change_route": Kind(hint="How somebody asks for a change."),
    "change_notice_days": Kind(width="8rem"),
    "valid_from": Kind(DAY, width="12rem"),
    "valid_to": Kind(DAY, "The last day. A review renews the agreement before.", width="12rem"),
    "prose": Kind(AREA, "Whatever else has to be said. Markdown works.", optional=True, rows=6),
    "waiver": Kind(
        AREA, "Only where the point is left out: both sides sign this reason with the rest.", optional=True,
        rows=2,
    ),
}  # fmt: skip

LABELS: Mapping[str, str] = {
    **FIELD_NAMES,
    "signs_provider": "Signs for the provider",
    "signs_customer": "Signs for the customer",
    "prose": "Text",
    "waiver": "Why this point is left out",
}
PERIOD_OPTIONS: tuple[Option, ...] = tuple((one, one.capitalize()) for one in PERIODS)
OPERATOR_OPTIONS: tuple[Option, ...] = tuple(
    zip(OPERATORS, ("At least, more is better", "At most, less is better"), strict=True)
)


def calendar_options(calendars: Iterable[tuple[str, str]], empty: str) -> tuple[Option, ...]:
    """The calendars of a client as choices, with the one that always counts; `empty` says what none means."""
    return (("", empty), (ALWAYS, "Every hour of every day"), *calendars)


def names_of(point: str) -> tuple[str, ...]:
    """The names of the fields in the form of a point, in order."""
    names: list[str] = []
    for name in POINT_FIELDS[point]:
        if name == "signatories":
            names += ["signs_provider", "signs_customer"]
        elif name != "credits":
            names.append(name)
    return (*names, "prose", "waiver") if point != VALIDITY else tuple(names)


def point_controls(
    point: str, values: Mapping[str, str], calendars: Iterable[tuple[str, str]], refused: tuple[str, str]
) -> tuple[Control, ...]:
    """The fields of a point; `refused` is the name of the field that did not fit and why."""
    choices = tuple(calendars)
    return tuple(_control(name, values.get(name, ""), choices, refused) for name in names_of(point))


def _control(name: str, value: str, calendars: Sequence[Option], refused: tuple[str, str]) -> Control:
    kind = KINDS[name]
    options: Sequence[Option] = ()
    if name.endswith("calendar_id"):
        options = calendar_options(calendars, "Not chosen yet")
    elif name == "price_per":
        options = PERIOD_OPTIONS
    return Control(
        name, LABELS[name], value, kind.kind, kind.hint, kind.optional, kind.width, options,
        refused[1] if refused[0] == name else "", kind.rows,
    )  # fmt: skip
