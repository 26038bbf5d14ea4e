"""The form of a person."""

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from assessment.domain.people import CONSULTANT, LONGEST_EMAIL, ROLES
from assessment.services.people import LONGEST_NAME
from assessment.web.forms import BaseForm, at_most, options, read_whole, tidy


class PersonForm(BaseForm):
    """Who somebody is, in which role, and for which clients. `email` is asked for only once."""

    name = StringField("Name", filters=[tidy], validators=[at_most(LONGEST_NAME)])
    email = StringField("E-mail address", filters=[tidy], validators=[at_most(LONGEST_EMAIL)])
    role = RadioField(
        "Role",
        choices=options(*ROLES.items()),
        default=CONSULTANT,
        validators=[InputRequired("Choose a role.")],
    )
    clients = SelectMultipleField(
        "Clients",
        description="Owners see every client. A client manager belongs to one.",
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version that was looked at, or None when the field holds no number."""
        return read_whole(str(self.version.data or ""))
