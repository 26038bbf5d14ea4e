"""The form that adds or changes a client, and the filter of the client list as its address writes it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from assessment.domain.clients import SIZES, Client
from assessment.services.clients import LANGUAGES, LONGEST_NAME, read_tags
from assessment.services.portfolio import ClientFilter
from assessment.web.forms import LONG_TEXT, BaseForm, at_most, options, read_whole, tidy


class ClientForm(BaseForm):
    """What is known of a client; only the name is needed."""

    name = StringField(
        "Name",
        filters=[tidy],
        validators=[InputRequired("Write the name of the client."), at_most(LONGEST_NAME)],
    )
    sector = StringField(
        "Sector",
        description="For example transport or public. Clients can be filtered by it.",
        filters=[tidy],
        validators=[at_most(LONGEST_NAME)],
    )
    size = SelectField(
        "Size",
        description="How many people use the service.",
        choices=options(*SIZES.items()),
        default="",
    )
    region = StringField(
        "Region",
        description="A country or a part of it, as you group your clients.",
        filters=[tidy],
        validators=[at_most(LONGEST_NAME)],
    )
    tags = StringField(
        "Tags",
        description="Words of your own, with commas between them.",
        filters=[tidy],
        validators=[at_most(LONG_TEXT)],
    )
    shares = BooleanField(
        "The client agrees to be one of the unnamed peers of others",
        description="Its levels then count in the medians that other clients are shown beside, never alone "
        "and never with its name.",
    )
    language = SelectField(
        "Language of the client",
        description="Texts that go to the client are written in it where they exist.",
        choices=options(*LANGUAGES.items()),
        default="en",
    )
    note = TextAreaField("Note", description="For yourself.", filters=[tidy], validators=[at_most(LONG_TEXT)])
    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version that the person looked at, or None when the field holds no number."""
        return read_whole(str(self.version.data or ""))

    @property
    def values(self) -> dict[str, Any]:
        """What the form holds, as the use cases take it."""
        words = {name: self[name].data or "" for name in ("name", "sector", "size", "region", "language")}
        tags = read_tags(self.tags.data or "")
        return words | {"tags": tags, "shares": bool(self.shares.data), "note": self.note.data or ""}


def form_for(client: Client | None) -> ClientForm:
    """The form of a client, or of a new one; what was sent wins."""
    form = ClientForm(obj=client)
    if client and not form.is_submitted():
        form.tags.data = ", ".join(client.tags)
    return form


WORDS = {"q": "words", "sector": "sector", "size": "size", "region": "region", "tag": "tag"}
DAYS = {"from": "assessed_from", "to": "assessed_to"}
USUAL_SORT = "lowest"


def filter_of(args: Mapping[str, str], sorts: Mapping[str, str]) -> ClientFilter:
    """The filter that an address asks for; what cannot be read is left out."""
    sort = args.get("sort", "")
    asked = {field: args.get(name, "").strip() for name, field in WORDS.items()}
    return ClientFilter(
        words=asked["words"],
        sector=asked["sector"],
        size=asked["size"],
        region=asked["region"],
        tag=asked["tag"],
        assessed_from=read_day(args.get("from", "")),
        assessed_to=read_day(args.get("to", "")),
        archived=args.get("archived") == "1",
        sort=sort if sort in sorts else USUAL_SORT,
    )


def read_day(text: str) -> date | None:
    """The day in an address, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def query_of(wanted: ClientFilter, **other: object) -> str:
    """The filter as the query of an address, with its question mark; what is as usual is left out."""
    values: dict[str, object] = {name: getattr(wanted, field) for name, field in WORDS.items()}
    values |= {name: getattr(wanted, field) or "" for name, field in DAYS.items()}
    values["sort"] = wanted.sort if wanted.sort != USUAL_SORT else ""
    values["archived"] = "1" if wanted.archived else ""
    query = urlencode({name: value for name, value in (values | other).items() if value != ""})
    return f"?{query}" if query else ""
