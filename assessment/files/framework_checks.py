"""What must hold between the parts of a framework: ids, references, levels and the ways between practices."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from assessment.domain.framework import Framework
from assessment.domain.own import RESERVED, is_own
from assessment.files.cycles import ARROW, find_cycles, waiting_cycles
from assessment.files.fields import Fields
from assessment.files.framework_schema import Found, Named, Reference


def check_parts(found: Found, framework: Framework, top: Fields) -> None:
    """Note every fault that shows only when the whole file is known."""
    _check_levels(found)
    _check_ids(found.names)
    _check_words(found.words)
    for kind in ("areas", "levels"):
        if top.has(kind) and not getattr(framework, kind):
            top.fault_at(kind, f"a framework needs {kind}; there are none")
    known = _by_kind(found.names)
    _check_references(found.references, known)
    lookup = {(ref.owner, ref.key.split("[")[0], ref.target): ref for ref in found.references}
    for key in ("implied_by", "needs", "parent"):
        _check_cycles(key, _edges(found.references, key), lookup)
    if not len(top.faults):
        _check_level_order(framework, _edges(found.references, "needs"), lookup)


def _check_levels(found: Found) -> None:
    last: int | None = None
    for number, node, fields in found.levels:
        if last is not None and number <= last:
            fields.fault(node, "number", f"level numbers must ascend, {number} follows {last}")
        last = number


def _check_ids(names: Iterable[Named]) -> None:
    seen: dict[str, Named] = {}
    for name in names:
        if is_own(name.id):
            name.fields.fault(
                name.node, "id", f'ids that begin with "{RESERVED}" are kept for what clients add themselves'
            )
        first = seen.setdefault(name.id, name)
        if first is name:
            continue
        again = "is there twice" if first.kind == name.kind else f"is a {first.kind} already"
        name.fields.fault(
            name.node, "id", f'id "{name.id}" {again}, first on line {first.node.line}; choose another'
        )


def _check_words(words: Iterable[Named]) -> None:
    seen: dict[tuple[str, str], Named] = {}
    for word in words:
        first = seen.setdefault((word.kind, word.id), word)
        if first is not word:
            message = (
                f'{word.kind} "{word.id}" is there twice, first on line {first.node.line}; choose another'
            )
            word.fields.fault(word.node, word.kind, message)


def _by_kind(names: Iterable[Named]) -> Mapping[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for name in names:
        kinds.setdefault(name.kind, set()).add(name.id)
    return {kind: frozenset(ids) for kind, ids in kinds.items()}


def _check_references(references: Iterable[Reference], known: Mapping[str, frozenset[str]]) -> None:
    for ref in references:
        ids = known.get(ref.kind, frozenset())
        if ref.target in ids:
            continue
        other = next((kind for kind, others in known.items() if ref.target in others), None)
        hint = f"; that is a {other}" if other else ref.fields.faults.near(ref.target, ids)
        ref.fields.fault(ref.node, ref.key, f'there is no {ref.kind} "{ref.target}"{hint}')


def _edges(references: Iterable[Reference], key: str) -> dict[str, list[str]]:
    edges: dict[str, list[str]] = {}
    for ref in references:
        if ref.key.split("[")[0] == key:
            edges.setdefault(ref.owner, []).append(ref.target)
    return edges


Lookup = Mapping[tuple[str, str, str], Reference]


def _check_cycles(key: str, edges: Mapping[str, list[str]], lookup: Lookup) -> None:
    for cycle in find_cycles(edges):
        ref = lookup[cycle[0], key, cycle[1]]
        ref.fields.fault(ref.node, ref.key, f"{key} leads back to itself: {ARROW.join(cycle)}; take one out")


def _check_level_order(framework: Framework, needs: Mapping[str, list[str]], lookup: Lookup) -> None:
    """Note needs that contradict the order of levels: a practice waits for the lower levels of its area."""
    for cycle in waiting_cycles(framework, needs):
        ref = next(lookup[a, "needs", b] for a, b in pairwise(cycle) if (a, "needs", b) in lookup)
        message = f"needs contradicts the levels (lower levels of an area come first): {ARROW.join(cycle)}"
        ref.fields.fault(ref.node, ref.key, message)
