"""What comes with a request on every register: which version was seen, a number, the way back."""

from urllib.parse import quote

from flask import request

from assessment.web.forms import read_whole

LARGEST_NUMBER = 999_999
LONGEST_BACK = 500
KEEP_MINE = "mine-"


def whole_number(text: str | None, otherwise: int) -> int:
    """The number in an address or a hidden field, or `otherwise` for anything that is none."""
    number = read_whole(text) if text and len(text) <= len(str(LARGEST_NUMBER)) else None
    return otherwise if number is None else number


def seen() -> int:
    """The version that the person looked at; 0, which never fits, when the form holds no number."""
    return read_whole(request.form.get("seen")) or 0


def seen_or_kept() -> int:
    """The version that the person looked at, or the one over which they keep what they typed."""
    kept = request.form.get("resolve", "")
    return read_whole(kept.removeprefix(KEEP_MINE)) or 0 if kept.startswith(KEEP_MINE) else seen()


def back_field() -> dict[str, str]:
    """The query of the register that the person came from, as a hidden field; nothing when from elsewhere."""
    back = request.form.get("back")
    return {} if back is None or len(back) > LONGEST_BACK else {"back": back}


def address_after(register: str, item: str) -> str:
    """The register as the person left it, or the item for who came from elsewhere."""
    back = back_field().get("back")
    if back is None:
        return item
    return f"{register}?{quote(back, safe='=&+%')}" if back else register
