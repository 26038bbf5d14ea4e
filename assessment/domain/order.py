"""Puts things after what they need, without recursion, so that a long chain is no danger."""

from collections.abc import Mapping, Sequence


class Circle(ValueError):
    """Things that need each other. `path` starts and ends with the same one."""

    def __init__(self, path: Sequence[str]) -> None:
        self.path = tuple(path)
        super().__init__(f"in a circle: {', '.join(self.path)}")


def in_order(needs: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the keys of `needs`, each after all that it needs; Circle when there is no such order."""
    ordered: dict[str, None] = {}
    for start in needs:
        if start in ordered:
            continue
        path: dict[str, None] = {start: None}
        open_needs = [iter(needs[start])]
        while open_needs:
            needed = next(open_needs[-1], None)
            if needed is None:
                open_needs.pop()
                ordered[path.popitem()[0]] = None
            elif needed in path:
                walked = list(path)
                raise Circle([*walked[walked.index(needed) :], needed])
            elif needed not in ordered:
                path[needed] = None
                open_needs.append(iter(needs.get(needed, ())))
    return tuple(ordered)
