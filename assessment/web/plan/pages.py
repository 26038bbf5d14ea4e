"""The plan drawn: the whole page, the parts that a script puts in place, and the pages for an empty plan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app, render_template, url_for
from markupsafe import Markup

from assessment.domain.clients import Client
from assessment.domain.csip_waves import WaveOutcome
from assessment.services.plan import PlanView
from assessment.services.plan_edits import Changed
from assessment.services.plan_words import pack_settings
from assessment.web.filters import current_language
from assessment.web.plan.came import came_rows, came_title
from assessment.web.plan.choices import Choices, Links
from assessment.web.plan.forms import ItemForm, SettingsForm, settings_form, shortened
from assessment.web.plan.views import PlanPage, page_of
from assessment.web.security import allow_chart_styles
from assessment.web.shell import CLIENT_PLACES, client_shell, place_href

DRAWN_IN_MEMORY = 8
_drawn: dict[tuple[int, str], Markup] = {}

PLACES = {place.key: place for place in CLIENT_PLACES}


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """A plan with nothing in it: why, and the one step that helps."""

    title: str
    text: str
    href: str
    label: str
    crumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Picker:
    """The assessments to plan from: slug, title and whether it is this one; none when there is only one."""

    action: str
    options: tuple[tuple[str, str, bool], ...]
    choices: Choices


def prefix_of(view: PlanView) -> str:
    """Return the address of the plan of this client."""
    return f"/clients/{view.place.client.slug}/plan"


def picker_of(view: PlanView, found: Sequence[tuple[str, str]], choices: Choices) -> Picker:
    """Return the choice among assessments, given as pairs of slug and title."""
    here = view.place.assessment.slug
    options = tuple((slug, title, slug == here) for slug, title in found)
    return Picker(prefix_of(view), options if len(options) > 1 else (), choices)


def crumbs_of(client: Client) -> tuple[tuple[str, str], ...]:
    """Return where the page is."""
    return (("Clients", "/clients"), (client.name, f"/clients/{client.slug}"), ("Improvement plan", ""))


def links_of(view: PlanView, choices: Choices) -> Links:
    """Return the addresses outside the plan; "" where no feature offers the page."""
    slug = view.place.client.slug
    csip = ""
    if "csip.show" in current_app.view_functions:
        csip = url_for("csip.show", client=slug, number=0).removesuffix("0")
    return Links(
        exports=place_href(PLACES["exports"], {"client": slug}) or "",
        csip=csip,
        assessment=f"/clients/{slug}/assessments/{view.place.assessment.slug}",
        figure=choices.figure_href(prefix_of(view)),
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """The page with its two large parts drawn: chart and roadmap, and the board."""

    page: PlanPage
    panels: Markup
    board: Markup


def drawn_page(view: PlanView, choices: Choices, links: Links, form: ItemForm | None) -> Drawn:
    """Return the page drawn; the drawing in memory when it would come out the same."""
    kept = view.kept
    versions = tuple((practice, edit.version) for practice, edit in kept.items.items())
    numbers = (tuple(view.sent.numbers.items()), tuple(view.sent.done.items()))
    key = (
        choices,
        links,
        versions,
        numbers,
        kept.starts_on,
        kept.wave_days,
        view.place.client.slug,
        current_language(),
    )
    memory = view.made.drawn
    found: Drawn | None = memory.get(key) if form is None else None
    if found is None:
        page = page_of(view, choices, links)
        panels = Markup(render_template("plan/panels.html", page=page))  # noqa: S704 - drawn by templates.
        board = Markup(render_template("plan/board.html", page=page, form=form))  # noqa: S704 - the same.
        found = Drawn(page, panels, board)
        if form is None:
            if len(memory) >= DRAWN_IN_MEMORY:
                memory.clear()
            memory[key] = found
    return replace(found, page=found.page.at(view))


def full_page(
    view: PlanView,
    picker: Picker,
    choices: Choices,
    form: ItemForm | None,
    settings: SettingsForm | None = None,
    came: Sequence[WaveOutcome] = (),
) -> str:
    """Return the whole page; `form` is the open form of one item, `came` what later assessments gave."""
    client = view.place.client
    allow_chart_styles()
    drawn = drawn_page(view, choices, links_of(view, choices), form)
    return render_template(
        "plan/show.html",
        page=drawn.page,
        picker=picker,
        panels=drawn.panels,
        board=drawn.board,
        crumbs=crumbs_of(client),
        form=form,
        settings_form=settings,
        came=came_rows(came, current_language()),
        came_title=came_title(came),
        settings_fields=drawn_settings(view) if settings is None else settings_fields(settings),
        shell=client_shell(client.slug, client.name, "plan", {"plan": len(drawn.page.items)}),
    )


def drawn_settings(view: PlanView) -> Markup:
    """Return the fields of the settings as they are stored, drawn once for each state of them."""
    key = (view.kept.version, repr(pack_settings(view.kept)))
    found = _drawn.get(key)
    if found is None:
        found = settings_fields(settings_form(view))
        if len(_drawn) >= DRAWN_IN_MEMORY:
            _drawn.clear()
        _drawn[key] = found
    return found


def settings_fields(form: SettingsForm) -> Markup:
    """Return the fields of the settings; the last label stands before a wave to add."""
    labels = tuple(f"Wave {number}" for number in range(1, len(form.capacity.texts) + 2))
    drawn = render_template("plan/settings-fields.html", settings_form=form, capacity_labels=labels)
    return Markup(drawn)  # noqa: S704 - drawn by a template.


def fragments(view: PlanView, choices: Choices, form: ItemForm | None) -> dict[str, Any]:
    """Return the parts of the page that a change may touch, by selector, and the title of the window."""
    drawn = drawn_page(view, choices, links_of(view, choices), form)
    page, parts = drawn.page, {"panels": drawn.panels, "board": drawn.board}
    heading = render_template("plan/heading.html", page=page)
    return {
        "title": f"{page.title} - Gradino",
        "fragments": {
            "h1": heading,
            ".lede": render_template("plan/lede.html", page=page),
            "#plan-acts": render_template("plan/acts.html", page=page),
            "#plan-body": render_template("plan/body.html", page=page, form=form, **parts),
        },
    }


def forecast_fragment(view: PlanView, choices: Choices) -> dict[str, str]:
    """Return only the sentence about the chosen items."""
    page = page_of(view, choices, links_of(view, choices))
    return {"#forecast": render_template("plan/forecast.html", page=page)}


def opened(choices: Choices, practice: str) -> Choices:
    """Return the choices with the form of one item open and no filter that could hide it."""
    return replace(choices, change=practice, cost="")


def changed_sentence(changed: Changed) -> str:
    """Return what the notice says after a change."""
    if changed.event is None:
        return "Nothing had to change."
    data = changed.event.data or {}
    name = data.get("name")
    about = f"“{shortened(name)}”" if name else "The plan"
    return f"{about}: {changed.said}."


def empty_page(client: Client, view: PlanView | None) -> EmptyPage | None:
    """Return the page for a plan with nothing in it, or None when there is something to show."""
    crumbs = crumbs_of(client)
    prefix = f"/clients/{client.slug}/assessments"
    if view is None:
        return EmptyPage(
            "There is no assessment to plan from yet",
            "A plan is drawn from the gaps that an assessment finds.",
            f"{prefix}/new",
            "New assessment",
            crumbs,
        )
    if view.plan.items or view.made.problems:
        return None
    here = f"{prefix}/{view.place.assessment.slug}"
    scores = view.card.areas
    if not any(score.rated or score.placing is not None for score in scores):
        return EmptyPage(
            "Nothing is rated yet, so there is no plan",
            "Rate the practices of at least one area and set its target.",
            here,
            "Continue the assessment",
            crumbs,
        )
    if all(score.target is None for score in scores):
        return EmptyPage(
            "Set a target for at least one area",
            "The plan holds what separates each area from its target; no area has one yet.",
            here,
            "Set targets",
            crumbs,
        )
    return EmptyPage(
        "Every area with a target has reached it",
        "There is nothing left to plan. Raise a target to plan the next step.",
        here,
        "Raise a target",
        crumbs,
    )
