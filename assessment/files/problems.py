"""A fault in a file with its place, so that whoever wrote the file can go there and mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from assessment.errors import FileProblems

MOST_PROBLEMS = 500
MOST_COMPARED = 20_000
LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. `line` and `column` count from 1; `where` is the path of keys that leads there."""

    file: str
    line: int
    column: int
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.where}: {self.message}"


class Placed(Protocol):
    """Anything that knows where it stands in a file."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class Faults:
    """Collects the faults of one file, so that all of them are told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Problem] = []
        self._left_out = 0
        self._compared = 0

    def __len__(self) -> int:
        return len(self._found)

    def add(self, place: Placed, where: str, message: str) -> None:
        """Note a fault at `place`; past a high count only the number of faults is kept."""
        if len(self._found) >= MOST_PROBLEMS:
            self._left_out += 1
            return
        self._found.append(Problem(self.file, place.line, place.column, where, message))

    def near(self, word: str, known: Iterable[str]) -> str:
        """Return `; did you mean "x"?` when a known word is close to `word`, else an empty string."""
        if self._compared >= MOST_COMPARED:
            return ""
        from difflib import get_close_matches

        words = sorted(known)
        self._compared += len(words)
        close = get_close_matches(word, words, n=1, cutoff=0.6) if len(words) < MOST_COMPARED else ()
        return f'; did you mean "{close[0]}"?' if close else ""

    @property
    def problems(self) -> list[Problem]:
        """The faults in the order of the file."""
        found = sorted(self._found)
        if self._left_out:
            last = found[-1]
            found.append(
                Problem(
                    self.file, last.line, last.column, "file", f"and {self._left_out} more faults not shown"
                )
            )
        return found

    def raise_if_any(self) -> None:
        """Raise FileProblems with every fault; do nothing for a clean file."""
        if self._found:
            raise FileProblems(self.problems)


def shown(text: str) -> str:
    """Return `text` on one line, shortened, to be quoted in a message."""
    line = " ".join(text.split())
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 3] + "..."


def in_list(words: Iterable[object]) -> str:
    """Return `a, b, c` for a message that names what is allowed."""
    return ", ".join(str(word) for word in words)


def first_message(error: FileProblems) -> str:
    """Return what is wrong first, without its place."""
    problem = error.problems[0]
    return problem.message if isinstance(problem, Problem) else str(problem)


def in_one_sentence(error: FileProblems) -> str:
    """Return what is wrong first, with file and line, as a sentence for people."""
    problem = error.problems[0]
    if not isinstance(problem, Problem):
        return error.message
    return f"{problem.file}, line {problem.line}: {problem.message}."
