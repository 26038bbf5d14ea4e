"""The examples on the pages about our formats: what a reader copies must be read without a fault."""

import re
from pathlib import Path

from assessment.files.assessment_file import load_assessment_file
from assessment.files.framework_file import load_framework

DOCS = Path(__file__).parents[3] / "docs"


def example_of(page: str) -> str:
    """The YAML example of a page."""
    (found,) = re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    return str(found)


def test_the_framework_example_is_sound() -> None:
    assert list(load_framework(example_of("framework-format.md")).practices) == ["L1-A1-P1", "L2-A1-P1"]


def test_the_assessment_example_is_sound() -> None:
    made = load_assessment_file(example_of("assessment-format.md"))
    assert made.answers.ratings.keys() == {"L1-A1-P1", "L2-A1-P1", "L3-A1-P1"}
    assert made.readings[0].metric == "X02"
