"""The rules of a live workshop: rounds of votes, and the code to join; docs/method.md, "Workshop rounds"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assessment.errors import InvalidInput, NotAllowed

PLACING = "placing"
DEPTH = "depth"

OPEN = "open"
REVEALED = "revealed"
AGREED = "agreed"
PARKED = "parked"
SKIPPED = "skipped"
ENDINGS = (AGREED, PARKED, SKIPPED)
SHOWN = (REVEALED, AGREED, PARKED)

MOST_ROUNDS = 2

# Who sits at the table; a group of fewer than three is never shown by itself.
GROUPS = {
    "service_desk": "Service desk",
    "operations": "Operations",
    "service_owner": "Service owner",
    "business": "Business or customer",
}
SMALLEST_GROUP = 3
FEWEST_ANONYMOUS = 3

# Ten digits and the letters that nobody takes for a digit or for another letter.
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
CODES = len(CODE_LETTERS) ** CODE_LENGTH
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
LEFT_OUT = str.maketrans("", "", " -\u2010\u2011\u2012\u2013\u2014\u00a0\t._")


@dataclass(frozen=True, slots=True)
class Question:
    """What a round asks: the step of an area (`practice_id` is None), or one practice of it."""

    area_id: str
    practice_id: str | None = None

    @property
    def which_pass(self) -> str:
        """Return the pass that this question belongs to."""
        return PLACING if self.practice_id is None else DEPTH


@dataclass(frozen=True, slots=True)
class Round:
    """One vote on one question. `number` counts from 1; a second round is the re-vote."""

    question: Question
    number: int = 1
    state: str = OPEN

    @property
    def takes_votes(self) -> bool:
        """Return whether votes may be given and changed."""
        return self.state == OPEN

    @property
    def shows_votes(self) -> bool:
        """Return whether votes may leave the server. What is skipped unrevealed stays hidden for good."""
        return self.state in SHOWN

    @property
    def is_over(self) -> bool:
        """Return whether the talk about the question has ended."""
        return self.state in ENDINGS


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one person says in a round: a level or an id of the scale, DK or NA.

    The placing of an area also takes the level it should reach and its importance, 1 to 5.
    """

    answer: str
    target: int | None = None
    importance: int | None = None
    group: str = ""


def reveal(asked: Round) -> Round:
    """Return the round with its votes shown; NotAllowed unless it is open."""
    if asked.state != OPEN:
        raise NotAllowed("The votes on this question are revealed already.")
    return replace(asked, state=REVEALED)


def vote_again(asked: Round) -> Round:
    """Return the re-vote that follows a reveal.

    NotAllowed before the reveal, after the end, and after the second vote.
    """
    if asked.state == OPEN:
        raise NotAllowed("Reveal the votes first. Until then everybody can still change theirs.")
    if asked.is_over:
        raise NotAllowed("This question is settled. Open it again to vote on it.")
    if asked.number >= MOST_ROUNDS:
        raise NotAllowed("There was a second vote already. Agree on a rating, or park the question.")
    return Round(asked.question, asked.number + 1)


def settle(asked: Round, ending: str) -> Round:
    """Return the round as agreed, parked or skipped.

    Agreeing and parking need revealed votes; skipping is possible at any time before the end.
    """
    if ending not in ENDINGS:
        raise InvalidInput("ending", "Agree, park or skip the question.")
    if asked.is_over:
        raise NotAllowed("This question is settled already.")
    if asked.state == OPEN and ending != SKIPPED:
        raise NotAllowed("Reveal the votes first.")
    return replace(asked, state=ending)


def decide_again(asked: Round) -> Round:
    """Return a settled round as revealed again, so that it can be settled another way."""
    if asked.state not in (AGREED, PARKED):
        raise NotAllowed("Only a question that was agreed or parked can be decided again.")
    return replace(asked, state=REVEALED)


def require_open_round(asked: Round) -> None:
    """Raise NotAllowed with what to do when the round takes no votes any more."""
    if not asked.takes_votes:
        raise NotAllowed("The votes on this question are revealed. Wait for the next question.")


def moved_in(order: Sequence[str], one: str, places: int) -> list[str]:
    """Return the order with one entry moved so many places on, as far as there are places."""
    at = order.index(one)
    rest = [*order[:at], *order[at + 1 :]]
    rest.insert(max(0, at + places), one)
    return rest


def code_of(number: int) -> str:
    """Return the join code of a number from 0 to CODES - 1, as it is stored: six characters."""
    if not 0 <= number < CODES:
        raise ValueError(f"there is no code for {number}")
    letters = []
    for _ in range(CODE_LENGTH):
        number, at = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[at])
    return "".join(reversed(letters))


def shown_code(code: str) -> str:
    """Return a code as people read it out: two groups of three."""
    return f"{code[:3]}-{code[3:]}"


def read_code(text: str) -> str:
    """Return the code that somebody typed, whatever the case, dashes, spaces and look-alike letters.

    Raises InvalidInput when it cannot be a code.
    """
    code = text.upper().translate(LEFT_OUT).translate(READ_AS)
    if len(code) != CODE_LENGTH or any(letter not in CODE_LETTERS for letter in code):
        raise InvalidInput(
            "code", "A code has six letters or digits, like 7KD-4MX. Look at the screen in the room."
        )
    return code
