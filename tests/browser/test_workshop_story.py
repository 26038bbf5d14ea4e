"""A whole workshop: one who leads, one who looks on, six phones, two areas in both passes, to the scores.

The numbers are worked out by hand from the method: N, P, L and F are worth 0, 1/3, 2/3 and 1; the value of a
practice is the mean of those who can judge it, unless the group agrees on another letter; a practice counts
for at least what a practice that implies it counts for; the index counts the levels that are in place over
0.85 one after the other and adds how much of the next one is in place.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assessment.services.workspace import LOCAL_WORKSPACE
from assessment.store import scores as packing
from assessment.store.database import Database
from assessment.store.queries.assessments import get_place
from tests.browser.on_a_day import DAY
from tests.browser.support import Window
from tests.browser.workshop_support import GROUPS, choose, code_on, join, press, question_on, start, vote

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RESTORATION, DECOMMISSIONING = "Service restoration", "Decommissioning"
REASON = "The procedure is written, two services of nine lack it"
EVIDENCE = "The order in which the last three outages were restored"


class Room:
    """The windows of a workshop and what they do together."""

    def __init__(self, window: Window, site: str) -> None:
        self.lead = window(site).new_page()
        self.address = start(self.lead, (RESTORATION, DECOMMISSIONING))
        code = code_on(self.lead)
        self.phones = [join(window, site, code, GROUPS[at % 2]) for at in range(6)]
        self.observer = window(site).new_page()
        self.observer.goto(self.lead.get_by_role("link", name="link for observers").get_attribute("href"))

    def everybody_votes(self, answers: str, **wishes: str) -> None:
        """Six votes on the question of the moment, of which nobody else sees anything."""
        question = question_on(self.lead)
        for phone, answer in zip(self.phones, answers.split(), strict=True):
            vote(phone, question, answer, **wishes)
        self.lead.locator("#count", has_text="6 of 6 have voted").wait_for()
        self.nobody_sees_a_vote()

    def nobody_sees_a_vote(self) -> None:
        """No dot, no median, no count by answer on any screen before the reveal."""
        for page in (self.lead, self.observer, *self.phones):
            assert page.locator(".dots, .stair.pick, .tally").count() == 0
            assert "Median" not in page.locator("main").inner_text()

    def reveal(self, words: str) -> None:
        """Reveal, and wait until every screen shows the picture."""
        press(self.lead, "Reveal votes")
        for page in (self.lead, self.observer, *self.phones):
            page.get_by_text(words).first.wait_for()
        own = self.phones[0].locator(".tally .mine:visible")
        assert own.count() == 1

    def agree(self, answer: str | None = None, note: str = "") -> None:
        """Agree on an answer, or with None on the mean or the median, and go on."""
        form = self.lead.locator("[data-agree]")
        if answer is not None:
            form.locator(f'input[name=answer][value="{answer}"]').check(force=True)
        form.locator("#note").fill(note)
        press(self.lead, "Agree")


def test_a_workshop_from_the_first_vote_to_the_scores(window: Window, fresh: str, tmp_path: Path) -> None:
    room = Room(window, fresh)
    lead, phones = room.lead, room.phones
    press(lead, f"Begin with {RESTORATION}")
    placing = question_on(lead)
    room.everybody_votes("1 2 2 2 3 2", target="3", importance="4")
    room.reveal("Median 2, from 1 to 3.")
    assert "Target: median 3, all 3 (6 people). Importance: mean 4 of 5" in lead.locator("#room").inner_text()
    room.agree(note=REASON)

    # Two camps on the second area: the re-vote brings them together.
    lead.locator("#room h1", has_not_text=placing).wait_for()
    room.everybody_votes("1 1 1 5 5 5", target="3")
    room.reveal("Two camps")
    press(lead, "Clear and vote again")
    lead.locator("#count", has_text="0 of 6 have voted").wait_for()
    room.everybody_votes("2 2 2 3 3 2", target="3")
    room.reveal("Median 2, from 2 to 3.")
    room.agree()

    # Depth: level 2 of decommissioning. One is far off, the talk settles it: F by consensus, worth 1.
    lead.locator("#room .hint", has_text="a practice of level 2").wait_for()
    room.everybody_votes("F F F F F N")
    room.reveal("One vote stands apart. Ask what that person sees.")
    room.agree("F", "The list of retired services was on the table")
    # Level 1 follows from level 2 and is passed over; level 3: (3 * 2/3 + 2 * 1/3) / 5 = 8/15.
    lead.locator("#room .hint", has_text="a practice of level 3").wait_for()
    room.everybody_votes("L L P P NA L")
    room.reveal("6 people voted.")
    room.agree()

    # Level 2 of restoration: (4 * 1 + 2 * 2/3) / 6 = 8/9, agreed as it is.
    lead.locator("#room .hint", has_text="a practice of level 2").wait_for()
    assert RESTORATION in lead.locator("#room .hint").first.inner_text()
    room.everybody_votes("F F L L F F")
    room.reveal("6 people voted.")
    room.agree()

    # Level 3 with a phone that is offline: (3 * 1/3 + 2 * 0) / 5 = 1/5; parked, which keeps the mean.
    lead.locator("#room .hint", has_text="a practice of level 3").wait_for()
    offline_phone_votes(room)
    room.reveal("6 people voted.")
    lead.locator("#evidence").fill(EVIDENCE)
    press(lead, "Park for evidence")
    lead.get_by_text("Nothing is left in this pass").wait_for()

    press(lead, "End the workshop")
    for page in phones:
        page.get_by_role("heading", name="Thank you. The workshop has ended").wait_for()
        assert RESTORATION in page.locator(".result").inner_text()
    phones[0].get_by_role("button", name="Yes").click()
    phones[0].get_by_text("Sent. Thank you.").wait_for()
    read_minutes(lead)
    read_scores(tmp_path)


def offline_phone_votes(room: Room) -> None:
    """Five phones vote; the sixth has no network, keeps its vote and sends it when the network is back."""
    question = question_on(room.lead)
    for phone, answer in zip(room.phones[:5], ("N", "P", "P", "N", "DK"), strict=True):
        vote(phone, question, answer)
    last = room.phones[5]
    last.locator("form.ballot").wait_for()
    last.context.set_offline(True)
    choose(last, question, "P")
    last.locator("#sent", has_text="Not sent yet. It is kept on this phone and sent by itself.").wait_for()
    room.lead.locator("#count", has_text="5 of 6 have voted").wait_for()
    last.context.set_offline(False)
    last.locator("#sent", has_text="Sent: ").wait_for()
    room.lead.locator("#count", has_text="6 of 6 have voted").wait_for()
    room.nobody_sees_a_vote()


def read_minutes(page: Any) -> None:
    """The minutes say what was agreed, why, how far apart people were, what is parked and to be collected."""
    page.get_by_role("heading", name="Minutes of the workshop").wait_for()
    page.reload()
    words = " ".join(page.locator("main").inner_text().split())
    assert REASON in words
    assert EVIDENCE in words
    assert "Then: 6 people voted. Median 2, from 2 to 3." in words
    assert "Parked" in words
    assert "6 people joined" in words
    assert "Time well spent" in words


def read_scores(folder: Path) -> None:
    """The stored scores are those of the hand, and the placings are beside them, not in them."""
    database = Database(f"sqlite:///{folder / 'gradino.sqlite'}")
    with database.read(LOCAL_WORKSPACE, "tests", DAY) as unit:
        packed = get_place(unit, "corvo-logistics", "november-2026").assessment.scores
    database.close()
    assert packed is not None
    restoration, decommissioning = (packing.unpack_area(area, packed["areas"][area]) for area in ("A3", "A6"))
    # Levels 1 and 2 count 8/9 each, over 0.85; then 1/5 of level 3.
    assert restoration.index == 2 + Fraction(1, 5)
    # Levels 1 and 2 count 1 each; then 8/15 of level 3.
    assert decommissioning.index == 2 + Fraction(8, 15)
    assert (restoration.placing, decommissioning.placing) == (2, 2)
    assert (restoration.target, restoration.importance) == (3, 4)
    assert (decommissioning.target, decommissioning.importance) == (3, None)
