"""The forms of the points and targets of a draft."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.framework import localise
from assessment.domain.goals import KPI
from assessment.domain.sla_content import METRIC, POINTS, TARGET_KINDS
from assessment.domain.sla_points import POINT_NAMES, VALIDITY
from assessment.domain.sla_stages import DRAFTING
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services import slas_points, slas_targets
from assessment.services.goals import goal_choices
from assessment.services.slas_loaded import Loaded, load
from assessment.services.slas_points import PointEntry, mark_of_point, typed_of
from assessment.services.slas_reading import ENTRY_FIELDS, TargetEntry, text_of
from assessment.web import unit
from assessment.web.access import access
from assessment.web.filters import current_language
from assessment.web.shell import Undo, client_shell, toast
from assessment.web.slas.blueprint import (
    ONE,
    PLACE,
    SEE_OTHER,
    Refused,
    address_of,
    blueprint,
    refused_by,
    typed,
)
from assessment.web.slas.controls import point_controls
from assessment.web.slas.document import TARGETS_OF, document_of, target_row
from assessment.web.slas.target_controls import SHORT_KINDS, target_groups

NEW = "new"
CREDIT_COLUMNS = ("per", "percent", "amount", "most")


def drafted(client: str, sla: int) -> Loaded:
    """The agreement, which has to be in drafting. Raises NotAllowed where it is signed."""
    with unit.read() as u:
        loaded = load(u, client, sla)
    if loaded.sla.draft is None or loaded.sla.stage not in DRAFTING:
        raise NotAllowed("This agreement is not being drafted. A review decides to change it.")
    return loaded


@blueprint.get(f"{ONE}/<any({','.join((*POINTS, VALIDITY))}):point>")
@access("manager")
def point(client: str, sla: int, point: str) -> str:
    """The form of a point."""
    return point_html(drafted(client, sla), point, None)


@blueprint.post(f"{ONE}/<any({','.join((*POINTS, VALIDITY))}):point>")
@access("manager")
def save_point(client: str, sla: int, point: str) -> ResponseReturnValue:
    """Store a point."""
    loaded = drafted(client, sla)
    values = typed()
    entry = PointEntry(values, credit_rows(), values.get("seen", ""))
    try:
        with unit.write() as u:
            slas_points.edit_point(u, client, sla, point, entry)
    except (InvalidInput, Conflict) as error:
        refused = refused_by(error)
        return point_html(drafted(client, sla), point, refused), refused.status
    toast(f"{POINT_NAMES.get(point, 'Validity')} was saved.")
    if request.form.get("next") and point in POINTS[:-1]:
        following = POINTS[POINTS.index(point) + 1]
        return redirect(url_for("slas.point", client=client, sla=sla, point=following), SEE_OTHER)
    return redirect(address_of(loaded.client.slug, sla, point), SEE_OTHER)


def credit_rows() -> tuple[tuple[str, str, str, str, str], ...]:
    """The rows of credits that the form holds."""
    lists = [request.form.getlist(f"credit_{name}") for name in ("key", *CREDIT_COLUMNS)]
    return tuple(zip(*lists, strict=False))


def point_html(loaded: Loaded, point: str, refused: Refused | None) -> str:
    """The form of a point; one that was refused is shown as it was typed."""
    content, sla = loaded.content, loaded.sla
    values = typed() if refused else typed_of(content, point)
    calendars = [(one.id, one.name) for one in loaded.calendars]
    number = POINTS.index(point) + 1 if point in POINTS else 0
    shown = document_of(loaded, content, current_language())[number - 1] if number else None
    return render_template(
        "slas/point.html",
        title=f"{number}. {POINT_NAMES[point]}" if number else "Validity",
        point=point,
        view=shown,
        controls=point_controls(point, values, calendars, refused.at if refused else ("", "")),
        credits=credits_shown(loaded, refused) if point == "charges" else (),
        kinds=[(kind, SHORT_KINDS[kind]) for kind in TARGETS_OF.get(point, ())],
        action=request.path,
        seen=mark_of_point(content, point),
        back=address_of(loaded.client.slug, sla.number),
        calendars_href=url_for("ticket_rules.show", client=loaded.client.slug),
        following=POINTS[number] if 0 < number < len(POINTS) else "",
        loaded=loaded,
        refused=refused,
        shell=client_shell(loaded.client.slug, loaded.client.name, PLACE),
    )


def credits_shown(loaded: Loaded, refused: Refused | None) -> list[dict[str, str]]:
    """One row for each target: what a miss costs, as typed or as stored."""
    names = {one.key: one.name for one in loaded.content.targets}
    if refused:
        rows = {row[0]: dict(zip(("key", *CREDIT_COLUMNS), row, strict=True)) for row in credit_rows()}
    else:
        rows = {
            one.target_key: {
                "per": one.per, "percent": text_of(one.percent), "amount": text_of(one.amount),
                "most": text_of(one.at_most_percent),
            }
            for one in loaded.content.credits
        }  # fmt: skip
    empty = dict.fromkeys(CREDIT_COLUMNS, "")
    return [{**empty, **rows.get(key, {}), "key": key, "name": name} for key, name in names.items()]


@blueprint.get(f"{ONE}/targets/<target>")
@access("manager")
def target(client: str, sla: int, target: str) -> str:
    """The form of a target, or of a new one of a kind."""
    loaded = drafted(client, sla)
    if target == NEW:
        kind = request.args.get("kind", TARGET_KINDS[0])
        entry = TargetEntry(kind=kind if kind in TARGET_KINDS else TARGET_KINDS[0], period="month")
    else:
        entry = slas_targets.entry_of(slas_targets.find_target(loaded.content, target), loaded)
    return target_html(loaded, target, entry, None)


@blueprint.post(f"{ONE}/targets/<target>")
@access("manager")
def save_target(client: str, sla: int, target: str) -> ResponseReturnValue:
    """Store a target."""
    drafted(client, sla)
    values = typed()
    entry = TargetEntry(**{name: values.get(name, "") for name in ENTRY_FIELDS})
    try:
        with unit.write() as u:
            if target == NEW:
                made = slas_targets.add_target(u, client, sla, entry)
            else:
                made = slas_targets.change_target(u, client, sla, target, entry, values.get("seen", ""))
    except (InvalidInput, Conflict) as error:
        refused = refused_by(error)
        return target_html(drafted(client, sla), target, entry, refused), refused.status
    toast(f"{made.name} was saved.")
    if values.get("another"):
        return redirect(url_for("slas.target", client=client, sla=sla, target=NEW, kind=made.kind), SEE_OTHER)
    return redirect(address_of(client, sla, point_of(made.kind)), SEE_OTHER)


def point_of(kind: str) -> str:
    """The point under which targets of a kind stand."""
    return next(point for point, kinds in TARGETS_OF.items() if kind in kinds)


def target_html(loaded: Loaded, target: str, entry: TargetEntry, refused: Refused | None) -> str:
    """The form of a target; one that was refused is shown as it was typed."""
    language = current_language()
    kind = entry.kind if entry.kind in TARGET_KINDS else TARGET_KINDS[0]
    metrics = [(key, f"{localise(one.name, language)} ({key})") for key, one in loaded.metrics.items()]
    with unit.read() as u:
        goals = goal_choices(u, loaded.client.id, [KPI])
    kept = None if target == NEW else slas_targets.find_target(loaded.content, target)
    values: dict[str, Any] = {name: getattr(entry, name) for name in ENTRY_FIELDS}
    groups = target_groups(
        kind, values, [(one.id, one.name) for one in loaded.calendars], metrics if kind == METRIC else (),
        goals, refused.at if refused else ("", ""),
    )  # fmt: skip
    return render_template(
        "slas/target.html",
        title=kept.name if kept else f"A new target: {SHORT_KINDS[kind].lower()}",
        kind=kind,
        kinds=[(one, SHORT_KINDS[one], one == kind) for one in TARGET_KINDS],
        groups=groups,
        row=target_row(loaded, kept, language) if kept else None,
        action=request.path,
        seen=slas_targets.mark_of_target(kept) if kept else "",
        back=address_of(loaded.client.slug, loaded.sla.number, point_of(kind)),
        loaded=loaded,
        refused=refused,
        shell=client_shell(loaded.client.slug, loaded.client.name, PLACE),
    )


@blueprint.post(f"{ONE}/targets/<target>/remove")
@access("manager")
def remove_target(client: str, sla: int, target: str) -> ResponseReturnValue:
    """Take a target out; the notice brings it back."""
    with unit.write() as u:
        gone = slas_targets.remove_target(u, client, sla, target)
    undo = Undo(url_for("slas.restore_target", client=client, sla=sla, target=target))
    toast(f"{gone.name} was taken out.", undo)
    return redirect(address_of(client, sla, point_of(gone.kind)), SEE_OTHER)


@blueprint.post(f"{ONE}/targets/<target>/restore")
@access("manager")
def restore_target(client: str, sla: int, target: str) -> ResponseReturnValue:
    """Bring a target back that was taken out."""
    with unit.write() as u:
        back = slas_targets.restore_target(u, client, sla, target)
    toast(f"{back.name} is back.")
    return redirect(address_of(client, sla, point_of(back.kind)), SEE_OTHER)


@blueprint.post(f"{ONE}/targets/<target>/move")
@access("manager")
def move_target(client: str, sla: int, target: str) -> ResponseReturnValue:
    """Move a target one place up or down."""
    with unit.write() as u:
        moved = slas_targets.move_target(u, client, sla, target, request.form.get("way", ""))
    return redirect(address_of(client, sla, point_of(moved.kind)), SEE_OTHER)
