"""The framework edition that an assessment uses, parsed once per process."""

from functools import lru_cache

from assessment.domain.extra_metrics import with_own
from assessment.domain.framework import Framework
from assessment.files.framework_file import framework_text, parse_framework
from assessment.store.database import Unit
from assessment.store.queries import editions
from assessment.store.queries.own import list_own

EDITIONS_IN_MEMORY = 32

_parsed: dict[str, Framework] = {}


def framework_of(unit: Unit, edition_hash: str) -> Framework:
    """Return the edition with that hash: the text kept with the assessment, not today's file."""
    found = _parsed.get(edition_hash)
    if found is None:
        framework_id, text = editions.get_edition_text(unit, edition_hash)
        found = parse_framework(text, framework_id)
        if len(_parsed) >= EDITIONS_IN_MEMORY:
            _parsed.pop(next(iter(_parsed)))
        _parsed[edition_hash] = found
    return found


def own_framework(unit: Unit, framework: Framework, client_id: str, *, retired: bool = False) -> Framework:
    """Return a framework with the own metrics of a client; those that are retired only where asked for."""
    return with_own(framework, list_own(unit, client_id, framework.id).metrics, retired=retired)


@lru_cache(maxsize=EDITIONS_IN_MEMORY)
def _parse_shipped(framework_id: str, text: str) -> Framework:
    return parse_framework(text, framework_id)


def keep_shipped_edition(unit: Unit, framework_id: str) -> tuple[Framework, str]:
    """Keep today's edition of a framework in the workspace; return it with its hash."""
    text, edition_hash = framework_text(framework_id)
    framework = _parse_shipped(framework_id, text)
    editions.keep_edition(
        unit, edition_hash=edition_hash, framework_id=framework.id, version=framework.version, text=text
    )
    return framework, edition_hash
