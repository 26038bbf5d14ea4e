"""Finds things that lead back to themselves, without recursion, so that a long chain is no danger."""

from collections.abc import Iterable, Mapping

from assessment.domain.framework import Framework

ARROW = " -> "
_GATE = "\n"


def find_cycles(graph: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return one closed path (`a, b, a`) for every way back found while each node is walked once."""
    done: set[str] = set()
    cycles: list[tuple[str, ...]] = []
    for start in graph:
        if start in done:
            continue
        path: dict[str, None] = {start: None}
        open_edges = [iter(graph[start])]
        while open_edges:
            target = next(open_edges[-1], None)
            if target is None:
                open_edges.pop()
                done.add(path.popitem()[0])
            elif target in path:
                steps = list(path)
                cycles.append((*steps[steps.index(target) :], target))
            elif target not in done and target in graph:
                path[target] = None
                open_edges.append(iter(graph[target]))
    return cycles


def waiting_cycles(framework: Framework, needs: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return the closed paths of practices that would wait for each other.

    Besides `needs`, by practice id, a practice waits for the lower levels of its area.
    """
    graph: dict[str, list[str]] = {}
    for area in framework.areas:
        below: list[str] = []
        for cell in area.cells:
            gate = f"{_GATE}{area.id}{_GATE}{cell.level}"
            graph[gate] = [*(practice.id for practice in cell.practices), *below]
            for practice in cell.practices:
                graph[practice.id] = [*needs.get(practice.id, ()), *below]
            below = [gate]
    return [_without_gates(cycle) for cycle in find_cycles(graph)]


def _without_gates(cycle: tuple[str, ...]) -> tuple[str, ...]:
    """Return a closed path with the practices alone; gates only stand for whole levels."""
    steps = [step for step in cycle[:-1] if not step.startswith(_GATE)]
    return (*steps, *steps[:1])
