"""Agreements of a client: their drafts, versions, signatures and the needs of the customer."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Table, insert, or_, select, type_coerce, update

from assessment.domain.sla_content import SlaContent, content_data
from assessment.domain.slas import Need, Signature, Sla, SlaVersion
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.contents import KeptContent
from assessment.store.database import Unit
from assessment.store.numbers import LARGEST_NUMBER, add_numbered
from assessment.store.tables import sla, sla_need, sla_result, sla_signature, sla_version
from assessment.store.versioned import change_over

s, v, g, n = sla.c, sla_version.c, sla_signature.c, sla_need.c

SLA = (
    s.id, s.number, s.title, s.service_id, s.customer_id, s.provider_id, s.stage, s.round,
    type_coerce(s.draft, KeptContent), s.cadence, s.ended_on, s.end_reason, s.updated_at, s.updated_by,
    s.version,
)  # fmt: skip
VERSION = (
    v.number, type_coerce(v.content, KeptContent), v.hash, v.valid_from, v.valid_to, v.frozen_at, v.frozen_by,
)  # fmt: skip
SIGNATURE = (g.id, g.hash, g.side, g.name, g.role, g.signed_at, g.signed_by, g.voided_at)
NEED = (n.id, n.number, n.text, n.verdict, n.reason, n.target_key, n.version)
NO_SLA = "This client has no agreement of this number."


def _of(unit: Unit, table: Table, client_id: str, **same: Any) -> list[ColumnElement[bool]]:
    conditions = [table.c[name] == value for name, value in same.items()]
    return [table.c.workspace_id == unit.workspace_id, table.c.client_id == client_id, *conditions]


def list_slas(unit: Unit, client_id: str) -> tuple[Sla, ...]:
    """Return every agreement of a client by number, those that ended too."""
    rows = unit.connection.execute(select(*SLA).where(*_of(unit, sla, client_id)).order_by(s.number))
    return tuple(Sla(*row) for row in rows)


def get_sla(unit: Unit, client_id: str, number: int) -> Sla:
    """Return the agreement of a number; NotFound where the client has none."""
    if number > LARGEST_NUMBER:
        raise NotFound(NO_SLA)
    return _one(unit, client_id, number=number)


def get_sla_by_id(unit: Unit, client_id: str, sla_id: str) -> Sla:
    """Return the agreement of an id; NotFound where the client has none."""
    return _one(unit, client_id, id=sla_id)


def _one(unit: Unit, client_id: str, **same: Any) -> Sla:
    row = unit.connection.execute(select(*SLA).where(*_of(unit, sla, client_id, **same))).one_or_none()
    if row is None:
        raise NotFound(NO_SLA)
    return Sla(*row)


def add_sla(unit: Unit, client_id: str, values: Mapping[str, Any], draft: SlaContent) -> int:
    """Store a new agreement under the client's next number and return that number."""
    first = {"draft": content_data(draft), "round": 1, "end_reason": ""}
    return add_numbered(unit, sla, client_id, {**values, **first})[1]


def change_sla(unit: Unit, client_id: str, seen: Sla, values: Mapping[str, Any]) -> bool:
    """Change an agreement; False when it changed since it was read. A draft is given as content."""
    changed = dict(values)
    if "draft" in changed and changed["draft"] is not None:
        changed["draft"] = content_data(changed["draft"])
    return change_over(unit, sla, client_id, changed, seen.version, id=seen.id)


def list_versions(unit: Unit, client_id: str, sla_id: str) -> tuple[SlaVersion, ...]:
    """Return the versions of an agreement that were signed, oldest first."""
    rows = unit.connection.execute(
        select(*VERSION).where(*_of(unit, sla_version, client_id, sla_id=sla_id)).order_by(v.number)
    )
    return tuple(SlaVersion(*row) for row in rows)


def versions_on(unit: Unit, client_id: str, day: date, sla_id: str = "") -> dict[str, SlaVersion]:
    """Return the version that holds on a day by the id of its agreement; of one agreement where named."""
    same = {"sla_id": sla_id} if sla_id else {}
    statement = (
        select(v.sla_id, *VERSION)
        .where(
            *_of(unit, sla_version, client_id, **same),
            v.valid_from <= day,
            or_(v.valid_to.is_(None), v.valid_to >= day),
        )
        .order_by(v.number)
    )
    return {row[0]: SlaVersion(*row[1:]) for row in unit.connection.execute(statement)}


