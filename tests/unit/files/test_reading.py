"""Reading: what is refused before anything in a file is believed, and where the fault is said to be."""

from pathlib import Path

import pytest

from assessment.errors import FileProblems
from assessment.files.nodes import Entries, Scalar
from assessment.files.reading import MOST_BYTES, Source, read_document

DEEP = 3_000
ALIAS_BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


def faults_of(source: Source, name: str = "f") -> list[str]:
    """Every fault of reading alone, as printed."""
    try:
        return [str(problem) for problem in read_document(source, name).faults.problems]
    except FileProblems as error:
        return error.message.splitlines()


@pytest.mark.parametrize(
    ("source", "begins"),
    [
        ("", "f:1:1: file: the file is empty"),
        ("  \n\n", "f:1:1: file: the file is empty"),
        ("# only a comment\n", "f:1:1: file: the file is empty"),
        (b"\x00\x01\x02", "f:1:1: file: this is not a text file"),
        (b"a: 1\nb: \x07\n", "f:2:4: file: this is not a text file"),
        (b"a: 1\nb: caf\xe9\n", "f:2:7: file: not UTF-8 from here on"),
        ("a: 1".encode("utf-16"), "f:1:1: file: the file is saved as UTF-16"),
        ("a: 1\nb: [1\n", "f:3:1: syntax: this is not valid YAML"),
        ("a: b: c\n", "f:1:5: syntax: this is not valid YAML: mapping values"),
        ("a: 1\n---\nb: 2\n", "f:2:1: file: a second document begins here"),
        ("[" * DEEP, "f:1:61: file: nested too deeply; at most 60 levels"),
        ("[" * DEEP + "]" * DEEP, "f:1:61: file: nested too deeply; at most 60 levels"),
        ("- " * DEEP + "a", "f:1:121: file: nested too deeply; at most 60 levels"),
        ('{"a":' * DEEP + "1" + "}" * DEEP, "f:1:302: syntax: nested too deeply; at most 60 levels"),
        ("x" * (MOST_BYTES + 1), "f:1:1: file: the file has 5.0 MB; at most 5 MB are read"),
        ("- a\n" * 400_000, "f:300000:3: file: more than 300000 values"),
    ],
)
def test_a_file_that_cannot_be_read_on_has_one_fault(source: Source, begins: str) -> None:
    found = faults_of(source)
    assert len(found) == 1
    assert found[0].startswith(begins)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ['f:3:1: a: key "a" is there twice, first on line 1; keep one']),
        ('1: x\n"1": y\n', ['f:2:1: 1: key "1" is there twice, first on line 1; keep one']),
        (
            "No: 1\n3.10: 2\n~: 3\n2026-11-22: 4\n12: 5\nN: 6\n",
            [
                'f:1:1: No: bare key No would be read as true or false; put it in quotes: "No"',
                'f:2:1: 3.10: bare key 3.10 would be read as a number; put it in quotes: "3.10"',
                'f:3:1: ~: bare key ~ would be read as no value; put it in quotes: "~"',
                "f:4:1: 2026-11-22: bare key 2026-11-22 would be read as a date; put it in quotes",
            ],
        ),
        (
            "a: !!python/object:os.system x\n",
            ["f:1:4: syntax: tag tag:yaml.org,2002:python/object:os.system"],
        ),
        ("a: !own {b: 1}\n", ["f:1:4: syntax: tag !own is not allowed; leave it out"]),
        ("a: {<<: {b: 1}}\n", ["f:1:5: syntax: merge key << is not allowed"]),
        ("? [a, b]\n: 1\n", ["f:1:3: syntax: a key must be a single word"]),
    ],
)
def test_faults_of_writing_are_told_all_at_once(source: str, expected: list[str]) -> None:
    found = faults_of(source)
    assert len(found) == len(expected)
    assert all(line.startswith(begins) for line, begins in zip(found, expected, strict=True))


def test_aliases_are_refused_and_never_followed() -> None:
    found = faults_of(ALIAS_BOMB)
    assert sum("anchor" in line for line in found) == 3
    assert sum("alias" in line for line in found) == 6
    assert found[0] == "f:1:4: syntax: anchor &a is not allowed; write the value out"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ('{"a": 1,}', "f:1:9: syntax: this is not valid JSON: a comma before }"),
        ('{"a": NaN}', "f:1:7: syntax: this is not valid JSON: a value is expected here, not NaN"),
        ('{"a": Infinity}', "f:1:7: syntax: this is not valid JSON"),
        ('{"a": 01}', "f:1:7: syntax: this is not valid JSON: a value is expected here, not 01"),
        ('{"a" 1}', "f:1:6: syntax: this is not valid JSON: a colon is missing"),
        ('{"a": 1\n "b": 2}', "f:2:2: syntax: this is not valid JSON: a comma or } is missing"),
        ('{"a": 1} x', "f:1:10: syntax: this is not valid JSON: something follows"),
        ('{"a": "x', "f:1:7: syntax: this is not valid JSON: Unterminated string"),
        ('{"a": "\\q"}', "f:1:8: syntax: this is not valid JSON: Invalid \\escape"),
        ('{"a": [1, 2', "f:1:12: syntax: this is not valid JSON: a comma or ] is missing"),
        ('{"a": 1, "a": 2}', 'f:1:10: a: key "a" is there twice'),
    ],
)
def test_json_is_read_by_the_rules_of_json(text: str, begins: str) -> None:
    found = faults_of(text)
    assert len(found) == 1
    assert found[0].startswith(begins)


def test_json_and_yaml_give_the_same_values() -> None:
    text = '{"a": "\\u00e9 \\ud83d\\ude00", "b": [1, -2.5e3, true, null, []], "c": {"d": {}}}'
    assert faults_of(text, "x.json") == []
    root = read_document(text, "x.json").root
    assert isinstance(root, Entries)
    assert root.values["a"] == Scalar("é \N{GRINNING FACE}", False, 1, 7)
    plain = '{"a": "é", "b": [1, -2.5e3, true, null, []], "c": {"d": {}}}'
    assert read_document(plain, "x.json").root == read_document(plain, "x.yaml").root


def test_tabs_between_json_values_are_no_fault() -> None:
    assert faults_of('{\t"a":\t[\t1\t,\n\t2 ]\r\n}\n') == []


def test_a_byte_order_mark_is_passed_over() -> None:
    root = read_document("\ufeffa: 1\n".encode()).root
    assert isinstance(root, Entries)
    assert root.keys["a"] == Scalar("a", True, 1, 1)


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as stream:
        stream.truncate(50_000_000)
    assert faults_of(huge, "huge.yaml") == [
        "huge.yaml:1:1: file: the file has 50.0 MB; at most 5 MB are read"
    ]


def test_a_path_that_is_no_readable_file_is_a_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "none.yaml", "none.yaml") == ["none.yaml:1:1: file: there is no such file"]
    assert faults_of(tmp_path, "folder") == ["folder:1:1: file: this is not a file"]
    assert faults_of(Path("a\0b"), "odd")[0].startswith("odd:1:1: file:")
