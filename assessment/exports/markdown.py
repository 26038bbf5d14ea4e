"""A roadmap as a readable document in Markdown, good enough to paste into a wiki as it is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.numbers import fixed, percent, plain
from assessment.domain.report import Extent, Report, ReportArea, ReportItem
from assessment.domain.wording import plural
from assessment.exports.base import ENGLISH, Part, clean, sentences
from assessment.exports.words import (
    NOTHING,
    cost_in_words,
    day_in_words,
    ranks,
    wave_dates,
    wave_span,
    who,
)

MARKS = re.compile(r"([\\`*_\[\]|~])")
STARTS = re.compile(r"^([-+=#:])")
NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))

AREA_HEADS = ("Area", "Level", "Index", "Target", "Gap", "Known")
ITEM_HEADS = ("Rank", "Practice", "Area", "Level", "Class", "Days", "Priority", "Why", "Needs", "Cost")
CSIP_HEADS = ("Number", "Improvement", "State", "Owner", "Due", "Cost", "Progress")
MINUTE_HEADS = ("Day", "Area", "Question", "Ended as", "Answer", "Votes", "Why", "Evidence")
READING_HEADS = ("Metric", "Period", "Value", "Source")


@dataclass(frozen=True, slots=True)
class MarkdownExporter:
    """Markdown with tables."""

    key: str = "md"
    name: str = "Markdown"
    says: str = "A readable document to paste into a wiki."
    media_type: str = "text/markdown"
    extension: str = "md"

    def contents(self, extent: Extent) -> tuple[Part, ...]:
        """Return the headings of the document."""
        parts = [Part("Where it stands", f"{plural(extent.areas, 'area')} against their targets")]
        if extent.items:
            parts.append(Part("Roadmap", f"{plural(extent.items, 'item')} by wave, with reasons"))
        if extent.csip:
            parts.append(Part("CSIP register", plural(extent.csip, "improvement")))
        if extent.readings:
            parts.append(Part("Metrics", plural(extent.readings, "reading")))
        if extent.minutes:
            parts.append(Part("Workshop minutes", plural(extent.minutes, "question")))
        return (*parts, Part("How the numbers come about", "method and order of the plan"))

    def write(self, report: Report, language: str = ENGLISH) -> bytes:
        """Return the document."""
        del language
        blocks = [
            *_beginning(report),
            *_areas(report),
            *_roadmap(report),
            *_csip(report),
            *_readings(report),
            *_minutes(report),
            *_method(report),
        ]
        return ("\n\n".join(blocks) + "\n").encode("utf-8")


def escaped(text: str) -> str:
    """Return a text on one line in which nothing means anything to Markdown, to HTML or to a table."""
    line = " ".join(clean(text).split())
    for character, entity in ENTITIES:
        line = line.replace(character, entity)
    line = MARKS.sub(r"\\\1", line)
    return NUMBERED.sub(r"\1\\\2", STARTS.sub(r"\\\1", line))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: frozenset[int] = frozenset()) -> str:
    """Return a table of texts that are escaped already; the columns in `numbers` are set to the right."""
    rule = ["---:" if place in numbers else "---" for place in range(len(heads))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *rows))


def _beginning(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    yield escaped(who(report))
    found = [f"- {escaped(said)}" for said in sentences(report)]
    if found:
        yield "\n".join(found)


def _number(value: Fraction | None, places: int = 1) -> str:
    return NOTHING if value is None else fixed(value, places)


def _areas(report: Report) -> Iterator[str]:
    yield "## Where it stands"
    yield table(AREA_HEADS, [_area(area) for area in report.areas], frozenset({2, 3, 4, 5}))


def _area(area: ReportArea) -> tuple[str, ...]:
    score = area.score
    index = _number(area.index)
    if area.index is not None and _number(score.index_high) != index:
        index = f"{index} to {_number(score.index_high)}"
    level = (
        NOTHING if not area.answered or score.level is None else f"{score.level} {escaped(area.level_name)}"
    )
    gap = score.gap if area.answered else None
    return (
        escaped(area.name),
        level if score.assessable else "does not apply",
        index,
        _number(score.target),
        _number(gap),
        percent(score.coverage) if area.answered else NOTHING,
    )


def _roadmap(report: Report) -> Iterator[str]:
    yield "## Roadmap"
    if not report.items:
        yield "Nothing is planned: no area with a target has anything missing below it."
        return
    yield " ".join(escaped(said) for said in report.plan_said)
    by_rank = {item.rank: item for item in report.items}
    for wave in report.waves:
        dates = f", {wave_dates(wave)}" if wave_dates(wave) else ""
        yield f"### Wave {wave.number}{dates}"
        after = "" if wave.mean_after is None else f" The mean index is then {fixed(wave.mean_after, 1)}."
        yield f"{plain(wave.used)} of {plain(wave.capacity)} days are used.{after}"
        begun = [by_rank[rank] for rank, _ in wave.parts if by_rank[rank].wave == wave.number]
        goes_on = [rank for rank, _ in wave.parts if by_rank[rank].wave != wave.number]
        if goes_on:
            yield f"Goes on from an earlier wave: item {ranks(tuple(goes_on))}."
        if begun:
            yield _items(sorted(begun, key=lambda item: item.rank))
    if report.beyond:
        yield "### Beyond the last wave"
        yield _items(report.beyond)


def _items(items: Iterable[ReportItem]) -> str:
    rows = (
        (
            str(item.rank),
            f"{escaped(item.text)} ({escaped(item.practice)})",
            escaped(item.area_name),
            str(item.level),
            escaped(item.klass),
            str(item.days) if item.wave == item.last_wave else f"{item.days}, in waves {wave_span(item)}",
            fixed(item.effective),
            f"{escaped('. '.join(item.reasons))}. {escaped(item.arithmetic)}",
            ranks(item.needs) or NOTHING,
            escaped(cost_in_words(item.cost)) or NOTHING,
        )
        for item in items
    )
    return table(ITEM_HEADS, rows, frozenset({0, 3, 6}))


def _csip(report: Report) -> Iterator[str]:
    if not report.csip:
        return
    yield "## CSIP register"
    rows = (
        (
            escaped(entry.number),
            escaped(entry.title),
            escaped(entry.state),
            escaped(entry.owner) or NOTHING,
            day_in_words(entry.due) if entry.due else NOTHING,
            escaped(cost_in_words(entry.cost)) or NOTHING,
            f"{entry.progress}%",
        )
        for entry in report.csip
    )
    yield table(CSIP_HEADS, rows, frozenset({6}))


def _readings(report: Report) -> Iterator[str]:
    if not report.readings:
        return
    yield "## Metrics"
    rows = (
        (
            escaped(one.name),
            escaped(one.period),
            escaped(one.shown) or (NOTHING if one.value is None else plain(one.value)),
            escaped(one.source) or NOTHING,
        )
        for one in report.readings
    )
    yield table(READING_HEADS, rows, frozenset({2}))


def _minutes(report: Report) -> Iterator[str]:
    if not report.minutes:
        return
    yield "## Workshop minutes"
    rows = (
        (
            day_in_words(one.held_on),
            escaped(one.area),
            escaped(one.question),
            escaped(one.state),
            *(escaped(text) or NOTHING for text in (one.answer, one.spread, one.note, one.evidence)),
        )
        for one in report.minutes
    )
    yield table(MINUTE_HEADS, rows)


def _method(report: Report) -> Iterator[str]:
    yield "## How the numbers come about"
    yield escaped(report.method_explanation)
    if report.items:
        yield escaped(report.order_explanation)
    yield f"Framework: {escaped(report.framework_name)}, version {escaped(report.framework.version)}."
    yield escaped(report.origin)
