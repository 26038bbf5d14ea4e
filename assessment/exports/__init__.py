"""The formats that a roadmap can be taken home in, in the order in which they are offered."""

from collections.abc import Mapping

from assessment.errors import InvalidInput
from assessment.exports.base import Exporter
from assessment.exports.csv import CsvExporter
from assessment.exports.json import JsonExporter
from assessment.exports.markdown import MarkdownExporter
from assessment.exports.xlsx import XlsxExporter

_LISTED: tuple[Exporter, ...] = (XlsxExporter(), MarkdownExporter(), CsvExporter(), JsonExporter())

EXPORTERS: Mapping[str, Exporter] = {exporter.key: exporter for exporter in _LISTED}


def exporter_of(key: str) -> Exporter:
    """Return the format with that key; InvalidInput lists the formats when there is none."""
    found = EXPORTERS.get(key)
    if found is None:
        raise InvalidInput(
            "format", f'There is no format "{key[:40]}". The formats are {", ".join(EXPORTERS)}.'
        )
    return found
