"""Who can receive in a unit's name."""

from huiyin.kernel.actor import Role
from huiyin.orgs.selectors import PostView, chain_of, posts_of_unit, reception_unit


def leaders_for(*, unit_id: int) -> list[PostView]:
    """The filled leader's posts of the unit; at the petition office also those of the units that command it.

    The petition office arranges for the leaders above it; no other unit speaks for a leader that isn't its own.
    """
    units = [unit_id]
    if unit_id == reception_unit():
        units = [unit.id for unit in chain_of(unit_id=unit_id)]
    posts = [post for unit in units for post in posts_of_unit(unit_id=unit, roles=[Role.LEADER])]
    return [post for post in posts if post.officer_id is not None]
