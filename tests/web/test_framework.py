"""The framework browser: matrix, cells, metrics and glossary."""

import pytest

from assessment.services.framework import shipped_framework
from tests.web.pages import PageClient


def test_the_matrix_links_every_cell(client: PageClient) -> None:
    page = client.get("/framework")
    framework = shipped_framework()
    table = page.root.find("table", aria_labelledby="matrix-title")
    links = {link.attrs["href"]: link.text for link in table.find_all("a")}
    wanted = {
        f"/framework/{area.slug}/{cell.level}": len(cell.practices)
        for area in framework.areas
        for cell in area.cells
    }
    assert {href: int(text.split()[0]) for href, text in links.items()} == wanted


@pytest.mark.parametrize("slug", [area.slug for area in shipped_framework().areas])
def test_every_cell_shows_its_practices_outcomes_and_metrics(client: PageClient, slug: str) -> None:
    for cell in shipped_framework().area_by_slug[slug].cells:
        page = client.get(f"/framework/{slug}/{cell.level}")
        for practice in cell.practices:
            shown = page.root.find("section", id=practice.id).text
            assert practice.text["en"] in shown
            assert practice.question["en"] in shown
            assert practice.why["en"] in shown
            assert practice.evidence["en"] in shown
        for outcome in cell.outcomes:
            assert outcome.text["en"] in page.text
        for use in cell.metrics:
            assert page.root.find_all("a", href=f"/framework/metrics#{use.uses[0]}")


def test_a_practice_that_another_one_replaces_links_to_it_and_back(client: PageClient) -> None:
    lower = client.get("/framework/contact/1").root.find("section", id="L1-A1-P1")
    assert lower.find_all("a", href="/framework/contact/3#L3-A1-P1")
    higher = client.get("/framework/contact/3").root.find("section", id="L3-A1-P1")
    assert higher.find_all("a", href="/framework/contact/1#L1-A1-P1")


@pytest.mark.parametrize("path", ["contact/6", "contact/0", "contact/x", "contact/²", "nothing/1"])
def test_a_cell_that_is_not_there_is_not_found(client: PageClient, path: str) -> None:
    client.get(f"/framework/{path}", status=404)


def test_the_catalogue_defines_every_metric(client: PageClient) -> None:
    page = client.get("/framework/metrics")
    for metric in shipped_framework().metrics:
        row = page.root.find("tr", id=metric.id).text
        assert metric.name["en"] in row
        assert metric.words["en"] in row
        assert metric.data_needed["en"] in row


def test_every_metric_says_where_it_is_used(client: PageClient) -> None:
    row = client.get("/framework/metrics").root.find("tr", id="M02")
    assert row.find("a", href="/framework/contact/2").text == "Contact 2"


def test_the_glossary_is_in_alphabetical_order(client: PageClient) -> None:
    terms = [term.text for term in client.get("/framework/glossary").root.find("main").find_all("dt")]
    assert terms == sorted(terms, key=str.casefold)
    assert "CSIP" in terms
