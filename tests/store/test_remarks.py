"""Comments and files on items: older texts are kept, and files stay while something names them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from assessment.domain.remarks import Remark
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import actions, csip, remarks
from assessment.services.actions import ActionDraft
from assessment.services.evidence import evidence_content
from assessment.store.database import Scope, Unit
from assessment.store.queries import clients
from assessment.store.queries.evidence_files import KEPT_FOR, known_files
from tests.factories.actions import add_sla
from tests.store.conftest import NOW

PDF = b"%PDF-1.7 the record"


@pytest.fixture
def corvo(unit: Unit) -> str:
    """The id of a client that has a neighbour."""
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    return clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


@pytest.fixture
def subject(unit: Unit, corvo: str) -> str:
    """An action of Corvo."""
    return actions.subject_of(actions.add_action(unit, "corvo", ActionDraft("Answer in time")))


def later(unit: Unit, **past: float) -> Unit:
    """The unit after some time."""
    return replace(unit, now=NOW + timedelta(**past))


def test_every_kind_of_item_takes_comments(unit: Unit, corvo: str, subject: str) -> None:
    item = csip.add_item(unit, "corvo", csip.ItemDraft("Chat"))
    for one in (subject, f"csip:{item.id}", f"sla:{add_sla(unit, corvo)}"):
        remarks.add_remark(unit, "corvo", one, "Seen", "customer")
        (line,) = remarks.remarks_of(unit, "corvo", one).lines
        assert (line.remark.text, line.remark.side, line.is_mine) == ("Seen", "customer", True)


def test_what_is_not_an_item_of_the_client_takes_none(unit: Unit, corvo: str, subject: str) -> None:
    for slug, one in (
        ("lumen", subject), ("corvo", "action:nobody"), ("corvo", "client:x"), ("corvo", ""),
        ("corvo", "action:"), ("corvo", "action:%"), ("nobody", subject), ("corvo", "review:x"),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            remarks.add_remark(unit, slug, one, "Seen")
        with pytest.raises(NotFound):
            remarks.attach(unit, slug, one, "record.pdf", PDF)


@pytest.mark.parametrize(("text", "side"), [(" \x00 ", ""), ("x" * 10_001, ""), ("Seen", "friend")])
def test_what_does_not_fit_is_refused(unit: Unit, subject: str, text: str, side: str) -> None:
    with pytest.raises(InvalidInput):
        remarks.add_remark(unit, "corvo", subject, text, side)
    assert remarks.remarks_of(unit, "corvo", subject).lines == ()


def test_a_changed_comment_keeps_its_older_texts(unit: Unit, subject: str) -> None:
    one = remarks.add_remark(unit, "corvo", subject, "First")
    two = remarks.change_remark(later(unit, hours=1), "corvo", one.id, "Second", one.version)
    remarks.change_remark(later(unit, hours=2), "corvo", one.id, "Third", two.version)
    (line,) = remarks.remarks_of(unit, "corvo", subject).lines
    assert (line.remark.text, line.was) == ("Third", ("Second", "First"))
    with pytest.raises(Conflict) as caught:
        remarks.change_remark(unit, "corvo", one.id, "Mine", two.version)
    assert (caught.value.yours, caught.value.theirs) == ("Mine", "Third")
    assert remarks.undo_remark(unit, "corvo", one.id).text == "Second"


def test_a_deleted_comment_comes_back(unit: Unit, subject: str) -> None:
    one = remarks.add_remark(unit, "corvo", subject, "First")
    with pytest.raises(NotAllowed):
        remarks.undo_remark(unit, "corvo", one.id)
    remarks.delete_remark(unit, "corvo", one.id)
    assert remarks.remarks_of(unit, "corvo", subject).lines == ()
    refused: tuple[Callable[[], Remark], ...] = (
        lambda: remarks.change_remark(unit, "corvo", one.id, "Other", 2),
        lambda: remarks.delete_remark(unit, "corvo", one.id),
    )
    for change in refused:
        with pytest.raises(NotFound):
            change()
    assert remarks.undo_remark(unit, "corvo", one.id).text == "First"
    with pytest.raises(NotAllowed):
        remarks.undo_remark(unit, "corvo", one.id)


def test_only_the_author_or_who_may_all_changes_a_comment(unit: Unit, subject: str) -> None:
    one = remarks.add_remark(unit, "corvo", subject, "First")
    other = replace(unit, actor="somebody", scope=Scope("p2"))
    refused: tuple[Callable[[], Remark], ...] = (
        lambda: remarks.change_remark(other, "corvo", one.id, "Other", one.version),
        lambda: remarks.delete_remark(other, "corvo", one.id),
        lambda: remarks.undo_remark(other, "corvo", one.id),
    )
    for change in refused:
        with pytest.raises(NotAllowed):
            change()
    with pytest.raises(NotFound):
        remarks.delete_remark(unit, "lumen", one.id, may_all=True)
    remarks.delete_remark(other, "corvo", one.id, may_all=True)


def test_a_file_is_kept_once_and_comes_back_within_a_day(unit: Unit, corvo: str, subject: str) -> None:
    kept = remarks.attach(unit, "corvo", subject, "record.pdf", PDF)
    assert remarks.attach(unit, "corvo", subject, "copy.pdf", PDF) == kept
    (line,) = remarks.remarks_of(unit, "corvo", subject).files
    assert (line.attachment.name, line.about) == ("record.pdf", "PDF, 1 KB")
    remarks.detach(unit, "corvo", kept.id)
    assert remarks.remarks_of(unit, "corvo", subject).files == ()
    assert remarks.bring_back_file(unit, "corvo", kept.id).deleted_at is None
    with pytest.raises(NotFound):
        remarks.detach(unit, "lumen", kept.id)
    with pytest.raises(NotFound):
        evidence_content(unit, "lumen", kept.hash)


@pytest.mark.parametrize(("name", "content"), [("virus.exe", b"MZ"), ("a.pdf", b""), ("a.pdf", b"no pdf")])
def test_files_are_checked_as_evidence_is(unit: Unit, subject: str, name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        remarks.attach(unit, "corvo", subject, name, content)


def test_the_sweep_keeps_what_an_item_still_names(unit: Unit, corvo: str, subject: str) -> None:
    item = csip.add_item(unit, "corvo", csip.ItemDraft("Chat"))
    first = remarks.attach(unit, "corvo", subject, "record.pdf", PDF)
    remarks.attach(unit, "corvo", f"csip:{item.id}", "record.pdf", PDF)
    other = remarks.attach(unit, "corvo", subject, "note.txt", b"A note")
    remarks.detach(unit, "corvo", first.id)
    remarks.detach(unit, "corvo", other.id)
    after = later(unit, seconds=KEPT_FOR.total_seconds() + 1)
    third = remarks.attach(after, "corvo", subject, "third.txt", b"Third")
    remarks.detach(after, "corvo", third.id)
    assert known_files(unit, corvo, [first.hash, other.hash]) == {first.hash}
    with pytest.raises(NotAllowed):
        remarks.bring_back_file(after, "corvo", other.id)


def test_a_note_on_an_item_does_not_stand_in_the_way_of_undo(unit: Unit, corvo: str) -> None:
    item = csip.add_item(unit, "corvo", csip.ItemDraft("Chat"))
    held = csip.decide_item(unit, "corvo", 1, csip.Decision("progress"), item.version)
    remarks.add_remark(unit, "corvo", f"csip:{item.id}", "Seen")
    assert csip.undo_decision(unit, "corvo", 1, held.version).state == "proposed"
