"""Which work falls into which wave, one item after the other; docs/method.md, "Waves"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from assessment.errors import InvalidInput

Days = Fraction | int

DEFAULT_CAPACITY: tuple[Days, ...] = (20, 20, 20)


class PinTooEarly(InvalidInput):
    """An item pinned to a wave in which something it needs is not finished yet."""

    def __init__(self, item: str, wave: int, needed: str, ends: int | None) -> None:
        self.item, self.wave, self.needed, self.ends = item, wave, needed, ends
        when = f"ends in wave {ends}" if ends else "does not end within the plan"
        super().__init__("pins", f"{item} is pinned to wave {wave}, but it needs {needed}, which {when}.")


@dataclass(frozen=True, slots=True)
class Task:
    """One item as the schedule sees it. `needs` names the tasks that must end first.

    `pin` is the wave that a person fixed. `done_in` is the wave in which it was completed; such a task
    keeps its wave and holds nothing up.
    """

    id: str
    days: int
    needs: tuple[str, ...] = ()
    pin: int | None = None
    done_in: int | None = None

    @property
    def fixed(self) -> int | None:
        """Return the wave that is not for the schedule to choose."""
        return self.pin if self.done_in is None else self.done_in


@dataclass(frozen=True, slots=True)
class Part:
    """The days of one item that fall into one wave, or beyond the last one."""

    practice: str
    days: Days


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave: capacity in person-days and the work in it, in the order it is taken up."""

    number: int
    capacity: Days
    parts: tuple[Part, ...] = ()

    @property
    def used(self) -> Days:
        """Return the days that are taken."""
        return sum(part.days for part in self.parts)

    @property
    def idle(self) -> Days:
        """Return the days that nothing could use."""
        return self.capacity - self.used


@dataclass(frozen=True, slots=True)
class Schedule:
    """All waves, the work beyond them, and where each item starts and ends, by practice id."""

    waves: tuple[Wave, ...]
    beyond_horizon: tuple[Part, ...]
    starts: Mapping[str, int]
    ends: Mapping[str, int]

    def waves_of(self, practice: str) -> tuple[int, ...]:
        """Return the numbers of the waves that an item takes days from."""
        return tuple(w.number for w in self.waves if any(part.practice == practice for part in w.parts))


@dataclass(slots=True)
class _Work:
    tasks: Sequence[Task]
    same_wave_start: bool
    left: dict[str, Days]
    starts: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)

    def place(self, task: Task, wave: int, room: Days) -> Part:
        """Take as many days of `task` into `wave` as there is room for."""
        days = min(room, self.left[task.id])
        self.left[task.id] -= days
        self.starts.setdefault(task.id, wave)
        if not self.left[task.id]:
            self.ends[task.id] = wave
        return Part(task.id, days)

    def next_ready(self, waiting: Sequence[Task], wave: int) -> Task | None:
        """Return the highest-ranked task that nothing holds up in `wave`."""
        latest = wave if self.same_wave_start else wave - 1
        never = wave + 1
        for task in waiting:
            if all(self.ends.get(needed, never) <= latest for needed in task.needs):
                return task
        return None


def schedule(tasks: Sequence[Task], capacity: Sequence[Days], same_wave_start: bool = False) -> Schedule:
    """Lay `tasks`, highest rank first, into waves of `capacity` person-days.

    An item starts when all it needs ended in an earlier wave, or in the same one with `same_wave_start`.
    Pinned work takes its days first and spills on. PinTooEarly when a pin comes before its prerequisite.
    """
    ordered = _without_done_needs(tasks)
    work = _Work(ordered, same_wave_start, {task.id: task.days for task in ordered})
    fixed = sorted((t for t in ordered if t.fixed is not None), key=lambda t: t.done_in is None)
    waiting = [task for task in ordered if task.fixed is None]
    running: Task | None = None
    waves = []
    for number, days in enumerate(capacity, start=1):
        parts, room = _fixed_parts(work, fixed, number, days)
        while room > 0:
            if running is None:
                running = work.next_ready(waiting, number)
                if running is None:
                    break
                waiting.remove(running)
            parts.append(work.place(running, number, room))
            room -= parts[-1].days
            if work.left[running.id]:
                break
            running = None
        waves.append(Wave(number, days, tuple(parts)))
    beyond = tuple(Part(task.id, work.left[task.id]) for task in ordered if work.left[task.id])
    _check_pins(work)
    return Schedule(tuple(waves), beyond, work.starts, work.ends)


def _without_done_needs(tasks: Sequence[Task]) -> list[Task]:
    holding = {task.id for task in tasks if task.done_in is None}
    return [
        Task(t.id, t.days, tuple(i for i in t.needs if i in holding), t.pin, t.done_in)
        if any(needed not in holding for needed in t.needs)
        else t
        for t in tasks
    ]


def _fixed_parts(work: _Work, fixed: Sequence[Task], wave: int, room: Days) -> tuple[list[Part], Days]:
    begun = [task for task in fixed if task.id in work.starts and work.left[task.id]]
    new = [task for task in fixed if task.fixed == wave]
    parts = []
    for task in (*begun, *new):
        if room > 0:
            parts.append(work.place(task, wave, room))
            room -= parts[-1].days
        else:
            work.starts.setdefault(task.id, wave)
    return parts, room


def _check_pins(work: _Work) -> None:
    for task in work.tasks:
        start = work.starts.get(task.id)
        if task.pin is None or task.done_in is not None or start is None:
            continue
        latest = task.pin if work.same_wave_start else task.pin - 1
        for needed in task.needs:
            ends = work.ends.get(needed)
            if ends is None or ends > latest:
                raise PinTooEarly(task.id, task.pin, needed, ends)
