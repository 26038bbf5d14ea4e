"""What agreements say: lists read the same texts again and again, and making records of one is slow."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect

from assessment.domain.sla_content import SlaContent, content_of
from assessment.store.base import Json, decode_json

CONTENTS_IN_MEMORY = 1024


@lru_cache(maxsize=CONTENTS_IN_MEMORY)
def _content_once(text: str) -> SlaContent:
    return content_of(decode_json(text))


class KeptContent(Json):
    """A content that is read as a record; the same text gives the same record, never to be changed."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else _content_once(value)
