"""The forms of one's own account."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from assessment.domain.people import SHORTEST_PASSWORD
from assessment.web.forms import BaseForm, tidy


class ChangePasswordForm(BaseForm):
    """The old password and a new one."""

    old_password = PasswordField(
        "Password now", validators=[InputRequired("Write the password you have now.")]
    )
    password = PasswordField(
        "New password",
        description=f"At least {SHORTEST_PASSWORD} characters. Every other browser is signed out.",
        validators=[InputRequired("Write a new password.")],
    )


class CodeOnForm(BaseForm):
    """The first code of a new second factor; `secret` is the signed key that the picture shows."""

    code = StringField(
        "Code that the app shows", filters=[tidy], validators=[InputRequired("Write the code.")]
    )
    secret = HiddenField()


class CodeOffForm(BaseForm):
    """The password, before the second factor is taken away."""

    password = PasswordField("Password", validators=[InputRequired("Write your password.")])
