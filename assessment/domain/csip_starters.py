"""Ideas to begin a register with, by what a supplier does."""

from dataclasses import dataclass

ANY = "any"


@dataclass(frozen=True, slots=True)
class Starter:
    """An idea that a new item can begin with. `kind` is what the supplier does, or any."""

    key: str
    kind: str
    title: str
    description: str
    benefit: str
    costed: bool = False


STARTERS = (
    Starter(
        "network-record", "network", "Write down how the network is set up",
        "Walk through sites, lines and devices once, draw them, and keep the drawing with the service.",
        "Faults are narrowed down faster, and nobody depends on what one person remembers.",
    ),
    Starter(
        "router-settings", "network", "Keep the router settings in a second place",
        "Copy the settings of every router and switch after each change to a place away from the devices.",
        "A broken device is replaced in minutes instead of being set up anew.",
    ),
    Starter(
        "network-refresh", "network", "Propose what to renew in the network",
        "List devices by age and end of support, and say what a renewal would bring and cost.",
        "Money for renewals is planned before something fails.", costed=True,
    ),
    Starter(
        "patch-review", "desktop", "Review the patches machine by machine",
        "Go through every computer, compare what is installed with what should be, and close the gaps.",
        "Fewer incidents and no known hole stays open.",
    ),
    Starter(
        "downtime-review", ANY, "Learn from the downtime of the last months",
        "Put the recent outages side by side, look for what they share, and recommend what to change.",
        "The service is there more of the time.",
    ),
)  # fmt: skip


def starters_for(kind: str = "") -> tuple[Starter, ...]:
    """Return the ideas for a supplier of a kind, those for everybody last; without a kind all of them."""
    return tuple(one for one in STARTERS if not kind or one.kind in (kind, ANY))


def starter_of(key: str) -> Starter | None:
    """Return the idea with that key, or None."""
    return next((one for one in STARTERS if one.key == key), None)
