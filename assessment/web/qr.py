"""QR codes, drawn so that a camera reads them in either theme."""

import io

import segno
from markupsafe import Markup

SCALE = 6
BORDER = 2
LIGHT = "#fff"


def qr_svg(text: str) -> Markup:
    """A QR code as an inline SVG that takes the size of its box, on a light ground of its own."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, scale=SCALE, border=BORDER, omitsize=True, light=LIGHT
    )
    return Markup(out.getvalue().decode())  # noqa: S704  The drawing is made of numbers.
