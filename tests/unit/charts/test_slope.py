"""The chart of previous and latest assessments."""

import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from itertools import pairwise

from assessment.charts.base import Chart
from assessment.charts.slope import LABEL_STEP, LONGEST_LABEL, Slope, slope_chart


def slope(name: str, before: Fraction, now: Fraction) -> Slope:
    return Slope(name, before, now, now - before)


def chart(*slopes: Slope) -> Chart:
    return slope_chart(slopes, title="Two of two moved up", subtitle="Mean index")


def texts(found: Chart) -> list[ET.Element]:
    return list(ET.fromstring(found.svg).iter("text"))  # noqa: S314  Our own drawing.


def labels(found: Chart) -> dict[str, float]:
    ends = (text for text in texts(found) if re.match(r"\d\.\d ", text.text or ""))
    return {str(text.text): float(text.attrib["y"]) for text in ends}


def test_a_fall_is_dashed_and_named() -> None:
    found = chart(slope("Halden Pharma", Fraction(23, 10), Fraction(21, 10)))
    assert "stroke-dasharray" in found.svg
    assert list(labels(found)) == ["2.1 Halden Pharma, down"]


def test_a_change_too_small_to_show_is_no_fall() -> None:
    found = chart(slope("Tessera", Fraction(400, 100), Fraction(396, 100)))
    assert "stroke-dasharray" not in found.svg
    assert found.table.rows == (("Tessera", "4.0", "4.0", "0.0"),)


def test_labels_never_stand_on_each_other() -> None:
    found = chart(*(slope(f"Client {i}", Fraction(1), Fraction(200 + i, 100)) for i in range(12)))
    places = sorted(labels(found).values())
    assert len(places) == 12
    assert all(b - a >= LABEL_STEP - 0.2 for a, b in pairwise(places))
    assert places[-1] <= found.size[1]


def test_a_long_name_is_cut_and_a_strange_one_escaped() -> None:
    found = chart(slope("<b>" + "x" * 80, Fraction(1), Fraction(0)))
    label = next(iter(labels(found)))
    assert len(label) <= LONGEST_LABEL
    assert label.endswith("…, down")
    assert found.table.rows[0][0] == "<b>" + "x" * 80


def test_the_summary_holds_every_number() -> None:
    found = chart(slope("A", Fraction(1), Fraction(2)), slope("B", Fraction(3), Fraction(7, 2)))
    assert found.summary == "Mean index before and now: B from 3.0 to 3.5; A from 1.0 to 2.0."


def test_the_figure_shows_what_the_drawing_shows() -> None:
    rising, falling = slope("A", Fraction(1), Fraction(2)), slope("B & C", Fraction(3), Fraction(2))
    figure = chart(rising, falling, slope("D", Fraction(2), Fraction(2))).figure
    assert figure is not None
    by_colour = {trace["line"]["color"]: trace for trace in figure["data"]}
    assert set(by_colour) == {"token:ink", "token:bad", "token:ink-3"}
    fell = by_colour["token:bad"]
    assert (fell["x"], fell["y"]) == ([0, 1, None], [3.0, 2.0, None])
    assert fell["text"][0] == "B &amp; C: 3.0 to 2.0 (−1.0)"
    assert fell["line"]["dash"] != by_colour["token:ink"]["line"]["dash"] == "solid"
    before, latest, *notes = figure["layout"]["annotations"]
    assert (before["text"], latest["text"]) == ("Before", "Latest")
    assert [note["text"] for note in notes] == ["2.0 A", "2.0 B &amp; C, down", "2.0 D"]
    shifts = [note["yshift"] for note in notes]
    assert all(a - b >= LABEL_STEP - 0.2 for a, b in pairwise(shifts))


def test_a_file_has_a_width_and_light_colours() -> None:
    drawn = chart(slope("A", Fraction(1), Fraction(2))).drawing("export")
    assert 'viewBox="0 0 640 300"' in drawn
    assert "var(" not in drawn
