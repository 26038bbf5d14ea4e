"""The one form of the results page: a title of one's own."""

from wtforms import HiddenField, StringField

from assessment.web.forms import BaseForm, at_most, read_whole, tidy

LONGEST_TITLE = 200


class HeadlineForm(BaseForm):
    """A title instead of the one that the data gives; empty goes back to that one."""

    headline = StringField("Title of this page", [at_most(LONGEST_TITLE)], filters=[tidy])
    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version of the assessment that the person looked at; 0 when it is no number."""
        return read_whole(self.version.data) or 0
