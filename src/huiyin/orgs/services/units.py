"""Making, moving and closing units."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean, clean_line
from huiyin.ledger.services import EntryDraft, entries_append, entry_append
from huiyin.orgs.errors import (
    AreaNotThere,
    LastOffice,
    NameTaken,
    UnitHasUnits,
    UnitNotThere,
    UnitStillStaffed,
)
from huiyin.orgs.grant_errors import IndependenceNotAllowed
from huiyin.orgs.models import Area, Post, Unit
from huiyin.orgs.permissions import demand_may_arrange, is_system
from huiyin.orgs.rules import MAX_DEPTH, UnitKind, aliases_joined, path_ids
from huiyin.orgs.selectors.grants import independence_may_end
from huiyin.orgs.services._reach import own_reach_kept
from huiyin.orgs.services._trees import (
    aliases_checked,
    changed_fields,
    lock_tree,
    name_checked,
    short_name_checked,
    tree_move,
    tree_moved,
    tree_write,
)
from huiyin.orgs.services.plans import UnitFacts, UnitPlan


@transaction.atomic
def units_create(*, plans: Sequence[UnitPlan], parent_id: int | None, actor: Actor, at: datetime) -> list[Unit]:
    """Make units with all below them, one ledger entry each; rows come depth first, in the order of the plans.

    Raises NotAllowed, UnitNotThere (the parent), AreaNotThere, NameMissing, NameTooLong, NameTaken, TreeTooDeep.
    """
    demand_may_arrange(actor)
    lock_tree(Unit)
    parent = _open_unit(parent_id) if parent_id is not None else None
    _demand_new_names(plans, _names_below(parent_id))
    _demand_areas(_area_ids(plans))
    units = tree_write(plans, parent=parent, build=_build, limit=MAX_DEPTH)
    entries_append(
        [
            EntryDraft(
                kind="orgs.unit.created",
                subject=Ref("unit", unit.pk),
                at=at,
                actor=actor.ref,
                facts={"parent": unit.parent_id, "kind": unit.kind, "independent": unit.independent},
                rows=[unit],
            )
            for unit in units
        ]
    )
    return units


def unit_create(*, plan: UnitPlan, parent_id: int | None, actor: Actor, at: datetime) -> Unit:
    """Make one unit (and what its plan has below it); gives the topmost. Raises as units_create does."""
    return units_create(plans=[plan], parent_id=parent_id, actor=actor, at=at)[0]


@transaction.atomic
def unit_revise(*, unit_id: int, facts: UnitFacts, actor: Actor, at: datetime) -> Unit:
    """Correct what a unit is called, what it is and how it is reached; letters that were issued stay as they are.

    From the next request on its chain ends where `independent` says, and it is recognised by its new names only. With
    nothing changed there is no entry. Raises NotAllowed, UnitNotThere, AreaNotThere, NameMissing, NameTooLong,
    NameTaken, AliasTooShort, AliasTooLong, AliasUnfit, AliasesTooMany, LastOffice, IndependenceNotAllowed.
    """
    demand_may_arrange(actor)
    lock_tree(Unit)
    unit = _open_unit(unit_id)
    if clean_line(facts.name) in _names_below(unit.parent_id, without=unit.pk):
        raise NameTaken(name=clean_line(facts.name))
    if facts.area_id is not None:
        _demand_areas({facts.area_id})
    if unit.kind == UnitKind.OFFICE and facts.kind is not UnitKind.OFFICE:
        # What is filed over the web arrives at a petition office: without one the portal would have to shut.
        _demand_other_office(unit)
    if unit.independent and not facts.independent:
        _check_independence_may_end(actor)
    before = changed_fields(unit, _columns(facts))
    if not before:
        return unit
    with own_reach_kept(actor, at):
        unit.save(update_fields=[*before])
    entry_append(
        kind="orgs.unit.revised",
        subject=Ref("unit", unit.pk),
        at=at,
        actor=actor.ref,
        facts={"changed": [*before], "before": {name: _fact(before[name]) for name in before if name != "intro"}},
        rows=[unit],
    )
    return unit


@transaction.atomic
def unit_move(*, unit_id: int, parent_id: int | None, actor: Actor, at: datetime) -> Unit:
    """Put a unit with all below it under another parent, None makes it a root; every path below changes with it.

    Under the same parent nothing happens. Raises NotAllowed, OwnReachNotAllowed, UnitNotThere, MoveInCircle,
    NameTaken, TreeTooDeep, IndependenceNotAllowed.
    """
    demand_may_arrange(actor)
    lock_tree(Unit)
    unit = _open_unit(unit_id)
    if unit.parent_id == parent_id:
        return unit
    previous_id = unit.parent_id
    parent = _open_unit(parent_id) if parent_id is not None else None
    before = _independent_on(unit.path)
    # A unit that stands apart itself takes that along wherever it goes.
    if before not in {None, unit.pk} and before != (_independent_on(parent.path) if parent else None):
        _check_independence_may_end(actor)
    moved = tree_move(unit, parent, limit=MAX_DEPTH)
    if unit.name in _names_below(parent_id, without=unit.pk):
        raise NameTaken(name=unit.name)
    with own_reach_kept(actor, at):
        return tree_moved(moved, [], kind="orgs.unit.moved", previous_id=previous_id, actor=actor, at=at)


def _independent_on(path: str) -> int | None:
    """The independent unit at which the chain of command of that path ends; None where it ends at the top."""
    ids = path_ids(path)
    apart = set(Unit.objects.filter(pk__in=ids, independent=True).values_list("pk", flat=True))
    return next((pk for pk in reversed(ids) if pk in apart), None)


def _check_independence_may_end(actor: Actor) -> None:
    """Leaders above would see what they didn't: that takes whoever has the server's shell, once there is anything.

    Raises IndependenceNotAllowed.
    """
    if not independence_may_end(by_system=is_system(actor)):
        raise IndependenceNotAllowed


@transaction.atomic
def unit_close(*, unit_id: int, actor: Actor, at: datetime) -> Unit:
    """Take a unit out of use; its row and its history stay.

    Raises NotAllowed, UnitNotThere, UnitStillStaffed, UnitHasUnits, LastOffice. Whether it still owns open matters is
    for the caller to see first: matters are above this context.
    """
    demand_may_arrange(actor)
    lock_tree(Unit)
    unit = _open_unit(unit_id)
    # The row's own lock keeps post_fill, which takes it too, from staffing the unit meanwhile.
    Unit.objects.select_for_update().get(pk=unit.pk)
    if Post.objects.filter(unit=unit, officer__isnull=False).exists():
        raise UnitStillStaffed
    if Unit.objects.filter(parent=unit, is_active=True).exists():
        raise UnitHasUnits
    if unit.kind == UnitKind.OFFICE:
        _demand_other_office(unit)
    unit.is_active = False
    unit.save(update_fields=["is_active"])
    entry_append(kind="orgs.unit.closed", subject=Ref("unit", unit.pk), at=at, actor=actor.ref, facts={}, rows=[unit])
    return unit


def _open_unit(unit_id: int) -> Unit:
    unit = Unit.objects.filter(pk=unit_id, is_active=True).first()
    if unit is None:
        raise UnitNotThere
    return unit


def _names_below(parent_id: int | None, *, without: int | None = None) -> set[str]:
    siblings = Unit.objects.filter(parent_id=parent_id, is_active=True)
    return {name for pk, name in siblings.values_list("pk", "name") if pk != without}


def _demand_new_names(plans: Sequence[UnitPlan], names: set[str]) -> None:
    for plan in plans:
        name = clean_line(plan.name)
        if name in names:
            raise NameTaken(name=name)
        names.add(name)
        # A new unit has nothing below it yet, so only the plans themselves can name two alike.
        _demand_new_names(plan.children, set())


def _area_ids(plans: Sequence[UnitPlan]) -> set[int]:
    found = {plan.area_id for plan in plans if plan.area_id is not None}
    return found.union(*(_area_ids(plan.children) for plan in plans))


def _demand_areas(area_ids: set[int]) -> None:
    if area_ids and Area.objects.filter(pk__in=area_ids).count() < len(area_ids):
        raise AreaNotThere


def _demand_other_office(unit: Unit) -> None:
    if not Unit.objects.filter(kind=UnitKind.OFFICE, is_active=True).exclude(pk=unit.pk).exists():
        raise LastOffice


def _build(plan: UnitPlan, parent: Unit | None) -> Unit:
    return Unit(parent=parent, **_columns(plan))


def _columns(given: UnitPlan | UnitFacts) -> dict[str, Any]:
    """What is given, tidy, by attribute."""
    return {
        "name": name_checked(given.name),
        "short_name": short_name_checked(given.short_name),
        "aliases": aliases_joined(aliases_checked(given.aliases)),
        "kind": given.kind.value,
        "area_id": given.area_id,
        "independent": given.independent,
        "phone": clean_line(given.phone)[:40],
        "address": clean_line(given.address)[:200],
        "intro": clean(given.intro),
    }


def _fact(value: object) -> str | int | bool | None:
    return value if isinstance(value, str | int | bool) else None
