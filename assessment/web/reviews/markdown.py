"""The minutes of a review as a Markdown text, to be kept or sent."""

import re
from collections.abc import Iterator, Sequence

from assessment.domain.review_material import day_words
from assessment.domain.review_pack import Section
from assessment.services.reviews_pages import ReviewPage
from assessment.web.review_views import agenda_view, decision_view, facts_of, heading_of

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def plain(text: str) -> str:
    """A text on one line in which nothing means something to Markdown."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def minutes_markdown(page: ReviewPage) -> str:
    """The minutes: what is known, who came, points with notes, decisions, addenda, then the pack."""
    return "\n".join(_lines(page)).rstrip() + "\n"


def _lines(page: ReviewPage) -> Iterator[str]:
    yield f"# {plain(heading_of(page))}"
    yield ""
    yield f"- Client: {plain(page.client.name)}"
    for name, value in facts_of(page):
        yield f"- {name}: {plain(value)}"
    came = [f"{one['role']} ({one['side']})" for one in page.review.attendance if one["came"]]
    yield f"- Present: {plain('; '.join(came)) or 'nobody written down'}"
    yield from _agenda(page)
    if page.review.minutes:
        yield from ("", "## Notes", "", page.review.minutes)
    yield from _decisions(page)
    for addendum in page.addenda:
        yield from ("", f"## Added on {day_words(addendum.made_at.date())} by {plain(addendum.made_by)}", "")
        yield addendum.text
    for section in page.pack.sections if page.pack else ():
        yield from _section(section)


def _agenda(page: ReviewPage) -> Iterator[str]:
    points, length = agenda_view(page)
    yield from ("", "## Agenda and notes", "", length)
    for one in points:
        yield from ("", f"### {one.begins + ' ' if one.begins else ''}{plain(one.point.title)}")
        if one.point.notes:
            yield from ("", one.point.notes)


def _decisions(page: ReviewPage) -> Iterator[str]:
    if page.decisions:
        yield from ("", "## Decisions", "")
        for decided in (decision_view(one, "", may_undo=False) for one in page.decisions):
            taken_back = " (taken back)" if decided.undone else ""
            yield f"- {decided.what}: {plain(decided.text)}{taken_back}. {plain(decided.details)}".rstrip()


def _section(section: Section) -> Iterator[str]:
    yield from ("", f"## {plain(section.title)}", "", plain(section.finding))
    for missing in section.missing:
        yield f"- {plain(missing.text)}"
    if section.rows:
        yield ""
        yield _row(section.columns)
        yield _row(["---"] * len(section.columns))
        for row in section.rows:
            yield _row([plain(cell) for cell in row.cells])
    if section.more:
        yield from ("", f"{section.more} more rows are left out.")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
