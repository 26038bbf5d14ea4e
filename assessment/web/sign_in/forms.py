"""The forms of signing in."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from assessment.domain.people import LONGEST_EMAIL, LONGEST_PASSWORD, SHORTEST_PASSWORD
from assessment.web.forms import BaseForm, at_most, tidy

CODE_LENGTH = 12


class SignInForm(BaseForm):
    """Who is there. `workspace` is asked for only where there are several."""

    workspace = StringField("Workspace", filters=[tidy], validators=[at_most(LONGEST_EMAIL)])
    email = StringField(
        "E-mail address",
        filters=[tidy],
        validators=[InputRequired("Write your e-mail address."), at_most(LONGEST_EMAIL)],
    )
    password = PasswordField(
        "Password", validators=[InputRequired("Write your password."), at_most(LONGEST_PASSWORD)]
    )
    next = HiddenField()


class OutsideForm(BaseForm):
    """In which workspace somebody signs in with another system; asked for only where there are several."""

    place = StringField("Workspace to sign in to", filters=[tidy], validators=[at_most(LONGEST_EMAIL)])
    next = HiddenField()


class CodeForm(BaseForm):
    """The code of the second factor; `half` is the signed proof that the password was right."""

    code = StringField("Code", filters=[tidy], validators=[at_most(CODE_LENGTH)])
    half = HiddenField()
    next = HiddenField()


class PasswordForm(BaseForm):
    """A new password."""

    password = PasswordField(
        "New password",
        description=f"At least {SHORTEST_PASSWORD} characters. A few words do well.",
        validators=[InputRequired("Write a password.")],
    )
