"""Changing the tree never lets the one who changes it see more."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.orgs.grant_errors import OwnReachNotAllowed
from huiyin.orgs.selectors.actors import actor_for
from huiyin.orgs.selectors.grants import is_being_set_up


@contextmanager
def own_reach_kept(actor: Actor, at: datetime) -> Iterator[None]:
    """In the caller's transaction. Raises OwnReachNotAllowed: the actor would command more, or be barred less."""
    if actor.officer_id is None or is_being_set_up():
        yield
        return
    before = actor_for(officer_id=actor.officer_id, on=office_day(at))
    yield
    after = actor_for(officer_id=actor.officer_id, on=office_day(at))
    commands_more = after.command_unit_ids - before.command_unit_ids
    # A unit or superior that falls away: a matter about it would bar the actor no longer.
    barred_less = (before.chain_unit_ids - after.chain_unit_ids) | (before.superior_ids - after.superior_ids)
    if commands_more or barred_less:
        raise OwnReachNotAllowed
