"""Changing the tree of units: its people hear when it changes who commands them or who is barred from what."""

from datetime import datetime

from django.db import transaction

from huiyin.flows.change_notices import officers_notify, watchers
from huiyin.kernel.actor import Actor
from huiyin.orgs.selectors import officers_of_unit, unit_view
from huiyin.orgs.services import UnitFacts, unit_move, unit_revise


def unit_correct(*, unit_id: int, facts: UnitFacts, actor: Actor, at: datetime) -> None:
    """Revise a unit; where it begins or ceases to stand apart its people hear of it at once. As unit_revise."""
    with transaction.atomic():
        before = unit_view(unit_id=unit_id)
        unit_revise(unit_id=unit_id, facts=facts, actor=actor, at=at)
        if before.independent != facts.independent:
            _notify(unit_id, actor, at)


def unit_relocate(*, unit_id: int, parent_id: int | None, actor: Actor, at: datetime) -> None:
    """Put a unit under another parent; its people and its leaders hear of it at once. As unit_move."""
    with transaction.atomic():
        before = unit_view(unit_id=unit_id)
        unit_move(unit_id=unit_id, parent_id=parent_id, actor=actor, at=at)
        if before.parent_id != parent_id:
            _notify(unit_id, actor, at)


def _notify(unit_id: int, actor: Actor, at: datetime) -> None:
    people = [*(officer.id for officer in officers_of_unit(unit_id=unit_id)), *watchers(unit_id)]
    key = f"unit:{unit_id}:{at.isoformat()}"
    officers_notify(template="unit_changed", key=key, people=people, at=at, actor=actor)
