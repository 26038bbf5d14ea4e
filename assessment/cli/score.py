"""`gradino score`: scores an assessment file, for people or for other programs."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import click

from assessment.cli.tables import table
from assessment.domain.framework import Framework, localise
from assessment.domain.numbers import fixed, percent
from assessment.domain.scoring import AreaScore, ScoreCard, score
from assessment.files.assessment_file import AssessmentFile, framework_of, load_assessment_file
from assessment.files.framework_file import load_framework
from assessment.files.results_json import score_json

NOTHING = "-"
HEADS = ("Area", "", "Level", "Index", "Coverage", "Target", "Gap")
NUMBER_COLUMNS = frozenset({2, 3, 4, 5, 6})

FILE = click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
FRAMEWORK = click.option(
    "--framework",
    "framework_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A framework file to use instead of the ones that come with Gradino.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


@click.command("score")
@FILE
@FRAMEWORK
@JSON
def command(file: Path, framework_path: Path | None, as_json: bool) -> None:
    """Score an assessment file."""
    made, framework = read_assessment(file, framework_path)
    card = score(framework, made.answers)
    explain_method(card)
    if as_json:
        print_json(score_json(framework, card))
        return
    click.echo(headline(framework, made, card))
    click.echo()
    click.echo(area_table(framework, card))


def read_assessment(file: Path, framework_path: Path | None) -> tuple[AssessmentFile, Framework]:
    """Return an assessment file and its framework; FileProblems names every fault with its place."""
    given = None if framework_path is None else load_framework(framework_path)
    made = load_assessment_file(file, given)
    return made, framework_of(made) if given is None else given


def print_json(data: Mapping[str, object]) -> None:
    """Print `data` alone on stdout."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def explain_method(card: ScoreCard) -> None:
    """Say on stderr why the placings were used instead of the method that was asked for."""
    if card.method == card.requested:
        return
    only = [area.area for area in card.areas if area.placing is not None and not area.rated]
    click.echo(
        f"No practice is rated in {', '.join(only)}, so the placings of the areas are read "
        f"({card.method} instead of {card.requested}).",
        err=True,
    )


def headline(framework: Framework, made: AssessmentFile, card: ScoreCard) -> str:
    """Return who was assessed and what came out, in two lines."""
    who = ", ".join(part for part in (made.client, made.title) if part) or localise(framework.name)
    if card.mean_index is None or card.weakest is None or card.weakest.index is None:
        return f"{who}\nNo area has an index yet."
    name = localise(framework.area_by_id[card.weakest.area].name)
    mark = " Provisional: too little is known to compare." if card.provisional else ""
    return (
        f"{who}\nMean index {span(card.mean_index, card.mean_index_high)}, weakest area {name} "
        f"{fixed(card.weakest.index)}, {percent(card.coverage)} known, method {card.method}.{mark}"
    )


def span(low: Fraction | None, high: Fraction | None) -> str:
    """Return a number, or a range where the two ends differ."""
    if low is None or high is None:
        return NOTHING
    return fixed(low) if low == high else f"{fixed(low)} to {fixed(high)}"


def area_table(framework: Framework, card: ScoreCard) -> str:
    """Return one line per area: level, index or range, coverage, target, gap."""
    return table(HEADS, [_row(framework, area) for area in card.areas], NUMBER_COLUMNS)


def _row(framework: Framework, area: AreaScore) -> tuple[str, ...]:
    index = span(area.index, area.index_high) if area.assessable else "not assessable"
    return (
        area.area,
        localise(framework.area_by_id[area.area].name),
        NOTHING if area.level is None else str(area.level),
        index,
        percent(area.coverage),
        NOTHING if area.target is None else fixed(area.target),
        NOTHING if area.gap is None else fixed(area.gap),
    )
