"""The addresses that the results pages link to, made once for each page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import current_app, url_for


@dataclass(frozen=True, slots=True)
class Links:
    """Where the page leads to; "" for a feature that is not there."""

    here: str
    assessment: str
    questions: str
    plan: str
    exports: str
    client: str
    headline: str
    charts: str
    metrics: str


def links_for(client: str, slug: str) -> Links:
    """The addresses of one assessment."""
    here = url_for("results.show", client=client, assessment=slug)
    base = here.removesuffix("/results")
    return Links(
        here=here,
        assessment=base,
        questions=base,
        plan=address("plan.show", client=client),
        exports=address("exports.index", client=client),
        client=address("clients.show", client=client),
        headline=url_for("results.save_headline", client=client, assessment=slug),
        charts=f"{here}/charts/",
        metrics=url_for("metrics.index", client=client),
    )


def address(endpoint: str, **values: str) -> str:
    """The address of a page of another feature, or "" when that feature is not there."""
    if endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def crumbs_of(client: str, assessment: str, links: Links, area: str = "") -> list[tuple[str, str]]:
    """Where the page is."""
    crumbs = [("Clients", address("clients.index")), (client, links.client), (assessment, links.assessment)]
    return [*crumbs, ("Results", links.here), (area, "")] if area else [*crumbs, ("Results", "")]


def query_of(against: str | None, method: str | None) -> str:
    """The query that keeps what was chosen, for the addresses of the charts."""
    chosen = {"against": against or "", "method": method or ""}
    kept = {name: value for name, value in chosen.items() if value}
    return f"?{urlencode(kept)}" if kept else ""
