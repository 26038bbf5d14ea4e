"""Framework files: every kind of fault with its place and what would be right, and every sound shape."""

import json
from fractions import Fraction
from typing import Any

import pytest
import yaml

from assessment.domain.framework import Cell
from assessment.errors import FileProblems, NotFound
from assessment.files.framework_file import (
    check_framework,
    framework_by_id,
    framework_ids,
    framework_text,
    list_frameworks,
    load_framework,
    parse_framework,
)
from assessment.files.framework_json import framework_to_json
from tests.factories.frameworks import YES_NO, en, framework_data, practice_data, small_framework, with_change

CELL = ("areas", 0, "cells", 0)
PRACTICE = (*CELL, "practices", 0)
AT_CELL = "areas.A1.cells[0]"
AT_PRACTICE = f"{AT_CELL}.practices.L1-A1-P1"


def faults_of(data: Any) -> list[str]:
    """The faults of a framework with this data, without file, line and column."""
    found = check_framework(yaml.safe_dump(data, sort_keys=False), "f.yaml")
    assert all(problem.file == "f.yaml" and problem.line > 0 and problem.column > 0 for problem in found)
    return [f"{problem.where}: {problem.message}" for problem in found]


FAULTS: list[tuple[tuple[str | int, ...], Any, str]] = [
    (("format",), "gradino-framework/9", 'format: this program reads "gradino-framework/1" here'),
    (("format",), ..., 'format: key "format" is missing'),
    (("id",), "Not an id", 'id: "Not an id" cannot be taken; write small letters'),
    (("version",), 1.0, "version: a text is expected, bare 1.0 is read as a number; put it in quotes"),
    (("languages",), [], "languages: no language is named"),
    (("languages",), ["en", "en"], 'languages[1]: language "en" is there twice'),
    (("languages",), ["English"], 'languages[0]: "English" cannot be taken; write a language code'),
    (("name",), ..., 'name: key "name" is missing'),
    (("name",), "Small", 'name: a text for each language is expected, not a text; write {en: "Small"}'),
    (("name",), {"en": "x", "it": "y"}, 'name.it: language "it" is not declared; declared: en'),
    (("name",), {}, 'name: the text in the first language "en" is missing'),
    (("name",), en(" "), "name.en: the text is empty"),
    (("name",), {"en": False}, "name.en: a text is expected, bare false is read as true or false; put it in"),
    (("name",), {"en": None}, "name.en: a text is expected, bare null is read as no value; put it in quotes"),
    (("name",), {"en": ["x"]}, "name.en: a single value is expected here, not a list"),
    (("nmae",), en("x"), 'nmae: key "nmae" is not known; known here: '),
    (("glossary",), [{"term": "X", "txt": en("x")}], 'glossary[0].text: key "text" is missing'),
    (("levels",), [], "levels: a framework needs levels; there are none"),
    (("levels",), {"number": 1}, "levels: a list is expected here, not a map"),
    (("levels", 1, "number"), 1, "levels[1].number: level numbers must ascend, 1 follows 1"),
    (
        ("levels", 1, "number"),
        "2",
        'levels[1].number: a whole number from 0 to 99 is expected, not the text "2"',
    ),
    (("levels", 0, "name"), ..., 'levels[0].name: key "name" is missing'),
    (("levels", 0, "meaning"), ..., 'levels[0].meaning: key "meaning" is missing'),
    (("levels", 0, "meaning"), en(""), "levels[0].meaning.en: the text is empty"),
    (("scale",), ..., 'scale: key "scale" is missing'),
    (("scale",), [], "scale: a scale has at least 2 answers"),
    (("scale", 1, "value"), "0", "scale.P.value: values must ascend, 0 follows 0"),
    (("scale", 3, "value"), "1.5", "scale.F.value: a number from 0 to 1 is expected, not 1.5"),
    (("scale", 3, "value"), "1/0", 'scale.F.value: a number from 0 to 1 is expected, such as 2.5 or "1/3"'),
    (("scale", 1, "id"), "N", 'scale.N.id: answer id "N" is there twice'),
    (("scale", 1, "id"), "DK", 'scale.DK.id: "DK" is kept for'),
    (("scoring", "method"), "gated", 'scoring.method: "gated" is not known here; choose from gated_coverage'),
    (("scoring", "achieved_above"), 2, "scoring.achieved_above: a number from 0 to 1 is expected, not 2"),
    (("scoring", "ahead_above"), ".nan", "scoring.ahead_above: a number from 0 to 1 is expected"),
    (("scoring", "floor_level"), 6, "scoring.floor_level: a whole number from 0 to 5 is expected, not 6"),
    (("scoring", "use_implied"), "yes", 'scoring.use_implied: true or false is expected, not the text "yes"'),
    (("scoring", "not_applicable"), "skip", 'scoring.not_applicable: "skip" is not known here; choose from'),
    (("scoring", "unanswered"), "skip", 'scoring.unanswered: "skip" is not known here; choose from'),
    (("scoring", "metod"), "x", 'scoring.metod: key "metod" is not known'),
    (("groups",), [{"id": "G", "name": en("G"), "parent": "H"}], 'groups.G.parent: there is no group "H"'),
    (("areas",), [], "areas: a framework needs areas; there are none"),
    (("areas",), "none", "areas: a list is expected here, not a text"),
    (("areas", 0), "A1", "areas[0]: a map of keys is expected here, not a text"),
    (("areas", 0, "slug"), ..., 'areas.A1.slug: key "slug" is missing'),
    (("areas", 0, "slug"), "Area One", 'areas.A1.slug: "Area One" cannot be taken'),
    (("areas", 1, "slug"), "area-1", 'areas.A2.slug: slug "area-1" is there twice, first on line'),
    (("areas", 0, "group"), "G", 'areas.A1.group: there is no group "G"'),
    (("areas", 0, "weight"), -1, "areas.A1.weight: a number of 0 or more is expected, not -1"),
    (("areas", 0, "cells"), ..., 'areas.A1.cells: key "cells" is missing'),
    (("areas", 0, "cells"), [], "areas.A1.cells: an area needs at least one cell"),
    (("areas", 0, "steps"), {6: en("x")}, "areas.A1.steps: level 6 is not declared; declared: 1, 2, 3, 4, 5"),
    (("areas", 0, "steps"), {1: {}}, 'areas.A1.steps.1: the text in the first language "en" is missing'),
    ((*CELL, "level"), 7, f"{AT_CELL}.level: level 7 is not declared; declared: 1, 2, 3, 4, 5"),
    ((*CELL, "level"), 2, "areas.A1.cells[1].level: level 2 is there twice in this area"),
    ((*CELL, "practice"), [], f'{AT_CELL}.practice: key "practice" is not known'),
    ((*PRACTICE, "id"), False, f"{AT_CELL}.practices.false.id: a text is expected, bare false"),
    ((*PRACTICE, "id"), "OWN-01", 'ids that begin with "OWN-" are kept for what clients add themselves'),
    ((*PRACTICE, "id"), "a b", f'{AT_CELL}.practices.a b.id: "a b" is no id'),
    ((*PRACTICE, "id"), "L2-A1-P1", 'id "L2-A1-P1" is there twice, first on line'),
    ((*PRACTICE, "id"), "M01", 'metrics.M01.id: id "M01" is a practice already, first on line'),
    ((*PRACTICE, "text"), ..., f'{AT_PRACTICE}.text: key "text" is missing'),
    ((*PRACTICE, "effort"), 6, f"{AT_PRACTICE}.effort: a whole number from 1 to 5 is expected, not 6"),
    ((*PRACTICE, "effort"), 2.5, f"{AT_PRACTICE}.effort: a whole number from 1 to 5 is expected, not 2.5"),
    ((*PRACTICE, "effort"), True, f"{AT_PRACTICE}.effort: a whole number from 1 to 5 is expected, not true"),
    ((*PRACTICE, "weight"), "-1/2", f"{AT_PRACTICE}.weight: a number of 0 or more is expected, not -1/2"),
    ((*PRACTICE, "needs"), ["L9-A1-P1"], 'needs[0]: there is no practice "L9-A1-P1"; did you mean "'),
    ((*PRACTICE, "needs"), ["M01"], 'needs[0]: there is no practice "M01"; that is a metric'),
    ((*PRACTICE, "needs"), "L2-A1-P1", f"{AT_PRACTICE}.needs: a list is expected here, not a text"),
    ((*PRACTICE, "implied_by"), ["L9"], 'implied_by[0]: there is no practice "L9"'),
    ((*PRACTICE, "implied_by"), ["L1-A1-P1"], "leads back to itself: L1-A1-P1 -> L1-A1-P1"),
    ((*PRACTICE, "needs"), ["L2-A1-P1"], "needs contradicts the levels"),
    ((*PRACTICE, "scale"), [], f"{AT_PRACTICE}.scale: a scale has at least 2 answers"),
    ((*CELL, "metrics", 0, "uses"), ["M02"], 'uses[0]: there is no metric "M02"; did you mean "M01"?'),
    ((*CELL, "metrics", 0, "uses"), [], "uses: name at least one metric"),
    ((*CELL, "outcomes", 0, "text"), 3.10, "text: a text for each language is expected, not a number"),
    (
        ("metrics", 0, "unit"),
        "percents",
        'metrics.M01.unit: "percents" is not known here; choose from percent',
    ),
    (("metrics", 0, "direction"), "up", 'metrics.M01.direction: "up" is not known here; choose from higher'),
    (
        ("metrics", 0, "from_tickets"),
        False,
        "metrics.M01.from_tickets: a text is expected, bare false is read",
    ),
    (("metrics", 0, "key"), "Two words", 'metrics.M01.key: "Two words" cannot be taken'),
    (("metrics", 0, "lowest"), 1, "metrics.M01.highest: a scale has a lowest and a highest value"),
    (("metrics", 0, "highest"), 5, "metrics.M01.highest: a scale has a lowest and a highest value"),
    (("metrics", 0, "numerater"), en("n"), 'key "numerater" is not known; did you mean "numerator"?'),
]


