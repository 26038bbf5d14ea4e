"""How full each wave of a plan is: days used of the days there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.charts.base import SMALL_SIZE, Chart, Paint, Table, label
from assessment.domain.numbers import half_up, plain

WIDTH = 420
ROW = 34
BAR = 14
LEFT = 64
RIGHT = 110


@dataclass(frozen=True, slots=True)
class WaveLoad:
    """One wave: its number, the person-days used and there, and the mean index after it."""

    number: int
    used: Fraction
    capacity: Fraction
    mean_after: Fraction | None = None


def wave_bars(waves: Sequence[WaveLoad], *, title: str = "", key: str = "waves") -> Chart:
    """Return one bar per wave, all to the same scale."""
    rows = tuple((f"Wave {w.number}", plain(w.used), plain(w.capacity), _index(w)) for w in waves)
    return Chart(
        key,
        title or _title(waves),
        "Person-days used of those there are.",
        ". ".join(f"Wave {w.number}: {plain(w.used)} of {plain(w.capacity)} days" for w in waves) + ".",
        Table(("Wave", "Days used", "Days there are", "Mean index after"), rows),
        (WIDTH, max(1, len(waves)) * ROW),
        lambda paint: _drawn(waves, paint),
    )


def _index(wave: WaveLoad) -> str:
    return "-" if wave.mean_after is None else f"{float(half_up(wave.mean_after, 1)):.1f}"


def _title(waves: Sequence[WaveLoad]) -> str:
    full = sum(1 for w in waves if w.capacity and w.used >= w.capacity)
    if not any(w.used for w in waves):
        return "No work is planned yet"
    if full == len(waves):
        return "Every wave is full"
    return f"{full} of {len(waves)} waves {'is' if full == 1 else 'are'} full"


def _drawn(waves: Sequence[WaveLoad], paint: Paint) -> str:
    most = max((max(w.capacity, w.used) for w in waves), default=Fraction(1)) or Fraction(1)
    unit = (WIDTH - LEFT - RIGHT) / float(most)
    parts = []
    for place, wave in enumerate(waves):
        y = place * ROW + (ROW - BAR) / 2
        there, used = float(wave.capacity) * unit, float(wave.used) * unit
        edge = f'stroke="{paint("line-firm")}"'
        parts.append(label((0, y + 11), f"Wave {wave.number}", paint("ink"), weight=600))
        parts.append(
            f'<rect x="{LEFT}" y="{y:g}" width="{there:.1f}" height="{BAR}" fill="{paint("sunken")}" {edge}/>'
        )
        parts.append(f'<rect x="{LEFT}" y="{y:g}" width="{used:.1f}" height="{BAR}" fill="{paint("ink")}"/>')
        text = f"{plain(wave.used)} of {plain(wave.capacity)} days"
        parts.append(label((LEFT + max(there, used) + 8, y + 11), text, paint("ink-2"), size=SMALL_SIZE))
    return "".join(parts)
