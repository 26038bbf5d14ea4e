"""`gradino plan`: the ranked plan of an assessment file, for people or for other programs."""

from pathlib import Path

import click

from assessment.cli.score import (
    FILE,
    FRAMEWORK,
    JSON,
    NOTHING,
    area_table,
    explain_method,
    headline,
    print_json,
    read_assessment,
)
from assessment.cli.tables import table
from assessment.domain.framework import Framework
from assessment.domain.numbers import fixed, plain
from assessment.domain.plan import Plan, make_plan
from assessment.domain.plan_items import PlanItem
from assessment.domain.reasons import because
from assessment.domain.scoring import score
from assessment.domain.waves import PinTooEarly, Wave
from assessment.errors import FileProblems
from assessment.files.nodes import Entries
from assessment.files.problems import Problem
from assessment.files.reading import read_document
from assessment.files.results_json import plan_json

HEADS = ("Rank", "Wave", "Days", "Class", "Practice", "Because")
NUMBER_COLUMNS = frozenset({0, 1, 2})


@click.command("plan")
@FILE
@FRAMEWORK
@JSON
def command(file: Path, framework_path: Path | None, as_json: bool) -> None:
    """Rank what is missing in an assessment file, and lay it into waves."""
    made, framework = read_assessment(file, framework_path)
    card = score(framework, made.answers)
    try:
        plan = make_plan(framework, made.answers, made.plan, card=card)
    except PinTooEarly as error:
        raise FileProblems([pin_problem(file, error)]) from error
    explain_method(card)
    if as_json:
        print_json(plan_json(framework, plan))
        return
    click.echo(headline(framework, made, card))
    click.echo()
    click.echo(area_table(framework, card))
    click.echo()
    click.echo(_in_words(framework, plan))


def pin_problem(file: Path, error: PinTooEarly) -> Problem:
    """Return a pin that stands before a prerequisite as a fault with its place in the file."""
    path = ("plan", "pins", error.item)
    node = read_document(file).root
    for key in path:
        if isinstance(node, Entries) and key in node.values:
            node = node.values[key]
    return Problem(str(file), node.line, node.column, ".".join(path), error.message)


def _in_words(framework: Framework, plan: Plan) -> str:
    if not plan.items:
        return "Nothing to plan: no area with a target has anything missing below it."
    parts = [table(HEADS, [_row(framework, item) for item in plan.items], NUMBER_COLUMNS), ""]
    parts += [_wave(wave, plan) for wave in plan.waves]
    if plan.beyond_horizon:
        left = ", ".join(f"{part.practice} ({plain(part.days)})" for part in plan.beyond_horizon)
        parts.append(f"Beyond the last wave, days left: {left}")
    chain = plan.critical_path
    parts.append(f"Longest chain: {' > '.join(chain.items)}, {chain.days} days")
    return "\n".join(parts)


def _row(framework: Framework, item: PlanItem) -> tuple[str, ...]:
    wave = NOTHING if item.wave is None else str(item.wave)
    why = because(item, framework)
    return (str(item.rank), wave, str(item.days), item.klass, item.practice, why)


def _wave(wave: Wave, plan: Plan) -> str:
    after = plan.mean_index_after[wave.number - 1]
    work = ", ".join(f"{part.practice} ({plain(part.days)})" for part in wave.parts) or "nothing"
    idle = f", {plain(wave.idle)} idle" if wave.idle else ""
    index = "" if after is None else f"; mean index then {fixed(after)}"
    return f"Wave {wave.number}, {plain(wave.used)} of {plain(wave.capacity)} days{idle}: {work}{index}"
