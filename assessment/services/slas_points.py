"""Change one of the ten points of a draft, or its validity, from what somebody typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from assessment.domain.catalogue import CUSTOMER, PROVIDER
from assessment.domain.durations import in_words, read_duration
from assessment.domain.sla_checks import formula_finding
from assessment.domain.sla_content import CREDIT_PER, PERIODS, POINTS, Credit, Signatory, SlaContent
from assessment.domain.sla_diff import diff
from assessment.domain.sla_findings import FAIL
from assessment.domain.sla_points import POINT_FIELDS, POINT_NAMES, VALIDITY, mark_of, part_of
from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services.slas_drafts import LONGEST_TEXT, drafted, save_draft, shown
from assessment.services.slas_reading import (
    WRITE_TIME,
    Reader,
    chosen,
    day_in,
    line_in,
    number_in,
    text_of,
    words_in,
)
from assessment.services.texts import checked_text
from assessment.store.database import Unit
from assessment.store.queries.ticket_rules import list_calendars

MOST_DAYS = 3_660
CURRENCY_LETTERS = 3
SIDES_OF_FIELDS = {"signs_provider": PROVIDER, "signs_customer": CUSTOMER}
TYPED_AS: Mapping[str, tuple[str, ...]] = {"signatories": tuple(SIDES_OF_FIELDS), "credits": ()}
"""Fields that are typed in other fields than their own."""


@dataclass(frozen=True, slots=True)
class PointEntry:
    """What was typed about a point, by name of a field; `credits` has one row for each target.

    A row of credits is key, per, percent, amount and at most percent. `seen` is the mark that the person saw.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    credits: tuple[tuple[str, str, str, str, str], ...] = ()
    seen: str = ""

    def text(self, name: str) -> str:
        """Return what was typed into a field."""
        return self.values.get(name, "")


def known_point(point: str) -> str:
    """Return the point; NotFound for a word that is none."""
    if point not in (*POINTS, VALIDITY):
        raise NotFound("An agreement has no such point.")
    return point


def mark_of_point(content: SlaContent, point: str) -> str:
    """Return the mark of a point: another one as soon as somebody changes it."""
    return mark_of(part_of(content, point))


def edit_point(unit: Unit, client_slug: str, number: int, point: str, entry: PointEntry) -> SlaContent:
    """Change one point of a draft and return the draft.

    Raises InvalidInput naming the field, NotAllowed where nothing is being drafted, Conflict with both texts
    where somebody else changed the same point since it was seen.
    """
    known_point(point)
    client, sla, draft = drafted(unit, client_slug, number)
    calendars = list_calendars(unit, client.id)
    new = read_point(draft, point, entry, Reader(calendars, draft.hours_calendar_id))
    if new == draft:
        return draft
    names = {one.id: one.name for one in calendars}
    changes = diff(draft, new, names)
    was = "; ".join(f"{one.label}: {_side(one.was, one.lines, 'gone')}" for one in changes)
    now = "; ".join(f"{one.label}: {_side(one.now, one.lines, 'new')}" for one in changes)
    what = POINT_NAMES.get(point, "Validity")
    if entry.seen != mark_of_point(draft, point):
        raise Conflict(
            "Somebody else changed this point meanwhile.",
            field=what,
            yours=now,
            theirs=was,
            by=sla.updated_by,
        )
    said = {"what": what, "from": shown(was), "to": shown(now)}
    save_draft(unit, client, sla, new, "sla changed", said)
    return new


def _side(text: str, lines: tuple[tuple[str, str], ...], which: str) -> str:
    return text or " / ".join(line for what, line in lines if what == which) or "nothing"


def read_point(draft: SlaContent, point: str, entry: PointEntry, reader: Reader) -> SlaContent:
    """Return the draft with a point as it was typed; InvalidInput naming the field that does not fit."""
    values: dict[str, Any] = {}
    for name in POINT_FIELDS[point]:
        if name == "credits":
            values[name] = _credits(entry, draft)
        elif name == "signatories":
            values[name] = _signatories(entry)
        else:
            values[name] = READERS[name](name, entry.text(name), reader)
    if point != VALIDITY:
        values["prose"] = _with(draft.prose, point, checked_text("prose", entry.text("prose"), LONGEST_TEXT))
        waiver = checked_text("waiver", entry.text("waiver"), LONGEST_TEXT)
        values["waivers"] = _with(draft.waivers, point, waiver)
    new = replace(draft, **values)
    if new.valid_from and new.valid_to and new.valid_from >= new.valid_to:
        raise InvalidInput("valid_to", "The validity ends before it begins.")
    return new


def _with(texts: Mapping[str, str], point: str, text: str) -> dict[str, str]:
    kept = {name: one for name, one in texts.items() if name != point}
    return kept | ({point: text} if text else {})


