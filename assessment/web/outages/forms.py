"""The form of an outage."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from wtforms import BooleanField, SelectField, StringField

from assessment.domain.catalogue import Service
from assessment.domain.outages import Outage
from assessment.services.outages import OutageEntry
from assessment.services.texts import LONGEST_NAME
from assessment.web.forms import BaseForm, at_most, options, tidy

SHORT = 40
MOMENT = "%Y-%m-%dT%H:%M"


class OutageForm(BaseForm):
    """When a service was not there, and why."""

    service = SelectField("Service", validate_choice=False)
    starts_at = StringField("Began", filters=[tidy], validators=[at_most(SHORT)])
    ends_at = StringField(
        "Ended",
        description="Leave it empty while it lasts.",
        filters=[tidy],
        validators=[at_most(SHORT)],
    )
    planned = BooleanField("Planned maintenance that was announced")
    reason = StringField("Reason", filters=[tidy], validators=[at_most(LONGEST_NAME)])
    source = StringField("Where it is known from", filters=[tidy], validators=[at_most(LONGEST_NAME)])

    def offer(self, services: Sequence[Service], kept: Outage | None = None) -> None:
        """Offer the services in use, and the one of an outage that is there."""
        shown = (one for one in services if not one.retired or (kept and kept.service_id == one.id))
        self.service.choices = options(*((one.id, one.name) for one in shown))

    def show(self, kept: Outage, zone: ZoneInfo) -> None:
        """Put what is stored into the fields, by the clock of the client."""
        self.service.data, self.planned.data = kept.service_id, kept.planned
        self.starts_at.data = f"{kept.starts_at.astimezone(zone):{MOMENT}}"
        self.ends_at.data = f"{kept.ends_at.astimezone(zone):{MOMENT}}" if kept.ends_at else ""
        self.reason.data, self.source.data = kept.reason, kept.source

    def entry(self, seen: int) -> OutageEntry:
        """What was typed over the version that the person saw."""
        names = ("service", "starts_at", "ends_at", "reason", "source")
        said = {name: self[name].data or "" for name in names}
        return OutageEntry(**said, planned=bool(self.planned.data), seen=seen)
