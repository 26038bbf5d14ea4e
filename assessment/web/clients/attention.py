"""What waits for somebody and what most clients lack, as the page and the list show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.clients import Client
from assessment.domain.framework import localise
from assessment.domain.needs import Need
from assessment.domain.wording import capital, count_word, plural
from assessment.services.needs import DatedNeeds
from assessment.services.portfolio import Portfolio, WeakPractices
from assessment.web import unit
from assessment.web.filters import current_language, format_short_date, format_short_month

MOST_NEEDS = 8


@dataclass(frozen=True, slots=True)
class NeedLine:
    """What waits for a person at one client; `kind` colours its tag."""

    text: str
    href: str
    tag: str
    hint: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Weak:
    """A practice that many clients lack: `share` is the part of those known that lack it, in percent."""

    text: str
    href: str
    about: str
    count: str
    share: int


@dataclass(frozen=True, slots=True)
class AttentionView:
    """Both lists, and the sentence above the practices."""

    needs: tuple[NeedLine, ...]
    weak: tuple[Weak, ...]
    weak_title: str
    weak_about: str


def attention_of(found: Portfolio, dated: DatedNeeds, weak: WeakPractices) -> AttentionView:
    """The page; what is late comes first, then what is due soon, then assessments."""
    language = current_language()
    lines = dated_lines(dated.needs, dated.names, unit.today(), language)
    needs = (*lines, *assessment_needs(found.clients, language))
    return AttentionView(needs[:MOST_NEEDS], weak_rows(weak, language), weak_title(weak), weak_about(weak))


def dated_lines(
    needs: Sequence[Need], names: Mapping[str, str], today: date, language: str
) -> list[NeedLine]:
    """One line a client for what is past its day, and one for what comes within the week."""
    late = [one for one in needs if one.days_late(today)]
    soon = [one for one in needs if not one.days_late(today)]
    return [*grouped(late, names, today, language), *grouped(soon, names, today, language)]


def grouped(needs: Sequence[Need], names: Mapping[str, str], today: date, language: str) -> list[NeedLine]:
    """The needs of each client as one line, the client with the oldest first."""
    by_client: dict[str, list[Need]] = {}
    for one in needs:
        by_client.setdefault(one.client, []).append(one)
    return [line_of(of_client, names, today, language) for of_client in by_client.values()]


def line_of(needs: Sequence[Need], names: Mapping[str, str], today: date, language: str) -> NeedLine:
    """One line for the needs of a client, which are in the order of their days."""
    first = needs[0]
    days = first.days_late(today)
    tag = f"{days} day{'' if days == 1 else 's'} late" if days else ""
    if not tag and first.due_on is not None:
        tag = format_short_date(first.due_on, language)
    what = "past " + ("its day" if len(needs) == 1 else "their day") if days else "due this week"
    text = f"{names.get(first.client, first.client)}: {plural(len(needs), 'thing')} {what}"
    hint = f"{'Oldest' if len(needs) > 1 else 'It is'}: {first.subject}, {first.sentence}"
    href = first.address if len(needs) == 1 else f"/clients/{first.client}/needs"
    return NeedLine(text, href, tag, hint, "bad" if days else "")


def assessment_needs(clients: Sequence[Client], language: str) -> list[NeedLine]:
    """Assessments that are still open, oldest first, then clients without one."""
    in_use = [client for client in clients if not client.is_archived]
    still_open = [(c, c.summary) for c in in_use if c.summary and c.summary["state"] == "open"]
    still_open.sort(key=lambda pair: str(pair[1]["held_on"]))
    found = [
        NeedLine(
            f"{c.name}: {'finish' if summary.get('provisional') else 'close'} {summary['title']}",
            f"/clients/{c.slug}/assessments/{summary['assessment']}",
            format_short_month(date.fromisoformat(summary["held_on"]), language),
            "Less than 80% is answered."
            if summary.get("provisional")
            else "Enough is answered to check and close it.",
        )
        for c, summary in still_open
    ]
    unasked = [client for client in in_use if not client.summary]
    return found + [
        NeedLine(
            f"{client.name}: no answers yet",
            f"/clients/{client.slug}",
            "Not assessed",
            "Start an assessment, or go on with it.",
        )
        for client in unasked
    ]


def weak_rows(weak: WeakPractices, language: str) -> tuple[Weak, ...]:
    """The practices with how many clients lack them as a next step."""
    rows = []
    for tally in weak.found:
        practice = weak.framework.practices[tally.practice]
        area = weak.framework.area_by_id[practice.area]
        partly = f", {tally.next_partly} of them partly in place" if tally.next_partly else ""
        rows.append(
            Weak(
                localise(practice.text, language),
                f"/framework/{area.slug}/{practice.level}",
                f"{localise(area.name, language)}, level {practice.level}",
                f"{tally.lacking} of {weak.clients}{partly}",
                round(100 * tally.lacking / weak.clients),
            )
        )
    return tuple(rows)


def weak_title(weak: WeakPractices) -> str:
    """The finding above the practices."""
    if not weak.clients:
        return "No client that matches has answers yet"
    if not weak.found:
        return "No next step that is known is lacking"
    most = weak.found[0].lacking
    if weak.clients == 1 or most == 1:
        return "The weakest practices"
    many = sum(1 for one in weak.found if one.lacking == most)
    what = "One practice holds" if many == 1 else f"{capital(count_word(many))} practices hold"
    where = (
        f"all {count_word(most)}"
        if most == weak.clients
        else f"{count_word(most)} of {count_word(weak.clients)}"
    )
    return f"{what} back {where} clients"


def weak_about(weak: WeakPractices) -> str:
    """What the list counts, and which clients are not in it."""
    about = (
        "Practices up to the level after the one reached that are not fully in place at the latest "
        f"assessment, {plural(weak.clients, 'client')}."
    )
    if weak.others:
        others = capital(plural(weak.others, "client"))
        about += f" {others} assessed by another edition of the framework left out."
    return about
