"""What the action register reads of agreements: their targets, who answers for them, what is unacceptable."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import and_, func, select, type_coerce

from assessment.domain.sla_content import LENGTHS
from assessment.domain.sla_results import TargetResult
from assessment.store.contents import KeptContent
from assessment.store.database import Unit
from assessment.store.queries.sla_results import COLUMNS
from assessment.store.tables import party, sla, sla_result, sla_version

r, s, v, p = sla_result.c, sla.c, sla_version.c, party.c
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SlaName:
    """An agreement in short: its number, its title, its service and who answers on the provider's side."""

    id: str
    number: int
    title: str
    service_id: str
    provider_id: str | None
    manager: str

    @property
    def reference(self) -> str:
        """Return the number as people write it, such as SLA-001."""
        return f"SLA-{self.number:03d}"


def list_slas(unit: Unit, client_id: str) -> dict[str, SlaName]:
    """Return the agreements of a client by id, those that ended too."""
    of_provider = and_(p.workspace_id == s.workspace_id, p.id == s.provider_id)
    statement = (
        select(s.id, s.number, s.title, s.service_id, s.provider_id, func.coalesce(p.manager, ""))
        .select_from(sla.outerjoin(party, of_provider))
        .where(s.workspace_id == unit.workspace_id, s.client_id == client_id)
        .order_by(s.number)
    )
    return {row[0]: SlaName(*row) for row in unit.connection.execute(statement)}


def list_target_names(unit: Unit, client_id: str) -> dict[Key, str]:
    """Return the name of every target that was ever measured, by agreement and key."""
    statement = (
        select(r.sla_id, r.target_key, func.max(r.name))
        .where(r.workspace_id == unit.workspace_id, r.client_id == client_id)
        .group_by(r.sla_id, r.target_key)
        .order_by(r.sla_id, r.target_key)
    )
    return {(sla_id, key): name for sla_id, key, name in unit.connection.execute(statement)}


def list_results_of_target(unit: Unit, client_id: str, sla_id: str, key: str) -> tuple[TargetResult, ...]:
    """Return every result of one target, the oldest first."""
    statement = (
        select(*COLUMNS)
        .where(
            r.workspace_id == unit.workspace_id,
            r.client_id == client_id,
            r.sla_id == sla_id,
            r.target_key == key,
        )
        .order_by(r.period)
    )
    return tuple(TargetResult(*row) for row in unit.connection.execute(statement))


def months_of_target(unit: Unit, client_id: str, sla_id: str, key: str) -> int:
    """Return how many months a period of a target has, by the newest version that names it."""
    statement = (
        select(type_coerce(v.content, KeptContent))
        .where(v.workspace_id == unit.workspace_id, v.client_id == client_id, v.sla_id == sla_id)
        .order_by(v.number.desc())
    )
    for content in unit.connection.execute(statement).scalars():
        for target in content.targets:
            if target.key == key:
                return LENGTHS[target.period]
    return 1


def list_limits(unit: Unit, client_id: str, results: Iterable[TargetResult]) -> dict[Key, Fraction]:
    """Return the unacceptable value of each target that has one, from the versions that the results name."""
    versions = {(one.sla_id, one.version_number) for one in results}
    if not versions:
        return {}
    statement = select(v.sla_id, v.number, type_coerce(v.content, KeptContent)).where(
        v.workspace_id == unit.workspace_id,
        v.client_id == client_id,
        v.sla_id.in_({sla_id for sla_id, _ in versions}),
    )
    found: dict[Key, Fraction] = {}
    for sla_id, number, content in unit.connection.execute(statement.order_by(v.sla_id, v.number)):
        if (sla_id, number) not in versions:
            continue
        for target in content.targets:
            if target.unacceptable is not None:
                found[sla_id, target.key] = target.unacceptable
    return found
