"""What can go wrong in words a user understands; the web and the command line decide how to show it."""

from collections.abc import Sequence


class AppError(Exception):
    """Something the user can understand and act on. `message` is a whole sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(AppError):
    """There is no such thing, or not for this client."""


class NotAllowed(AppError):
    """The thing is there, but its state or the rules forbid this."""


class Unavailable(AppError):
    """The database cannot be used just now; nothing was saved."""


class InvalidInput(AppError):
    """A value that cannot be taken. `field` names the form field or option."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Conflict(AppError):
    """Somebody else changed the same thing. `yours` and `theirs` are both values in words."""

    def __init__(
        self,
        message: str,
        *,
        field: str = "",
        yours: str = "",
        theirs: str = "",
        by: str = "",
        version: int = 0,
    ) -> None:
        super().__init__(message)
        self.field = field
        self.yours = yours
        self.theirs = theirs
        self.by = by
        self.version = version


class FileProblems(AppError):
    """A file with faults. `problems` holds all of them, each printable as file:line:column: where: what."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
