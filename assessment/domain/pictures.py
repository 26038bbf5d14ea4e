"""What the group sees after a reveal: how many stand on each step, how far they agree, by group."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from assessment.domain.agreement import Agreement, agreement, agreement_sentence
from assessment.domain.answers import DONT_KNOW, NOT_APPLICABLE
from assessment.domain.numbers import plain
from assessment.domain.workshops import FEWEST_ANONYMOUS, GROUPS, SMALLEST_GROUP, Ballot


@dataclass(frozen=True, slots=True)
class GroupSpread:
    """The votes of one group at the table, shown for three voters or more."""

    name: str
    voters: int
    middle: str
    width: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The revealed votes of one round.

    `counts` goes by the answers of the question, lowest first. `marked` is the answer on which the median
    stands, None between two. `facts` are sentences, `sentence` says which talk is worth having.
    `target` is the median of the targets that a placing asked for, `wishes` tell these and the importance.
    """

    counts: dict[str, int]
    dont_know: int
    not_applicable: int
    marked: str | None
    sentence: str
    facts: tuple[str, ...]
    groups: tuple[GroupSpread, ...]
    discuss: bool
    middle: Fraction | None
    target: Fraction | None = None
    wishes: tuple[str, ...] = ()

    @property
    def voted(self) -> int:
        """Return how many voted, whatever they said."""
        return sum(self.counts.values()) + self.dont_know + self.not_applicable


def picture_of(ballots: Sequence[Ballot], answers: Sequence[str], in_levels: bool) -> Picture:
    """Return the picture of revealed ballots; `answers` are the steps of the question, lowest first.

    `in_levels` says that the steps are levels, which are named by their own number.
    """
    place = {answer: at for at, answer in enumerate(answers)}
    found = Counter(ballot.answer for ballot in ballots)
    points = [place[ballot.answer] for ballot in ballots if ballot.answer in place]
    lie = agreement(points, len(answers), found[NOT_APPLICABLE], found[DONT_KNOW])
    marked = None
    if lie.median is not None and lie.median.denominator == 1:
        marked = answers[int(lie.median)]
    return Picture(
        counts={answer: found[answer] for answer in answers},
        dont_know=lie.dont_know,
        not_applicable=lie.not_applicable,
        marked=marked,
        sentence=agreement_sentence(lie),
        facts=_facts(lie, answers, len(ballots)),
        groups=_groups(ballots, place, answers),
        discuss=lie.discuss,
        middle=middle_of(level_votes(ballots)) if in_levels else None,
        target=middle_of([Fraction(b.target) for b in ballots if b.target is not None]),
        wishes=_wishes(ballots),
    )


def _wishes(ballots: Sequence[Ballot]) -> tuple[str, ...]:
    """Return what people said of the target and the importance; nothing where nobody did."""
    targets = sorted(b.target for b in ballots if b.target is not None)
    said = [b.importance for b in ballots if b.importance is not None]
    found = []
    if targets:
        reach = f"all {targets[0]}" if targets[0] == targets[-1] else f"from {targets[0]} to {targets[-1]}"
        found.append(f"Target: median {plain(Fraction(median(targets)))}, {reach} ({_people(len(targets))}).")
    if said:
        mean = Fraction(sum(said), len(said))
        found.append(f"Importance: mean {plain(mean, 1)} of 5 ({_people(len(said))}).")
    return tuple(found)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def level_votes(ballots: Sequence[Ballot]) -> tuple[Fraction, ...]:
    """Return the levels that people voted for; "cannot judge" and "does not apply" are none."""
    return tuple(Fraction(b.answer) for b in ballots if b.answer not in (DONT_KNOW, NOT_APPLICABLE))


def middle_of(levels: Sequence[Fraction]) -> Fraction | None:
    """Return the median of level votes, or None without any."""
    return Fraction(median(levels)) if levels else None


def _named(at: Fraction, answers: Sequence[str]) -> str:
    low = answers[int(at)]
    return low if at.denominator == 1 else f"between {low} and {answers[int(at) + 1]}"


def _facts(lie: Agreement, answers: Sequence[str], voted: int) -> tuple[str, ...]:
    if not voted:
        return ("Nobody voted.",)
    facts = ["1 person voted." if voted == 1 else f"{voted} people voted."]
    if lie.median is not None and lie.voters > 1:
        low, high = answers[int(lie.points[0])], answers[int(lie.points[-1])]
        reach = f"all on {low}" if low == high else f"from {low} to {high}"
        facts.append(f"Median {_named(lie.median, answers)}, {reach}.")
    if lie.shows_index and lie.r_wg_shown is not None:
        facts.append(f"Agreement {lie.band} (r_wg {plain(lie.r_wg_shown)}).")
    if voted < FEWEST_ANONYMOUS:
        facts.append("With so few voters, people can guess who said what.")
    return tuple(facts)


def _groups(
    ballots: Sequence[Ballot], place: dict[str, int], answers: Sequence[str]
) -> tuple[GroupSpread, ...]:
    found = []
    for group, name in GROUPS.items():
        points = [place[b.answer] for b in ballots if b.group == group and b.answer in place]
        if len(points) < SMALLEST_GROUP:
            continue
        lie = agreement(points, len(answers))
        middle = _named(lie.median, answers) if lie.median is not None else ""
        low, high = answers[int(lie.points[0])], answers[int(lie.points[-1])]
        found.append(GroupSpread(name, len(points), middle, low if low == high else f"{low} to {high}"))
    return tuple(found)
