"""The form that adds or changes a client."""

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from assessment.services.clients import LANGUAGES, LONGEST_NAME
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
