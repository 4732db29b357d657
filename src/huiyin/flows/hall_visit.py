"""A joint reception: a visit that several units hear is one matter with one receipt; each is asked for its part.

Each step goes through its own service in a transaction of its own: what is registered stays registered and has its
receipt, whatever refuses the steps behind it.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from huiyin.clocks.selectors import calendar
from huiyin.flows.steps import step_refusal
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import office_day
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.selectors.versions import version_after_step
from huiyin.matters.handover.services.assist import AssistAsk, matter_ask_assist
from huiyin.matters.moves import MOVES
from huiyin.matters.register.rules import REGISTERED_KIND
from huiyin.matters.register.services.register import Registered
from huiyin.orgs.selectors import unit_names

_log = logging.getLogger(__name__)
_ACCEPTED_KIND = MOVES[State.REGISTERED, Action.ACCEPT].ledger
# As long as a unit has that heard it itself.
_WORKING_DAYS = 5


@dataclass(frozen=True, slots=True)
class HeardTogether:
    """Which units were asked, by name; `refusal` of the first step that wasn't made."""

    units: tuple[str, ...]
    refusal: HuiyinError | None = None


def accept_and_ask_units(
    *, actor: Actor, registered: Registered, unit_ids: Collection[int], question: str, at: datetime
) -> HeardTogether:
    """Accept what was just registered and ask the units that heard it along for their part.

    The registering unit leads. Pressed again nothing is asked twice: the version is another one. Must not stand in a
    transaction.
    """
    matter_id = registered.matter_id
    due_on = calendar().add_working_days(office_day(at), _WORKING_DAYS)
    asks = [AssistAsk(unit_id, question, due_on) for unit_id in sorted(unit_ids)]

    def accept() -> None:
        seen = version_after_step(actor=actor, matter_id=matter_id, kind=REGISTERED_KIND)
        matter_accept(actor=actor, matter_id=matter_id, at=at, seen=seen)

    def ask() -> None:
        seen = version_after_step(actor=actor, matter_id=matter_id, kind=_ACCEPTED_KIND)
        matter_ask_assist(actor=actor, matter_id=matter_id, asks=asks, at=at, seen=seen)

    steps: tuple[Callable[[], None], ...] = (accept, ask)
    for make in steps:
        refusal = step_refusal(make, log=_log, about=f"heard together: {registered.number}")
        if refusal is not None:
            return HeardTogether((), refusal)
    names = unit_names(unit_ids=unit_ids)
    return HeardTogether(tuple(names[unit_id] for unit_id in sorted(unit_ids)))
