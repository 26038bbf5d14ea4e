"""The rules that every chart keeps: words, numbers as a table, sound drawings, figures that Plotly takes."""

import json
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from assessment.charts.base import Theme, light_colours
from assessment.charts.registry import CHARTS
from tests.unit.charts.examples import HOSTILE, examples

EXAMPLES = examples()
WORDS = HOSTILE.replace("\x08", "")


def test_there_is_an_example_of_every_chart() -> None:
    assert set(EXAMPLES) == set(CHARTS)


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_it_has_a_finding_a_sentence_and_its_numbers(name: str) -> None:
    chart = EXAMPLES[name]
    assert chart.title
    assert chart.subtitle
    assert chart.summary.endswith(".")
    assert chart.table.rows
    assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)


@pytest.mark.parametrize("theme", ["page", "export"])
@pytest.mark.parametrize("name", sorted(CHARTS))
def test_the_drawing_is_sound_and_runs_nothing(name: str, theme: Theme) -> None:
    root = ElementTree.fromstring(EXAMPLES[name].drawing(theme))  # noqa: S314  It is our own drawing.
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "g", "line", "path", "circle", "text"}
    assert not [key for element in root.iter() for key in element.attrib if key.startswith("on")]
    # A page says the summary of a fluid drawing on the box around it.
    assert root.get("role") == "img" or (EXAMPLES[name].fluid and root.get("aria-hidden") == "true")


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_an_export_needs_nothing_of_the_page(name: str) -> None:
    drawing = EXAMPLES[name].drawing("export")
    assert "var(--" not in drawing
    assert "<title>" in drawing
    assert light_colours()["ink"] in drawing


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_the_page_takes_its_colours_from_the_tokens(name: str) -> None:
    drawing = EXAMPLES[name].svg
    assert "var(--" in drawing
    assert '="#' not in drawing


@pytest.mark.parametrize("name", sorted(name for name, chart in EXAMPLES.items() if chart.figure))
def test_plotly_takes_the_figure(name: str) -> None:
    figure = EXAMPLES[name].figure
    assert figure is not None
    assert figure["data"]
    # Plotly in Python knows no tokens; the page turns them into colours before it draws.
    assert len(go.Figure(plain(figure)).data) == len(figure["data"])


def plain(figure: object) -> object:
    """The figure with black instead of every token."""
    if isinstance(figure, str):
        return "#000000" if figure.startswith("token:") else figure
    if isinstance(figure, dict):
        return {key: plain(value) for key, value in figure.items()}
    return [plain(one) for one in figure] if isinstance(figure, list) else figure


def test_hostile_names_stay_text_in_figures() -> None:
    for chart in EXAMPLES.values():
        assert "<script" not in json.dumps(chart.figure or {})


def test_a_name_reaches_the_table_as_it_is() -> None:
    assert EXAMPLES["radar"].table.rows[0][0] == HOSTILE
    assert WORDS.split()[0] not in EXAMPLES["radar"].svg