def add_version(unit: Unit, client_id: str, sla_id: str, version: SlaVersion) -> None:
    """Store a version as it was signed."""
    unit.connection.execute(
        insert(sla_version).values(
            workspace_id=unit.workspace_id, client_id=client_id, sla_id=sla_id, number=version.number,
            content=content_data(version.content), hash=version.hash, valid_from=version.valid_from,
            valid_to=version.valid_to, frozen_at=version.frozen_at, frozen_by=version.frozen_by,
        )
    )  # fmt: skip


def end_version(unit: Unit, client_id: str, sla_id: str, number: int, valid_to: date) -> None:
    """Store the last day of a version; what it says stays as it was signed."""
    unit.connection.execute(
        update(sla_version)
        .where(*_of(unit, sla_version, client_id, sla_id=sla_id, number=number))
        .values(valid_to=valid_to)
    )


def list_signatures(unit: Unit, client_id: str, sla_id: str) -> tuple[Signature, ...]:
    """Return every signature under an agreement, oldest first, those that were voided too."""
    rows = unit.connection.execute(
        select(*SIGNATURE)
        .where(*_of(unit, sla_signature, client_id, sla_id=sla_id))
        .order_by(g.signed_at, g.id)
    )
    return tuple(Signature(*row) for row in rows)


def add_signature(
    unit: Unit, client_id: str, sla_id: str, content_hash: str, side: str, name: str, role: str
) -> None:
    """Store a signature."""
    unit.connection.execute(
        insert(sla_signature).values(
            workspace_id=unit.workspace_id, client_id=client_id, sla_id=sla_id, id=new_id(),
            hash=content_hash, side=side, name=name, role=role, signed_at=unit.now, signed_by=unit.actor,
        )
    )  # fmt: skip


def void_signatures(unit: Unit, client_id: str, sla_id: str, standing: Sequence[str]) -> int:
    """Mark the signatures as voided whose content is not among `standing`; return how many there were."""
    conditions = [*_of(unit, sla_signature, client_id, sla_id=sla_id), g.voided_at.is_(None)]
    if standing:
        conditions.append(g.hash.not_in(list(standing)))
    return unit.connection.execute(
        update(sla_signature).where(*conditions).values(voided_at=unit.now)
    ).rowcount


def list_needs(unit: Unit, client_id: str, sla_id: str) -> tuple[Need, ...]:
    """Return the needs of the customer that still count, by number."""
    rows = unit.connection.execute(
        select(*NEED)
        .where(*_of(unit, sla_need, client_id, sla_id=sla_id), n.retired_at.is_(None))
        .order_by(n.number)
    )
    return tuple(Need(*row) for row in rows)


def get_need(unit: Unit, client_id: str, sla_id: str, number: int) -> Need:
    """Return a need, one that was taken out too; NotFound where the agreement has none of this number."""
    row = None
    if number <= LARGEST_NUMBER:
        row = unit.connection.execute(
            select(*NEED).where(*_of(unit, sla_need, client_id, sla_id=sla_id, number=number))
        ).one_or_none()
    if row is None:
        raise NotFound("This agreement has no need of this number.")
    return Need(*row)


def add_need(unit: Unit, client_id: str, sla_id: str, values: Mapping[str, Any]) -> int:
    """Store a need under the agreement's next number and return that number."""
    return add_numbered(unit, sla_need, client_id, values, sla_id=sla_id)[1]


def change_need(unit: Unit, client_id: str, need: Need, seen: int, values: Mapping[str, Any]) -> bool:
    """Change a need; False when it changed since `seen`."""
    return change_over(unit, sla_need, client_id, values, seen, id=need.id)


def list_past_values(
    unit: Unit, client_id: str, sla_id: str, periods: Sequence[str]
) -> list[tuple[str, str, Fraction | None, int | None]]:
    """Return what came of the targets of an agreement: key, period, value and cases, oldest first."""
    r = sla_result.c
    statement = (
        select(r.target_key, r.period, r.actual, r.cases)
        .where(*_of(unit, sla_result, client_id, sla_id=sla_id), r.period.in_(list(periods)))
        .order_by(r.period, r.target_key)
    )
    return [(row[0], row[1], row[2], row[3]) for row in unit.connection.execute(statement)]
