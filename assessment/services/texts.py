"""What people type, tidied the same way wherever it is stored."""

from assessment.errors import InvalidInput


def checked_text(field: str, text: str, longest: int) -> str:
    """Return a text with plain line ends and no spaces around; InvalidInput when it is too long."""
    tidy = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(tidy) > longest:
        raise InvalidInput(field, f"This text has {len(tidy)} characters; at most {longest} fit.")
    return tidy


def checked_line(field: str, text: str, longest: int) -> str:
    """Return a text on one line with single spaces; InvalidInput when it is too long."""
    return checked_text(field, " ".join(text.split()), longest)