@pytest.mark.parametrize(("path", "value", "expected"), FAULTS)
def test_each_kind_of_fault_is_told_with_what_would_be_right(
    path: tuple[str | int, ...], value: Any, expected: str
) -> None:
    found = faults_of(with_change(framework_data(), path, value))
    assert any(expected in line for line in found), found


def test_faults_point_at_the_key_or_the_value_that_is_wrong() -> None:
    text = "format: gradino-framework/1\nid: small\nversion: 1.0\nnmae: {en: x}\nlanguages: [en, No]\n"
    places = {problem.where: (problem.line, problem.column) for problem in check_framework(text, "f.yaml")}
    assert places["version"] == (3, 10)
    assert places["nmae"] == (4, 1)
    assert places["languages[1]"] == (5, 17)
    assert places["name"] == (1, 1)


@pytest.mark.parametrize("word", ["No", "Yes", "on", "null", "3.10", "2026-11-22", "0x1F", "1e3", "12:30"])
def test_a_bare_word_that_yaml_reads_as_something_else_is_to_be_quoted(word: str) -> None:
    text = yaml.safe_dump(framework_data(), sort_keys=False)
    bare = text.replace("en: Do L1-A1-P1", f"en: {word}")
    (problem,) = check_framework(bare, "f.yaml")
    assert problem.where == f"{AT_PRACTICE}.text.en"
    assert problem.message.endswith(f'put it in quotes: "{word}"')
    assert check_framework(text.replace("en: Do L1-A1-P1", f'en: "{word}"'), "f.yaml") == ()


