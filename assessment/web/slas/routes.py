"""The pages of agreements: the list, a new one, one of them, its settings, what changed between versions."""

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.catalogue import CUSTOMER, PROVIDER
from assessment.domain.sla_diff import diff, heading_of
from assessment.domain.sla_stages import ENDED, STAGES
from assessment.domain.sla_templates import DESK, TEMPLATES
from assessment.domain.slas import CADENCES
from assessment.errors import InvalidInput
from assessment.services import slas
from assessment.services.slas import Choices, SlaEntry
from assessment.services.slas_loaded import load
from assessment.services.slas_page import sla_page
from assessment.web import unit
from assessment.web.access import access
from assessment.web.filters import current_language
from assessment.web.forms import read_whole
from assessment.web.shell import client_shell, toast
from assessment.web.slas import editing, needs, signing
from assessment.web.slas.blueprint import (
    ALL,
    ONE,
    PLACE,
    SEE_OTHER,
    Refused,
    address_of,
    blueprint,
    refused_by,
    select,
    typed,
)
from assessment.web.slas.controls import Control
from assessment.web.slas.page_view import content_shown, sla_view
from assessment.web.slas.views import list_view

__all__ = ["blueprint", "editing", "needs", "signing"]

CADENCE_OPTIONS = tuple((one, one.capitalize()) for one in CADENCES)
TEMPLATE_OPTIONS = tuple((key, name) for key, (name, _) in TEMPLATES.items())


@blueprint.get(ALL)
@access("viewer")
def index(client: str) -> str:
    """The agreements of a client."""
    stage = request.args.get("stage", "")
    with unit.read() as u:
        found = slas.list_page(u, client)
    page = list_view(found, client, stage if stage in (*STAGES, ENDED) else "", current_language())
    shell = client_shell(client, found.client.name, PLACE, {PLACE: page.total})
    return render_template(
        "slas/index.html",
        page=page,
        client=found.client,
        services=url_for("catalogue.index", client=client),
        shell=shell,
    )


@blueprint.route(f"{ALL}/new", methods=["GET", "POST"])
@access("manager")
def new(client: str) -> ResponseReturnValue:
    """Draft a new agreement."""
    with unit.read() as u:
        choices = slas.choices_of(u, client)
    values = typed() if request.method == "POST" else first_values(choices)
    refused = None
    if request.method == "POST":
        try:
            with unit.write() as u:
                made = slas.add_sla(u, client, entry_from(values))
        except InvalidInput as error:
            refused = refused_by(error)
        else:
            toast(f"{made.reference} was drafted. Write down first what the customer needs.")
            return redirect(address_of(client, made.number), SEE_OTHER)
    template = select("template", "Begin with", TEMPLATE_OPTIONS, values, refused, "Its values are examples.")
    controls = (*entry_controls(choices, values, refused), template)
    page = render_template(
        "slas/form.html",
        title="Draft an agreement",
        lede="An agreement is about one service, between a provider and a customer.",
        controls=controls,
        action=request.path,
        submit="Draft it",
        back=url_for("slas.index", client=client),
        back_text="Agreements",
        seen="",
        refused=refused,
        services="" if choices.services else url_for("catalogue.index", client=client),
        has_services=bool(choices.services),
        shell=client_shell(client, choices.client.name, PLACE),
    )
    return page, refused.status if refused else 200


def first_values(choices: Choices) -> dict[str, str]:
    """What a new agreement begins with: the only service, its provider, the customer."""
    service = choices.services[0] if len(choices.services) == 1 else None
    values = {"template": DESK, "cadence": CADENCES[0]}
    for name, role in (("provider_id", PROVIDER), ("customer_id", CUSTOMER)):
        of_role = [one.id for one in choices.parties if one.role == role]
        values[name] = of_role[0] if len(of_role) == 1 else ""
    if service is not None:
        values |= {"service_id": service.id, "provider_id": service.provider_id or values["provider_id"]}
    return values


def entry_from(values: Mapping[str, str]) -> SlaEntry:
    """What was typed about an agreement as a whole."""
    names = ("title", "service_id", "provider_id", "customer_id", "cadence", "template")
    return SlaEntry(**{name: values[name] for name in names if name in values})


