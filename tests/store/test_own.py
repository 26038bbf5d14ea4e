"""Own metrics and practices on both engines: who has them, changing, retiring, rating, leaving."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.files.assessment_dump import dump_assessment_file
from assessment.files.assessment_file import load_assessment_file
from assessment.services import assessments, metric_edits, metrics, own, own_practices
from assessment.services.assessment_files import export_assessment
from assessment.services.own import MetricEntry, PracticeEntry
from assessment.services.question_page import area_page
from assessment.services.questions import rate_practice
from assessment.services.rating_changes import RatingChange
from assessment.services.readings import ReadingEntry
from assessment.services.reports import report_of
from assessment.store.client_rows import rows_of_client
from assessment.store.database import Unit
from assessment.store.queries import clients
from assessment.store.queries.assessments import Place

SHARE = MetricEntry("Same day", "percent", "higher", "answered", "all", cells=(("A1", 2),))
CHECK = PracticeEntry("Ask the driver before closing a case", "A1", 2, 3)

PRACTICE = "Name several contact points for the topics that matter most"


@pytest.fixture(autouse=True)
def _two_clients(unit: Unit) -> None:
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


@pytest.fixture
def place(unit: Unit) -> Place:
    return assessments.start_assessment(unit, "corvo", title="November", held_on=date(2026, 11, 22))


def ids(unit: Unit, client: str = "corvo") -> list[str]:
    """The ids of the own metrics in the list of a client."""
    return [line.metric.id for line in metrics.metrics_page(unit, client).lines if line.is_own]


def test_a_metric_of_one_client_is_nobody_elses(unit: Unit) -> None:
    made = own.define_metric(unit, "corvo", SHARE)
    assert (made.code, made.version) == ("OWN-01", 1)
    assert ids(unit) == ["OWN-01"]
    assert ids(unit, "lumen") == []
    with pytest.raises(NotFound):
        metrics.metric_page(unit, "lumen", "OWN-01")
    with pytest.raises(NotFound):
        own.retire_own(unit, "lumen", "OWN-01", may_all=True)
    assert own.define_metric(unit, "lumen", SHARE).code == "OWN-01"


def test_a_metric_of_the_workspace_is_every_clients(unit: Unit) -> None:
    own.define_metric(unit, "corvo", replace(SHARE, for_all=True))
    own.define_metric(unit, "corvo", SHARE)
    assert ids(unit) == ["OWN-01", "OWN-W01"]
    assert ids(unit, "lumen") == ["OWN-W01"]
    with pytest.raises(NotAllowed):
        own.retire_own(unit, "lumen", "OWN-W01", may_all=False)


def test_a_reading_of_an_own_metric_is_like_any_other(unit: Unit) -> None:
    own.define_metric(unit, "corvo", SHARE)
    entry = ReadingEntry("2026-10", numerator="18", denominator="20")
    metric_edits.enter_reading(unit, "corvo", "OWN-01", entry)
    page = metrics.metric_page(unit, "corvo", "OWN-01")
    assert [one.value for one in page.readings] == ["90%"]
    assert page.text.cells == (("contact", "Contact", 2, (PRACTICE,)),)


def test_a_retired_metric_keeps_its_readings_and_can_be_taken_up_again(unit: Unit) -> None:
    own.define_metric(unit, "corvo", SHARE)
    metric_edits.enter_reading(unit, "corvo", "OWN-01", ReadingEntry("2026-10", "90"))
    own.retire_own(unit, "corvo", "OWN-01", may_all=False)
    assert ids(unit) == []
    assert len(metrics.metric_page(unit, "corvo", "OWN-01").readings) == 1
    with pytest.raises(NotFound):
        metric_edits.enter_reading(unit, "corvo", "OWN-01", ReadingEntry("2026-09", "90"))
    with pytest.raises(NotAllowed):
        own.retire_own(unit, "corvo", "OWN-01", may_all=False)
    own.take_up_own(unit, "corvo", "OWN-01", may_all=False)
    assert ids(unit) == ["OWN-01"]
    with pytest.raises(NotAllowed):
        own.take_up_own(unit, "corvo", "OWN-01", may_all=False)
    assert own.define_metric(unit, "corvo", SHARE).code == "OWN-02"


def test_a_change_is_stored_over_the_version_that_was_seen(unit: Unit) -> None:
    own.define_metric(unit, "corvo", SHARE)
    new = replace(SHARE, name="Within a day", unit="count", seen=1)
    changed = own.define_metric(unit, "corvo", new, "OWN-01")
    assert (changed.name, changed.unit, changed.version) == ("Within a day", "percent", 2)
    with pytest.raises(Conflict):
        own.define_metric(unit, "corvo", replace(SHARE, name="Other", seen=1), "OWN-01")
    assert own.define_metric(unit, "corvo", replace(new, seen=1), "OWN-01") == changed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"unit": "furlong"}, "unit"),
        ({"direction": ""}, "direction"),
        ({"denominator": ""}, "denominator"),
        ({"unit": "count"}, "numerator"),
        ({"unit": "rating", "numerator": "", "denominator": ""}, "lowest"),
        ({"unit": "rating", "numerator": "", "denominator": "", "lowest": "5", "highest": "1"}, "highest"),
    ],
)
def test_a_metric_that_does_not_fit_is_refused(unit: Unit, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        own.define_metric(unit, "corvo", replace(SHARE, **changes))
    assert refused.value.field == field


def test_an_own_practice_is_rated_beside_the_score(unit: Unit, place: Place) -> None:
    assert own.define_practice(unit, "corvo", CHECK).code == "OWN-P01"
    before = area_page(unit, "corvo", place.assessment.slug, "contact")
    assert [(row.id, row.level, row.rating) for row in before.own] == [("OWN-P01", 2, "")]
    kept = own_practices.rate_own(unit, "corvo", place.assessment.slug, "OWN-P01", RatingChange(0, "L"))
    assert kept.version == 1
    after = area_page(unit, "corvo", place.assessment.slug, "contact")
    assert after.own[0].words == "Largely"
    assert (after.standing, after.groups) == (before.standing, before.groups)
    with pytest.raises(Conflict):
        own_practices.rate_own(unit, "corvo", place.assessment.slug, "OWN-P01", RatingChange(0, "F"))
    with pytest.raises(InvalidInput):
        own_practices.rate_own(unit, "corvo", place.assessment.slug, "OWN-P01", RatingChange(1, "Z"))
    with pytest.raises(NotFound):
        own_practices.rate_own(unit, "corvo", place.assessment.slug, "OWN-P02", RatingChange(0, "F"))
    assert area_page(unit, "corvo", place.assessment.slug, "communication").own == ()


def test_a_closed_assessment_takes_no_rating(unit: Unit, place: Place) -> None:
    own.define_practice(unit, "corvo", CHECK)
    rate_practice(unit, "corvo", place.assessment.slug, "L1-A1-P1", RatingChange(0, "F"))
    assessments.close_assessment(unit, "corvo", place.assessment.slug)
    with pytest.raises(NotAllowed):
        own_practices.rate_own(unit, "corvo", place.assessment.slug, "OWN-P01", RatingChange(0, "F"))


@pytest.mark.parametrize("changes", [{"text": ""}, {"area": "A99"}, {"level": 9}, {"effort": 6}])
def test_a_practice_that_does_not_fit_is_refused(unit: Unit, changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refused:
        own.define_practice(unit, "corvo", replace(CHECK, **changes))
    assert refused.value.field == ("area" if "level" in changes else next(iter(changes)))


def test_what_every_client_has_leaves_with_a_client_as_its_own(unit: Unit) -> None:
    own.define_metric(unit, "corvo", replace(SHARE, for_all=True))
    own.define_metric(unit, "corvo", SHARE)
    own.define_metric(unit, "lumen", SHARE)
    corvo = clients.get_client(unit, "corvo")
    columns, rows = next((c, list(r)) for name, c, r in rows_of_client(unit, corvo.id) if name == "own_item")
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    assert {row["code"] for row in found} == {"OWN-01", "OWN-W01"}
    assert {(row["owner"], row["client_id"]) for row in found} == {(corvo.id, corvo.id)}


def test_a_report_names_own_metrics_and_an_assessment_file_leaves_them_out(unit: Unit, place: Place) -> None:
    own.define_metric(unit, "corvo", SHARE)
    rate_practice(unit, "corvo", place.assessment.slug, "L1-A1-P1", RatingChange(0, "F"))
    for metric in ("OWN-01", "M18"):
        entry = ReadingEntry("2026-10", "90", source="Export", scope="Milan")
        metric_edits.enter_reading(unit, "corvo", metric, entry)
    report = report_of(unit, "corvo")
    found = {one.metric: (one.name, one.source) for one in report.readings}
    assert found["OWN-01"] == ("Same day (own)", "Export, covers Milan")
    written = export_assessment(unit, "corvo", place.assessment.slug)
    assert [(one.metric, one.scope) for one in written.readings] == [("M18", "Milan")]
    assert load_assessment_file(dump_assessment_file(written)).readings == written.readings