def test_many_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    data = framework_data()
    for path, value in (((*PRACTICE, "effort"), 9), (("version",), 1.0), (("areas", 1, "slug"), "area-1")):
        data = with_change(data, path, value)
    assert [line.split(":")[0] for line in faults_of(data)] == [
        "version",
        f"{AT_PRACTICE}.effort",
        "areas.A2.slug",
    ]


@pytest.mark.parametrize("key", ["implied_by", "needs"])
def test_a_circle_is_named_from_end_to_end(key: str) -> None:
    data = with_change(framework_data(), (*PRACTICE, key), ["L2-A2-P1"])
    data = with_change(data, ("areas", 1, "cells", 1, "practices", 0, key), ["L1-A1-P1"])
    (found,) = faults_of(data)
    assert f"{key} leads back to itself: L1-A1-P1 -> L2-A2-P1 -> L1-A1-P1" in found


def test_groups_must_not_lie_in_each_other() -> None:
    groups = [{"id": a, "name": en(a), "parent": b} for a, b in (("G", "H"), ("H", "G"))]
    (found,) = faults_of(framework_data(groups=groups))
    assert "parent leads back to itself: G -> H -> G" in found


def test_a_very_long_chain_is_walked_without_recursion() -> None:
    practices = [practice_data(f"P{n}", implied_by=[f"P{n + 1}"]) for n in range(5_000)]
    practices.append(practice_data("P5000", implied_by=["P0"]))
    text = json.dumps(with_change(framework_data(), (*CELL, "practices"), practices))
    (problem,) = check_framework(text, "f.json")
    assert "P0 -> P1 -> P2" in problem.message


