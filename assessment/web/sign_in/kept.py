"""What somebody typed into a page whose session had ended: carried through the sign-in, then sent again."""

import json
from dataclasses import dataclass

from flask import request

from assessment.web.addresses import local_path

FIELD, TARGET, FILES = "kept", "kept_to", "kept_files"


@dataclass(frozen=True, slots=True)
class Kept:
    """The fields of a form as pairs of name and value, where it was going, and whether a file was in it."""

    fields: tuple[tuple[str, str], ...] = ()
    target: str = ""
    had_files: bool = False

    @property
    def packed(self) -> str:
        """The fields as one hidden field carries them."""
        return json.dumps(self.fields, ensure_ascii=False)


def kept_in_form() -> Kept:
    """What this sign-in form carries; nothing when it cannot be read."""
    try:
        found = json.loads(request.form.get(FIELD, "[]"))
        fields = tuple((str(name), str(value)) for name, value in found)
    except (ValueError, TypeError):
        return Kept()
    return Kept(fields, local_path(request.form.get(TARGET)), request.form.get(FILES) == "1")
