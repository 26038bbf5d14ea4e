"""The pack of a review holds what the registers hold at the cut-off, in few queries."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from assessment.domain.csip import Decision
from assessment.domain.review_agenda import points_of
from assessment.domain.review_pack import Pack, pack_of
from assessment.domain.reviews import KINDS
from assessment.domain.sla_results import BREACHED, MET, TargetResult
from assessment.errors import Conflict, InvalidInput
from assessment.services import (
    csip,
    reviews,
    reviews_kept,
    reviews_minutes,
    reviews_pages,
)
from assessment.services.assessments import start_assessment
from assessment.services.csip import ItemDraft
from assessment.services.csip_from_plan import send_to_csip
from assessment.services.reviews_kept import LessonEntry, ProposalEntry, StepEntry
from assessment.services.reviews_minutes import AgendaEdit
from assessment.store.database import Unit
from assessment.store.numbers import add_numbered
from assessment.store.queries import clients
from assessment.store.queries.sla_results import save_results
from assessment.store.tables import goal, goal_version, metric_target, party
from tests.factories.held_reviews import ENTRY, TODAY, counted, fill, held, pack
from tests.factories.planned import FIRST, planned_client, rate_everything
from tests.factories.registers import row_of
from tests.factories.slas import PARTY


@pytest.fixture
def corvo(unit: Unit) -> str:
    """The id of a client that has a neighbour."""
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    return clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


def test_the_pack_says_what_the_registers_hold_misses_first(unit: Unit, corvo: str) -> None:
    fill(unit, corvo)
    found = pack(unit, held(unit))
    assert [one.key for one in found.sections] == [
        "actions", "sla", "kpi", "metrics", "waiting", "moved", "attention", "comparison", "plan", "steps",
        "lessons",
    ]  # fmt: skip
    agreements = found.section("sla")
    assert agreements is not None
    assert agreements.finding == "One target of 2 breached."
    assert [row.mark for row in agreements.rows] == ["missed", "unknown", "good"]
    assert agreements.rows[0].cells == (
        "Resolution, Service desk (SLA-001)", "95", "90", "-5", "200", "Breached",
    )  # fmt: skip
    assert [one.text for one in agreements.missing] == ["Oct 2026 has no data for Uptime (SLA-001)."]
    actions, waiting = found.section("actions"), found.section("waiting")
    assert actions is not None and waiting is not None  # noqa: PT018
    assert [row.mark for row in actions.rows] == ["late"]
    assert waiting.finding == "One improvement waits for a decision."


def test_a_month_without_a_value_is_a_sentence_and_never_a_zero(unit: Unit, corvo: str) -> None:
    fill(unit, corvo)
    metrics = pack(unit, held(unit)).section("metrics")
    assert metrics is not None
    assert [row.ref for row in metrics.rows] == ["metric:M09"]
    assert [one.ref for one in metrics.missing] == ["metric:M10"]
    assert metrics.missing[0].text.startswith("Oct 2026 has no value for ")


def test_the_pack_stays_as_it_was_when_the_registers_go_on(unit: Unit, corvo: str) -> None:
    fill(unit, corvo)
    one = held(unit)
    before = pack(unit, one)
    csip.add_item(unit, "corvo", ItemDraft("Later"))
    result = TargetResult(
        "a1", "T1", "2026-10", 1, MET, "Resolution", Fraction(95), None, Fraction(99), Fraction(4)
    )
    save_results(unit, corvo, [result])
    assert pack(unit, one) == before


def test_the_comparison_knows_better_worse_and_not_comparable(unit: Unit, corvo: str) -> None:
    fill(unit, corvo)
    first = held(unit, day=date(2026, 11, 2))
    reviews.close_review(unit, "corvo", first.number)
    save_results(
        unit,
        corvo,
        [
            TargetResult(
                "a1", "T1", "2026-11", 1, MET, "Resolution", Fraction(95), None, Fraction(97), Fraction(2), 9
            ),
            TargetResult(
                "a1",
                "T2",
                "2026-11",
                1,
                BREACHED,
                "Response",
                Fraction(4),
                None,
                Fraction(5),
                Fraction(-1),
                9,
            ),
        ],
    )
    found = pack(unit, held(unit, day=date(2026, 12, 2))).section("comparison")
    assert found is not None
    said = {row.cells[0]: row.cells[1:] for row in found.rows}
    assert said["Resolution (SLA-001)"] == ("90", "97", "+7", "Better")
    assert said["Response (SLA-001)"] == ("3", "5", "+2", "Worse")
    assert "Not comparable" in {cells[-1] for cells in said.values()}
    assert found.finding == "One value better than in REV-001, 1 worse."


def test_indicators_stand_under_their_factor_and_lacking_values_are_unknown(unit: Unit, corvo: str) -> None:
    fill(unit, corvo)
    since = date(2026, 1, 1)
    row_of(unit, goal, client_id=corvo, id="g1", number=1, kind="csf", parent_id=None, retired_at=None)
    row_of(unit, goal_version, client_id=corvo, goal_id="g1", number=1, title="A quick desk",
           valid_from=since, valid_to=None)  # fmt: skip
    for number, metric in ((2, "M09"), (3, "M10")):
        row_of(unit, goal, client_id=corvo, id=f"g{number}", number=number, kind="kpi", parent_id="g1",
               retired_at=None)  # fmt: skip
        row_of(
            unit, goal_version, client_id=corvo, goal_id=f"g{number}", number=1, title=f"With {metric}",
            framework_id="pom", metric_id=metric, target=Fraction(10), target_code="at_most",
            valid_from=since, valid_to=None,
        )  # fmt: skip
    found = pack(unit, held(unit)).section("kpi")
    assert found is not None
    assert [(row.cells[0], row.cells[1]) for row in found.rows] == [
        ("A quick desk", "With M09"), ("A quick desk", "With M10"),
    ]  # fmt: skip
    assert found.finding == "One success factor of 1 breached."
    assert found.rows[0].cells[-1].startswith("Breached. KPI 2: ")
    assert (found.rows[0].mark, found.rows[1].mark) == ("missed", "unknown")
    assert found.rows[1].cells[-1] == "Unknown"
    assert [(one.text, one.ref) for one in found.missing] == [
        ("KPI 3: no reading for Oct 2026.", "metric:M10")
    ]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_pack_takes_the_same_few_queries_whatever_the_size(unit: Unit, corvo: str, kind: str) -> None:
    counts = []
    for size in (0, 30):
        if size:
            fill(unit, corvo, size)
        one = reviews.plan_review(unit, "corvo", replace(ENTRY, kind=kind))
        with counted(unit) as sent:
            reviews.prepare_review(unit, "corvo", one.number, one.version)
        counts.append(sum(1 for statement in sent if statement.lstrip().upper().startswith("SELECT")))
    # Beside the pack itself, the client and the review are read.
    assert counts[1] - 2 <= 15
    assert abs(counts[1] - counts[0]) <= 1


def test_the_agenda_asks_what_the_pack_asks_and_keeps_what_was_typed(unit: Unit, corvo: str) -> None:
    fill(unit, corvo)
    one = reviews.plan_review(unit, "corvo", ENTRY)
    one = reviews_minutes.edit_agenda(
        unit, "corvo", 1, AgendaEdit("add", title="Holidays", minutes=5), one.version
    )
    one = reviews.prepare_review(unit, "corvo", 1, one.version)
    titles = [point.title for point in points_of(one.agenda)]
    assert "Holidays" in titles
    assert "Missed: Resolution, Service desk (SLA-001)" in titles
    assert "Overdue: ACT-001 Restart" in titles
    assert titles.count("Decide: CSIP-001 Idea 1") == 1
    again = reviews.prepare_review(unit, "corvo", 1, one.version)
    assert [point.title for point in points_of(again.agenda)] == titles
    with pytest.raises(InvalidInput):
        reviews_minutes.edit_agenda(
            unit, "corvo", 1, AgendaEdit("add", title="Long", minutes=10_000), again.version
        )


def test_what_reviews_keep_comes_into_later_packs_until_it_is_over(unit: Unit, corvo: str) -> None:
    lesson = reviews_kept.add_lesson(unit, "corvo", LessonEntry("Ask before holidays", "A list in May"))
    step = reviews_kept.add_step(unit, "corvo", StepEntry("Train tier 1", "Team lead", TODAY))
    reviews_kept.add_proposal(unit, "corvo", ProposalEntry("Night desk"))
    found = pack(unit, held(unit, "qbr"))
    for key, text in (
        ("lessons", "Ask before holidays"),
        ("steps", "Train tier 1"),
        ("proposals", "Night desk"),
    ):
        section = found.section(key)
        assert section is not None
        assert section.rows[0].cells[0] == text
    retired = LessonEntry("Ask before holidays", retired=True)
    reviews_kept.change_entry(unit, "corvo", "lesson", 1, retired, lesson.version)
    reviews_kept.change_entry(unit, "corvo", "step", 1, StepEntry("Train tier 1", state="done"), step.version)
    with pytest.raises(Conflict):
        reviews_kept.change_entry(unit, "corvo", "step", 1, StepEntry("Other"), step.version)
    with pytest.raises(InvalidInput):
        reviews_kept.change_entry(unit, "corvo", "proposal", 1, ProposalEntry("N", state="declined"), 1)
    later = pack(unit, held(unit, day=TODAY + timedelta(days=30)))
    for key in ("lessons", "steps"):
        section = later.section(key)
        assert section is not None
        assert section.rows == ()


def test_targets_of_metrics_are_read_with_their_breaks(unit: Unit, corvo: str) -> None:
    fill(unit, corvo)
    row_of(unit, metric_target, client_id=corvo, framework_id="pom", metric_id="M09", target=Fraction(1),
           target_code="")  # fmt: skip
    metrics = pack(unit, held(unit)).section("metrics")
    assert metrics is not None
    assert metrics.rows[0].cells[-1] != "–"


def test_the_pages_take_few_queries_whatever_the_size(unit: Unit, corvo: str) -> None:
    counts = []
    for size in (1, 20):
        for _ in range(size):
            held(unit)
        if size > 1:
            fill(unit, corvo, size)
        with counted(unit) as sent:
            reviews_pages.reviews_page(unit, "corvo")
            listed = len(sent)
            reviews_pages.minutes_page(unit, "corvo", 1)
        counts.append((listed, len(sent) - listed))
    assert counts[0] == counts[1] or counts[1][1] - counts[0][1] == 1
    assert max(max(pair) for pair in counts) <= 10


def prepared(unit: Unit, slug: str, kind: str, party: int = 0) -> Pack:
    """The pack of a new review of a client."""
    entry = replace(ENTRY, kind=kind, party=party)
    one = reviews.plan_review(unit, slug, entry)
    found = pack_of(reviews.prepare_review(unit, slug, one.number, one.version).pack)
    assert found is not None
    return found


def test_what_a_plan_predicted_stands_beside_what_came(unit: Unit) -> None:
    place = planned_client(unit)
    slug = place.client.slug
    before = prepared(unit, slug, "qbr").section("waves")
    assert before is not None
    assert (before.rows, before.finding[:7]) == ((), "No plan")
    send_to_csip(unit, slug, [FIRST])
    later = start_assessment(unit, slug, title="Second", held_on=date(2026, 11, 23))
    rate_everything(unit, later, "FFNN")
    with counted(unit) as sent:
        waves = prepared(unit, slug, "annual").section("waves")
    assert waves is not None
    assert waves.rows[0].cells[0] == "Wave 1"
    assert waves.rows[0].cells[-1] == "Second, 23 Nov 2026"
    assert "of" in waves.finding
    # Planning, reading and making it, beside the ten queries with which a plan is read.
    assert sum(1 for statement in sent if statement.lstrip().upper().startswith("SELECT")) <= 30
    assert prepared(unit, slug, "monthly").section("waves") is None


def test_a_review_about_a_supplier_sees_only_what_is_about_it(unit: Unit, corvo: str) -> None:
    made, number = add_numbered(unit, party, corvo, {**PARTY, "name": "Carrier", "role": "supplier"})
    csip.add_item(unit, "corvo", ItemDraft("Carrier patches", party_id=made))
    csip.add_item(unit, "corvo", ItemDraft("Desk answers"))
    for item in (1, 2):
        csip.decide_item(unit, "corvo", item, Decision("progress"), 1)
    found = prepared(unit, "corvo", "monthly", number)
    moved = found.section("moved")
    assert moved is not None
    assert [row.cells[0] for row in moved.rows] == ["CSIP-001 Carrier patches"]
    csip.undo_decision(unit, "corvo", 1)
    again = prepared(unit, "corvo", "monthly", number)
    assert [len(again.section(key).rows) for key in ("moved", "waiting")] == [0, 1]  # type: ignore[union-attr]


def test_many_of_a_kind_are_one_point_so_that_the_meeting_has_room(unit: Unit, corvo: str) -> None:
    fill(unit, corvo, 12)
    one = reviews.plan_review(unit, "corvo", ENTRY)
    one = reviews.prepare_review(unit, "corvo", one.number, one.version)
    points = [point for point in points_of(one.agenda) if point.because]
    assert [(point.title, point.minutes) for point in points] == [
        ("12 missed targets", 10), ("12 overdue actions", 10), ("12 improvements await a decision", 10),
    ]  # fmt: skip
    waiting = points[-1].key
    csip.add_item(unit, "corvo", ItemDraft("One more"))
    one = reviews.prepare_review(unit, "corvo", one.number, one.version)
    assert next(point for point in points_of(one.agenda) if point.key == waiting).title.startswith("13 ")
    titles = {point.key: point.title for point in points_of(one.agenda)} | {waiting: "All that waits"}
    one = reviews_minutes.edit_agenda(unit, "corvo", 1, AgendaEdit("save", titles=titles), one.version)
    one = reviews.prepare_review(unit, "corvo", one.number, one.version)
    assert "All that waits" in [point.title for point in points_of(one.agenda)]
