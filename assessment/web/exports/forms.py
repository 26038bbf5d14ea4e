"""The form that takes a roadmap home: of which assessment, in which format, without what."""

from wtforms import BooleanField, HiddenField
from wtforms.validators import AnyOf

from assessment.exports import EXPORTERS
from assessment.web.forms import BaseForm

UNKNOWN_FORMAT = f"Choose one of the formats: {', '.join(one.name for one in EXPORTERS.values())}."


class ExportForm(BaseForm):
    """What to take home. Each format has a button of its own, which sends its key."""

    format = HiddenField(id="formats-title", validators=[AnyOf(tuple(EXPORTERS), UNKNOWN_FORMAT)])
    assessment = HiddenField()
    leave_costs = BooleanField("Leave out costs")
    leave_owners = BooleanField("Leave out the names of owners")
