"""The charts of the results pages, from the results to one definition each."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.charts.base import Chart
from assessment.charts.metric_line import metric_line
from assessment.charts.radar import Spoke, radar
from assessment.charts.slope import Slope, slope_chart
from assessment.domain import findings
from assessment.domain.comparison import DOWN, UP, comparison_sentence
from assessment.domain.extra_metrics import metric_of
from assessment.domain.names import short_name
from assessment.errors import NotFound
from assessment.services.results_data import Results, load_results
from assessment.services.results_metrics import series_of
from assessment.store.database import Unit


@dataclass(frozen=True, slots=True)
class AreaSlope(Slope):
    """One area before and now; a difference that is not clear is drawn as none."""

    clear: bool = True

    @property
    def fell(self) -> bool:
        """Return whether the area clearly fell."""
        return self.clear and self.change < 0

    @property
    def stayed(self) -> bool:
        """Return whether no clear difference shows."""
        return not self.clear


def radar_of(results: Results) -> Chart:
    """Return the areas as a radar."""
    card, before = results.card, results.before
    earlier = {a.area: a for a in before.card.areas} if before else {}
    spokes = []
    for area in results.framework.areas:
        score, was = card.area(area.id), earlier.get(area.id)
        now = score.index if findings.has_answers(score) else None
        old = was.index if was is not None and findings.has_answers(was) else None
        spokes.append(
            Spoke(results.names[area.id], now, score.target, old, short_name(area, results.language))
        )
    return radar(
        spokes,
        title="The same, as a radar",
        subtitle=f"Index from 0 to {results.framework.top}. Filled: now. Dashed: target."
        f"{' Thin: before.' if before else ''} The area grows with the square of the index: read numbers "
        "from the table.",
        top=results.framework.top,
        previous_name=before.choice.title if before else "Before",
    )


def slope_of(results: Results) -> Chart | None:
    """Return where the areas stood before and stand now, or None with fewer than two in both."""
    before = results.before
    if before is None:
        return None
    slopes = [
        AreaSlope(
            short_name(results.framework.area_by_id[m.area], results.language),
            m.before,
            m.now,
            m.now - m.before,
            clear=m.verdict in (UP, DOWN),
        )
        for m in before.moves
        if m.before is not None and m.now is not None
    ]
    if len(slopes) < 2:
        return None
    title = comparison_sentence(before.moves, before.choice.title)
    subtitle = f"Index of each area, {before.choice.title} and {results.place.assessment.title}."
    return slope_chart(slopes, title=title, subtitle=subtitle)


def chart_figure(
    unit: Unit,
    client_slug: str,
    slug: str,
    key: str,
    *,
    against: str | None = None,
    method: str | None = None,
) -> Mapping[str, object]:
    """Return the Plotly figure of one chart of the page; NotFound when there is no such chart."""
    results = load_results(unit, client_slug, slug, against=against, method=method)
    figure = None
    if key == "radar":
        figure = radar_of(results).figure
    elif key == "slope":
        drawn = slope_of(results)
        figure = drawn.figure if drawn else None
    elif key.startswith("metric-"):
        wanted = key.removeprefix("metric-")
        metric = metric_of(results.framework, wanted.upper())
        if metric is not None and metric.id in results.readings:
            readings, target = results.readings[metric.id], results.targets.get(metric.id)
            figure = metric_line(series_of(metric, readings, results.language, target)).figure
    if figure is None:
        raise NotFound("There is no such chart.")
    return figure
