"""What the forms of all features share: numbers with a comma, tidy text, and errors from the use cases."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Flask
from flask_wtf import FlaskForm
from wtforms import DateField, DecimalField, Field, FieldList, FormField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its stubs.
from wtforms.validators import Length

from assessment.domain.evidence_files import ACCEPTED
from assessment.errors import InvalidInput

SHORT_TEXT = 200
LONG_TEXT = 10_000
LARGEST_EXPONENT = 30
MOST_DIGITS = 18
SPACES = "\u00a0\u202f "


def tidy(text: str | None) -> str | None:
    """The text without spaces at its ends; a filter for text fields."""
    return text.strip() if isinstance(text, str) else text


def at_most(length: int) -> Length:
    """The check that a text has at most so many characters, in our words."""
    return Length(max=length, message=f"Use at most {length} characters.")


def read_decimal(text: str) -> Decimal:
    """The number in a text with a point or a comma, and with or without spaces between thousands.

    Raises ValueError with a sentence for the person who typed it.
    """
    plain = text.strip().replace("\u2212", "-").replace(",", ".")
    for space in SPACES:
        plain = plain.replace(space, "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise ValueError("Write a number, for example 2.5.") from None
    # An exact number with a million zeros would keep the server busy for minutes.
    if not value.is_finite() or abs(value.adjusted()) > LARGEST_EXPONENT:
        raise ValueError("Write a number, for example 2.5.")
    return value


def read_whole(text: str | None) -> int | None:
    """The whole number in a text, or None for anything that is none or has too many digits to be meant."""
    if not text or not (text.isascii() and text.isdecimal()) or len(text) > MOST_DIGITS:
        return None
    return int(text)


class DayField(DateField):
    """A day; nothing typed is None, and what cannot be read gets our words."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; raises ValueError with a sentence for the person."""
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if text:
            try:
                self.data = date.fromisoformat(text)
            except ValueError:
                raise ValueError("Write the day as year, month and day, for example 2026-11-22.") from None


def options(*pairs: tuple[str, str]) -> list[Any]:
    """The choices of a select or of radios, from pairs of value and label."""
    return [SelectChoice(value, label) for value, label in pairs]


class NumberField(DecimalField):
    """A number that may be typed with a decimal comma; its data is a Decimal or None."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; nothing typed is None."""
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = read_decimal(valuelist[0])


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types.
    """A form that can show what a use case refused."""

    @contextmanager
    def show_errors(self) -> Iterator[None]:
        """Put an InvalidInput raised inside at the field it names, or above the form when it has none.

        The block ends there, so ask `form.errors` after it before going on.
        """
        try:
            yield
        except InvalidInput as error:
            field = self._fields.get(error.field)
            if field is None:
                self.form_errors.append(str(error))
            else:
                field.errors = [*field.errors, str(error)]

    def take(self, given: Mapping[str, str], names: Iterable[str]) -> None:
        """Fill some fields of a new form with what an address carries; what cannot be read is left out."""
        for name in names:
            if given.get(name):
                with suppress(ValueError):
                    self._fields[name].process_formdata([given[name]])


def target_id(field: Field) -> str:
    """The id that a link to the field jumps to: the first choice of a set of radios."""
    return f"{field.id}-0" if isinstance(field, RadioField) else str(field.id)


def form_problems(form: FlaskForm) -> list[tuple[str, str]]:
    """All messages of a form in its order, as pairs of the id to jump to ("" for none) and the sentence."""
    problems = [("", str(text)) for text in form.form_errors]
    for field in form:
        problems += field_problems(field)
    return problems


def field_problems(field: Field) -> list[tuple[str, str]]:
    """The messages of one field and of the fields inside it."""
    if isinstance(field, FormField):
        return [problem for inner in field.form for problem in field_problems(inner)]
    if isinstance(field, FieldList):
        return [problem for inner in field for problem in field_problems(inner)]
    return [(target_id(field), str(text)) for text in field.errors]


def init_forms(app: Flask) -> None:
    """Give the templates the list of a form's problems, and the kinds of files that can be evidence."""
    listing: Callable[[FlaskForm], list[tuple[str, str]]] = form_problems
    app.jinja_env.globals["form_problems"] = listing
    app.jinja_env.globals["accepted_files"] = ACCEPTED
