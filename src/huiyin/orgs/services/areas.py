"""Making, correcting and moving areas."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.orgs.errors import AreaNotThere
from huiyin.orgs.models import Area
from huiyin.orgs.permissions import demand_may_arrange
from huiyin.orgs.rules import MAX_DEPTH
from huiyin.orgs.services._trees import (
    change_facts,
    changed_fields,
    code_checked,
    coded_tree_create,
    demand_new_codes,
    lock_tree,
    name_checked,
    row_saved,
    tree_move,
    tree_moved,
)
from huiyin.orgs.services.plans import AreaPlan


@transaction.atomic
def areas_create(*, plans: Sequence[AreaPlan], parent_id: int | None, actor: Actor, at: datetime) -> list[Area]:
    """Make areas with all in them, one ledger entry each; rows come depth first, in the order of the plans.

    Raises NotAllowed, AreaNotThere (the parent), NameMissing, NameTooLong, CodeMissing, CodeTaken, TreeTooDeep.
    """
    return coded_tree_create(
        Area, plans, parent_id=parent_id, find=_area, build=_build, limit=MAX_DEPTH, actor=actor, at=at
    )


def area_create(*, plan: AreaPlan, parent_id: int | None, actor: Actor, at: datetime) -> Area:
    """Make one area (and what its plan has in it); gives the topmost. Raises as areas_create does."""
    return areas_create(plans=[plan], parent_id=parent_id, actor=actor, at=at)[0]


@transaction.atomic
def area_revise(*, area_id: int, name: str, code: str, actor: Actor, at: datetime) -> Area:
    """Change what an area is called and its code; matters and units in it stay in it.

    With nothing changed there is no entry. Raises NotAllowed, AreaNotThere, NameMissing, NameTooLong, CodeMissing,
    CodeTaken.
    """
    demand_may_arrange(actor)
    area = Area.objects.select_for_update().filter(pk=area_id).first()
    if area is None:
        raise AreaNotThere
    before = changed_fields(area, {"name": name_checked(name), "code": code_checked(code)})
    if not before:
        return area
    if "code" in before:
        demand_new_codes(Area, [area.code])
    return row_saved(area, before, verb="revised", actor=actor, at=at, facts=change_facts(area, before))


@transaction.atomic
def area_move(*, area_id: int, parent_id: int | None, actor: Actor, at: datetime) -> Area:
    """Put an area with all in it into another one, None makes it a root; what competence reaches changes with it.

    Under the same parent nothing happens. Raises NotAllowed, AreaNotThere, MoveInCircle, TreeTooDeep.
    """
    demand_may_arrange(actor)
    lock_tree(Area)
    area = _area(area_id)
    if area.parent_id == parent_id:
        return area
    previous_id = area.parent_id
    parent = _area(parent_id) if parent_id is not None else None
    moved = tree_move(area, parent, limit=MAX_DEPTH)
    return tree_moved(moved, [], kind="orgs.area.moved", previous_id=previous_id, actor=actor, at=at)


def _area(area_id: int) -> Area:
    area = Area.objects.filter(pk=area_id).first()
    if area is None:
        raise AreaNotThere
    return area


def _build(plan: AreaPlan, parent: Area | None) -> Area:
    return Area(parent=parent, name=name_checked(plan.name), code=code_checked(plan.code))