def test_a_file_full_of_faults_is_told_in_short() -> None:
    practices = [practice_data(f"P{n}", needs=[f"Q{n}"]) for n in range(3_000)]
    text = json.dumps(with_change(framework_data(), (*CELL, "practices"), practices))
    found = check_framework(text, "f.json")
    assert len(found) == 501
    assert found[-1].message == "and 2500 more faults not shown"


def test_a_practice_may_be_implied_by_one_of_a_lower_level() -> None:
    path = ("areas", 0, "cells", 4, "practices", 0, "implied_by")
    framework = load_framework(json.dumps(with_change(framework_data(), path, ["L1-A2-P1"])), "f.json")
    assert framework.practices["L5-A1-P1"].implied_by == ("L1-A2-P1",)


def test_a_file_that_is_no_map_is_a_fault() -> None:
    assert faults_of(["x"]) == ["file: a framework file is a map of keys, not a list"]


def test_levels_may_start_anywhere_and_absent_cells_are_there_but_empty() -> None:
    assert small_framework(levels=(2, 3, 4)).base == 1
    assert small_framework(levels=(0, 1, 2, 3)).level_numbers == (0, 1, 2, 3)
    data = framework_data(practices=3)
    del data["areas"][0]["cells"][1:]
    framework = load_framework(json.dumps(data), "f.json")
    assert [len(cell.practices) for cell in framework.areas[0].cells] == [3, 0, 0, 0, 0]
    assert framework.areas[0].cells[2] == Cell(3)


def test_cells_are_put_into_the_order_of_the_levels() -> None:
    data = framework_data()
    data["areas"][0]["cells"].reverse()
    assert [cell.level for cell in load_framework(json.dumps(data), "f.json").areas[0].cells] == [
        1,
        2,
        3,
        4,
        5,
    ]


def test_a_practice_may_have_a_scale_of_its_own_and_values_are_exact() -> None:
    own = [{"id": "a", "value": "0.1", "name": en("A")}, {"id": "b", "value": "1/3", "name": en("B")}]
    framework = load_framework(json.dumps(with_change(framework_data(), (*PRACTICE, "scale"), own)), "f.json")
    assert framework.values_of["L1-A1-P1"] == {"a": Fraction(1, 10), "b": Fraction(1, 3)}
    assert framework.values_of["L2-A1-P1"]["L"] == Fraction(2, 3)


@pytest.mark.parametrize(
    "data",
    [
        framework_data(),
        framework_data(levels=(2, 3, 4), scale=YES_NO, practices=2),
        framework_data(empty=frozenset({(1, 1), (2, 3)}), glossary=[{"term": "X", "text": en("y")}]),
        framework_data(languages=["en", "it"], name={"it": "Piccolo", "en": "Small"}),
        framework_data(groups=[{"id": "G", "name": en("G")}, {"id": "H", "name": en("H"), "parent": "G"}]),
        with_change(framework_data(), (*PRACTICE, "weight"), "1/3"),
        with_change(framework_data(), ("areas", 0, "steps"), {"2": en("two"), "1": en("one")}),
    ],
)
@pytest.mark.parametrize("name", ["f.json", "f.yaml"])
def test_what_is_shown_loads_again_to_the_same_framework(data: dict[str, Any], name: str) -> None:
    framework = load_framework(json.dumps(data), "f.json")
    assert load_framework(json.dumps(framework_to_json(framework)), name) == framework


def test_frameworks_are_found_by_id_and_loaded_once() -> None:
    assert "pom" in framework_ids()
    assert framework_by_id("pom") is framework_by_id("pom", framework_by_id("pom").version)
    assert [framework.id for framework in list_frameworks()] == list(framework_ids())


@pytest.mark.parametrize(
    ("ident", "version"), [("nope", None), ("../pom", None), ("pom", "0.0"), ("pom", "../x")]
)
def test_an_unknown_framework_names_what_there_is(ident: str, version: str | None) -> None:
    with pytest.raises(NotFound, match=r"there (is|are)"):
        framework_by_id(ident, version)


def test_the_text_that_is_kept_loads_to_the_same_framework() -> None:
    text, digest = framework_text("pom")
    assert len(digest) == 64
    assert parse_framework(text, "pom") == framework_by_id("pom")


def test_all_faults_are_raised_together() -> None:
    with pytest.raises(FileProblems) as caught:
        parse_framework("format: x\n", "kept")
    assert len(caught.value.problems) > 5
    assert caught.value.message.startswith("kept:1:1: ")
