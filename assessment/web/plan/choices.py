"""What the address of the plan page asks for: assessment, grouping, costs, ticked items, open form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

GROUPS = {"wave": "Horizon", "area": "Practice area", "class": "Class"}
COSTS = {"": "All", "none": "No cost", "costed": "Costed", "open": "Not set"}
MOST_CHOSEN = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """What the address of the page asks for; anything unknown falls back to the default."""

    assessment: str = ""
    group: str = "wave"
    cost: str = ""
    done: tuple[str, ...] = ()
    change: str = ""

    def href(self, prefix: str, **other: str) -> str:
        """Return the address of the page with some of the choices changed."""
        wanted = {
            "assessment": self.assessment,
            "group": "" if self.group == "wave" else self.group,
            "cost": self.cost,
            "done": ",".join(self.done),
            **other,
        }
        query = urlencode({name: value for name, value in wanted.items() if value}, safe=",")
        return f"{prefix}?{query}" if query else prefix

    def figure_href(self, prefix: str) -> str:
        """Return the address of the chart's figure."""
        return f"{prefix}/figure?assessment={self.assessment}" if self.assessment else f"{prefix}/figure"


def choices_of(args: Mapping[str, str], done: Iterable[str] = ()) -> Choices:
    """Return the choices in an address or a form. Practices to be done come repeated, or joined by commas."""
    chosen = [part for text in done for part in text.split(",") if part]
    group, cost = args.get("group", ""), args.get("cost", "")
    return Choices(
        args.get("assessment", ""),
        group if group in GROUPS else "wave",
        cost if cost in COSTS else "",
        tuple(dict.fromkeys(chosen))[:MOST_CHOSEN],
        args.get("change", ""),
    )


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses outside the plan, "" where there is no such page, and that of the chart's figure."""

    exports: str
    csip: str
    assessment: str
    figure: str