def entry_controls(
    choices: Choices, values: Mapping[str, str], refused: Refused | None
) -> tuple[Control, ...]:
    """The fields about an agreement as a whole."""
    services = (("", "Choose a service"), *((one.id, one.name) for one in choices.services))
    parties = [(one.id, f"{one.name} ({one.role})") for one in choices.parties]
    customers = [(one.id, f"{one.name} ({one.role})") for one in choices.parties if one.role != "supplier"]
    nobody = ("", "Not named yet")
    error = refused.message if refused and refused.field == "title" else ""
    return (
        select("service_id", "Service", services, values, refused),
        Control(
            "title", "Title", values.get("title", ""), hint="Left empty, it is called like the service.",
            optional=True, error=error,
        ),
        select("provider_id", "Provider", (nobody, *parties), values, refused),
        select("customer_id", "Customer", (nobody, *customers), values, refused),
        select("cadence", "Reviewed", CADENCE_OPTIONS, values, refused),
    )  # fmt: skip


@blueprint.get(ONE)
@access("viewer")
def show(client: str, sla: int) -> str:
    """One agreement with its ten points, or one of its older versions."""
    version = read_whole(request.args.get("version")) or 0
    with unit.read() as u:
        found = sla_page(u, client, sla)
    loaded = found.loaded
    view = sla_view(loaded, found.events, found.links, version, current_language())
    return render_template(
        "slas/show.html",
        page=view,
        loaded=loaded,
        needs=needs.need_rows(loaded),
        client=loaded.client,
        shell=client_shell(client, loaded.client.name, PLACE),
    )


@blueprint.route(f"{ONE}/settings", methods=["GET", "POST"])
@access("manager")
def settings(client: str, sla: int) -> ResponseReturnValue:
    """Change what an agreement is about and between whom."""
    with unit.read() as u:
        loaded = load(u, client, sla)
        choices = slas.choices_of(u, client, loaded.sla)
    now = loaded.sla
    names = ("title", "service_id", "provider_id", "customer_id", "cadence")
    values = typed() if request.method == "POST" else {name: getattr(now, name) or "" for name in names}
    refused = None
    if request.method == "POST":
        try:
            with unit.write() as u:
                slas.edit_sla(u, client, sla, entry_from(values))
        except InvalidInput as error:
            refused = refused_by(error)
        else:
            toast(f"{now.reference} was saved.")
            return redirect(address_of(client, sla), SEE_OTHER)
    page = render_template(
        "slas/form.html",
        title=f"{now.reference}: service and parties",
        lede="While both sides are signing, another service or party voids the signatures.",
        controls=entry_controls(choices, values, refused),
        action=request.path,
        submit="Save",
        back=address_of(client, sla),
        back_text=f"{now.reference} {now.title}",
        seen="",
        refused=refused,
        has_services=True,
        shell=client_shell(client, loaded.client.name, PLACE),
    )
    return page, refused.status if refused else 200


@blueprint.get(f"{ONE}/compare")
@access("viewer")
def compare(client: str, sla: int) -> str:
    """What changed between two versions; 0 stands for the draft."""
    with unit.read() as u:
        loaded = load(u, client, sla)
    numbers = [one.number for one in loaded.versions]
    newest = 0 if loaded.sla.draft is not None or not numbers else numbers[-1]
    before = read_whole(request.args.get("from"))
    after = read_whole(request.args.get("to"))
    after = newest if after is None else after
    before = default_before(numbers, after) if before is None else before
    old, new_content = (content_shown(loaded, one) for one in (before, after))
    found = diff(old, new_content, loaded.calendar_names) if before != after else ()
    groups: dict[str, list[object]] = {}
    for one in found:
        groups.setdefault(heading_of(one.point), []).append(one)
    drafts = [("0", "Draft")] if loaded.sla.draft is not None else []
    return render_template(
        "slas/changes.html",
        groups=groups,
        options=[*((str(one), f"Version {one}") for one in numbers), *drafts],
        before=str(before),
        after=str(after),
        count=len(found),
        loaded=loaded,
        back=address_of(client, sla),
        action=request.path,
        shell=client_shell(client, loaded.client.name, PLACE),
    )


def default_before(numbers: list[int], after: int) -> int:
    """The version before another one, the newest for the draft."""
    earlier = [one for one in numbers if after == 0 or one < after]
    return earlier[-1] if earlier else after