def _lines(name: str, typed: str, _: Reader) -> tuple[str, ...]:
    return words_in(name, typed)


def _text(name: str, typed: str, _: Reader) -> str:
    return checked_text(name, typed, LONGEST_TEXT)


def _line(name: str, typed: str, _: Reader) -> str:
    return line_in(name, typed)


def _calendar(name: str, typed: str, reader: Reader) -> str:
    return reader.calendar(name, typed)


def _time(name: str, typed: str, reader: Reader) -> Fraction | None:
    if not typed.strip():
        return None
    length = read_duration(typed)
    if length is None:
        raise InvalidInput(name, WRITE_TIME)
    return reader.minutes_of(length, "") if length.business else length.minutes()


def _price(name: str, typed: str, _: Reader) -> Fraction | None:
    price = number_in(name, typed)
    if price is not None and price < 0:
        raise InvalidInput(name, "A price is not below 0.")
    return price


def _currency(name: str, typed: str, _: Reader) -> str:
    code = line_in(name, typed).upper()
    if code and not (code.isascii() and code.isalpha() and len(code) == CURRENCY_LETTERS):
        raise InvalidInput(name, "Write the currency as three letters, for example EUR.")
    return code


def _formula(name: str, typed: str, _: Reader) -> str:
    text = line_in(name, typed)
    finding = formula_finding(text) if text else None
    if finding is not None and finding.state == FAIL:
        raise InvalidInput(name, finding.sentence())
    return text


def _days(name: str, typed: str, _: Reader) -> int | None:
    days = number_in(name, typed)
    if days is None:
        return None
    if days.denominator != 1 or not 0 <= days <= MOST_DAYS:
        raise InvalidInput(name, f"Write a whole number of days, at most {MOST_DAYS}.")
    return int(days)


READERS: Mapping[str, Callable[[str, str, Reader], Any]] = {
    "functions": _lines,
    "deliverables": _lines,
    "scale": _line,
    "impact": _line,
    "priority": _line,
    "hours_calendar_id": _calendar,
    "maintenance": _text,
    "routes": _lines,
    "desk_calendar_id": _calendar,
    "after_hours": _text,
    "supports": _lines,
    "stands_alone": _text,
    "categories": _lines,
    "price": _price,
    "price_per": lambda name, typed, _: chosen(name, typed or PERIODS[0], PERIODS, "Choose a period."),
    "currency": _currency,
    "formula": _formula,
    "recovery_plan": _line,
    "recovery_time_minutes": _time,
    "recovery_point_minutes": _time,
    "declared_disaster": lambda _, typed, __: typed == "yes",
    "measures": _lines,
    "change_policy": _line,
    "change_route": _line,
    "change_notice_days": _days,
    "valid_from": lambda name, typed, _: day_in(name, typed),
    "valid_to": lambda name, typed, _: day_in(name, typed),
}


def _signatories(entry: PointEntry) -> tuple[Signatory, ...]:
    found = []
    for name, side in SIDES_OF_FIELDS.items():
        for line in words_in(name, entry.text(name)):
            who, _, role = line.partition(",")
            found.append(Signatory(side, who.strip(), role.strip()))
    return tuple(found)


def _credits(entry: PointEntry, draft: SlaContent) -> tuple[Credit, ...]:
    known = {one.key for one in draft.targets}
    found = []
    for key, per, percent, amount, most in entry.credits:
        if not (percent.strip() or amount.strip() or most.strip()):
            continue
        if key not in known:
            raise InvalidInput("credits", "A credit belongs to a target of this agreement.")
        credit = Credit(
            key, chosen("credits", per, CREDIT_PER, "Say what a credit is for."),
            number_in("credits", percent, percent=True), number_in("credits", amount),
            number_in("credits", most, percent=True),
        )  # fmt: skip
        if (credit.percent is None) == (credit.amount is None) or (credit.amount or 0) < 0:
            raise InvalidInput("credits", "A credit is either a percentage or an amount above 0.")
        found.append(credit)
    return tuple(found)


def typed_of(content: SlaContent, point: str) -> dict[str, str]:
    """Return a point as the fields of its form show it; credits stand in rows of their own."""
    typed = {"prose": content.prose.get(point, ""), "waiver": content.waivers.get(point, "")}
    for name in POINT_FIELDS[point]:
        if name == "signatories":
            for field_name, side in SIDES_OF_FIELDS.items():
                signers = (one for one in content.signatories if one.side == side)
                typed[field_name] = "\n".join(
                    ", ".join(filter(None, (one.name, one.role))) for one in signers
                )
        elif name != "credits":
            typed[name] = _typed(name, getattr(content, name))
    return typed


def _typed(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, tuple):
        return "\n".join(value)
    if name.endswith("_minutes"):
        return in_words(value)
    return text_of(value) if isinstance(value, Fraction) else str(value)
