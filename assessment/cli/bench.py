"""`gradino bench`: measure what docs/performance.md promises."""

import json

import click

from assessment.bench.figures import report_json, report_text
from assessment.bench.live import measure as measure_live
from assessment.bench.metrics import measure as measure_metrics
from assessment.bench.pages import measure as measure_pages
from assessment.bench.registers import measure as measure_registers
from assessment.bench.scale import measure as measure_scale

MEASUREMENTS = {
    "pages": measure_pages,
    "live": measure_live,
    "scale": measure_scale,
    "metrics": measure_metrics,
    "registers": measure_registers,
}


@click.command()
@click.argument("name", type=click.Choice(sorted(MEASUREMENTS)), default="pages")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(name: str, as_json: bool) -> None:
    """Measure what docs/performance.md promises.

    pages: pages and saving as ratios to a bare Flask route on the same server. live: a workshop with up to
    1,000 phones, beside a bare fan-out. scale: up to 100,000 clients, and two processes against one.
    metrics: ticket exports, beside an engine for data. registers: a client with 2,000 improvements, 500
    actions and 50 agreements, and the making of a review's pack.
    """
    figures = MEASUREMENTS[name]()
    click.echo(json.dumps(report_json(figures), indent=1) if as_json else report_text(figures))
