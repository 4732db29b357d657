"""Who may see a period, which units it can be for, who chooses its matters.

A period says nothing about anybody. Its matters are looked up through their own gate, each for itself.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kernel.actor import UNIT_STAFF, Actor, Role
from huiyin.matters.models import PlanPeriod, PlanPeriodUnit
from huiyin.matters.plan_period.errors import PeriodNotFound
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import UnitView, officers_of_unit, unit_views
from huiyin.returns.selectors import units_commanded_by

_BEGINNING = (Role.REGISTRAR, Role.LEADER)


def periods_visible_to(actor: Actor) -> "QuerySet[PlanPeriod]":
    """Those of the actor's units (that began them, that they are for, that command either), and that they lead."""
    units = sorted(actor.units_as(*UNIT_STAFF) | actor.command_unit_ids)
    theirs = PlanPeriodUnit.objects.filter(period=OuterRef("pk"), unit__in=units)
    return PlanPeriod.objects.filter(Q(unit__in=units) | Exists(theirs) | Q(leader=actor.officer_id or 0))


def period_get_for(*, actor: Actor, period_id: UUID) -> PlanPeriod:
    """One of them with its unit. Raises PeriodNotFound."""
    found = periods_visible_to(actor).select_related("unit", "leader").filter(pk=period_id).first()
    if found is None:
        raise PeriodNotFound
    return found


def may_choose(actor: Actor, period: PlanPeriod) -> bool:
    """Whether the actor takes matters into it: a leader or registrar of the unit that began it."""
    return period.unit_id in actor.units_as(*_BEGINNING)


def may_change(actor: Actor, period: PlanPeriod) -> bool:
    """Whether the actor revises it or ends it early: who chooses its matters, and who answers for it."""
    return may_choose(actor, period) or period.leader_id in {actor.officer_id, *actor.stands_for} - {None}


def period_leaders(unit_ids: Collection[int]) -> dict[int, str]:
    """Who can answer for a period of these units, by id with the name: their leaders; of an office, those above."""
    found: dict[int, str] = {}
    for unit_id, view in _views(unit_ids).items():
        named = [unit_id] + ([view.parent_id] if view.kind is UnitKind.OFFICE and view.parent_id else [])
        for leading_id in named:
            officers = officers_of_unit(unit_id=leading_id, roles=(Role.LEADER,))
            found |= {officer.id: officer.display_name for officer in officers}
    return found


def beginning_units(actor: Actor) -> dict[int, dict[int, UnitView]]:
    """The units in whose name the actor begins a period, each with those that it can be for."""
    held = actor.units_as(*_BEGINNING)
    found = {unit_id: _covered(unit_id, views) for unit_id, views in sorted(_views(held).items())}
    return {unit_id: units for unit_id, units in found.items() if len(units) > 1}


def _views(unit_ids: Collection[int]) -> dict[int, UnitView]:
    return dict(unit_views(unit_ids=unit_ids)) if unit_ids else {}


def _covered(unit_id: int, view: UnitView) -> dict[int, UnitView]:
    """The unit and what it commands. A petition office commands nothing: it begins one for the unit above it."""
    is_for_above = view.kind is UnitKind.OFFICE and view.parent_id is not None
    below = units_commanded_by(unit_id=view.parent_id if is_for_above and view.parent_id else unit_id)
    return {unit_id: view, **below}
