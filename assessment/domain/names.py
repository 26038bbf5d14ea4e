"""How an area is called where there is little room."""

from assessment.domain.framework import Area, localise

LONGEST_IN_TITLE = 32


def short_name(area: Area, language: str = "en") -> str:
    """Return the short name of an area, else its name."""
    return localise(area.short, language) or localise(area.name, language)


def title_name(area: Area, language: str = "en") -> str:
    """Return the name of an area for a title: the short one where the full one would not fit."""
    name = localise(area.name, language)
    return short_name(area, language) if len(name) > LONGEST_IN_TITLE else name
