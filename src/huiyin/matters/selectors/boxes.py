"""Which lists an officer's posts open."""

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role
from huiyin.matters.selectors.lists import Box


def boxes_of(actor: Actor) -> tuple[Box, ...]:
    """The lists that an officer's posts open, in the order of the menu."""
    found = []
    if actor.holds(Role.HANDLER):
        found.append(Box.MINE)
    if actor.holds(*UNIT_MANAGERS):
        found.append(Box.ARRIVALS)
    if actor.holds(Role.APPROVER, Role.LEADER):
        found.append(Box.APPROVALS)
    if actor.holds(*UNIT_MANAGERS):
        found += [Box.TO_SERVE, Box.UNIT]
    if actor.holds(Role.HANDLER, Role.REGISTRAR, Role.APPROVER):
        found.append(Box.ASSIST)
    if actor.command_unit_ids:
        found.append(Box.BELOW)
    if actor.holds(Role.REVIEWER):
        found.append(Box.REVIEWS)
    return tuple(found)


def first_box(actor: Actor) -> Box | None:
    """The list that an officer starts the day with: whoever approves starts with what waits for that."""
    boxes = boxes_of(actor)
    if actor.holds(Role.APPROVER):
        return Box.APPROVALS
    return boxes[0] if boxes else None
