"""Whom supervision concerns."""

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role


def may_supervise(actor: Actor) -> bool:
    """Whether demands and recommendations concern this officer: somebody in charge of a unit."""
    return actor.holds(Role.REGISTRAR, Role.APPROVER, Role.LEADER)


def may_sponsor(actor: Actor) -> bool:
    """Whether this officer may answer for matters in person, or commands somebody who does."""
    return actor.holds(Role.LEADER)


def may_call_back(actor: Actor) -> bool:
    """Whether this officer may have to call somebody back."""
    return actor.holds(Role.REGISTRAR, Role.HANDLER)


def may_see_periods(actor: Actor) -> bool:
    """Whether plan periods concern this officer: who manages a unit or works on matters there."""
    return actor.holds(*UNIT_MANAGERS, Role.HANDLER)


def may_look_back(actor: Actor) -> bool:
    """Whether this officer looks back at matters: who leads a unit with others below it."""
    return bool(actor.command_unit_ids - actor.units_as(Role.LEADER))


def supervision_frame(actor: Actor, tab: str) -> dict[str, object]:
    """The tab that is open, and which others this officer may open."""
    return {
        "tab": tab,
        "may_supervise": may_supervise(actor),
        "may_sponsor": may_sponsor(actor),
        "may_call_back": may_call_back(actor),
        "may_see_periods": may_see_periods(actor),
        "may_look_back": may_look_back(actor),
    }
