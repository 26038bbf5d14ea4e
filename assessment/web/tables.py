"""A table as a file to save, in one of the formats that the address may name."""

from collections.abc import Sequence

from flask import Response, abort

from assessment.domain.slugs import make_slug
from assessment.exports.tables import CSV, MEDIA_TYPES, DataTable, table_as_csv, tables_as_xlsx
from assessment.web import unit
from assessment.web.files import file_answer


def table_file(tables: Sequence[DataTable], extension: str) -> Response:
    """The file; as CSV it holds the first table. 404 for an extension that is none of ours."""
    if extension not in MEDIA_TYPES:
        abort(404)
    made = table_as_csv(tables[0]) if extension == CSV else tables_as_xlsx(tables, unit.today())
    return file_answer(made, MEDIA_TYPES[extension], f"{make_slug(tables[0].name, 'table')}.{extension}")
