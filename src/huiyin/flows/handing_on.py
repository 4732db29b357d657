"""One press for the usual: accept a matter and hand it to the competent unit, from registering or from its page.

Each step goes through its own service in a transaction of its own, as when several matters of a list are dealt with:
what is registered stays registered and has its receipt, whatever refuses the steps behind it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from huiyin.flows.steps import DatabaseBusy, step_refusal
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.errors import UnitUnknown
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.selectors.versions import version_after_step
from huiyin.matters.handover.selectors.receiving import UnregisteredMatter, handing_refusal
from huiyin.matters.lists.selectors.lists import MatterRow, matter_rows_for
from huiyin.matters.moves import MOVES
from huiyin.matters.register.rules import REGISTERED_KIND
from huiyin.matters.register.services.register import Registered
from huiyin.orgs.rules import bars
from huiyin.orgs.selectors import unit_names
from huiyin.routing.selectors import UnitSuggestion

_log = logging.getLogger(__name__)
_ACCEPTED_KIND = MOVES[State.REGISTERED, Action.ACCEPT].ledger
_NOT_ACCEPTED = frozenset({State.REGISTERED, State.DECLINED, State.REDIRECTED})


@dataclass(frozen=True, slots=True)
class HandTo:
    """The unit to which one press hands the matter on; `refusal`: what would refuse it as the form stands now."""

    id: int
    name: str
    refusal: HuiyinError | None = None


@dataclass(frozen=True, slots=True)
class HandingOn:
    """What became of the steps after registering: the unit's name, "" where there is none; `refusal` of the rest."""

    unit: str
    is_accepted: bool
    refusal: HuiyinError | None = None


def unit_to_hand_to(
    *,
    actor: Actor,
    matter: UnregisteredMatter,
    concerned_name: str,
    likely: UnitSuggestion | None,
    registered_at: int | None,
) -> HandTo | None:
    """The unit that the registrar has written down, else the one that routing proposes; None: no other unit."""
    # Who is barred can't register the matter at all.
    if bars(actor, matter.respondents):
        return None
    concerned = HandTo(matter.concerned_unit_id, concerned_name) if matter.concerned_unit_id else None
    found = concerned or (HandTo(likely.id, likely.name) if likely else None)
    if found is None or found.id == registered_at:
        return None
    return replace(found, refusal=handing_refusal(matter=matter, unit_id=found.id))


def accept_and_hand_on(*, actor: Actor, registered: Registered, unit_id: int | None, at: datetime) -> HandingOn:
    """Accept what was just registered and hand it to a unit. Pressed again it finds done what is done.

    Must not stand in a transaction.
    """
    if unit_id is None or not _name_of(unit_id):
        return HandingOn("", is_accepted=False, refusal=UnitUnknown())
    matter_id = registered.matter_id

    # By the version that the step before gave: whoever was faster with the matter is found out, and nothing is done
    # over their heads, also where the form is sent again a day later.
    def accept() -> None:
        seen = version_after_step(actor=actor, matter_id=matter_id, kind=REGISTERED_KIND)
        matter_accept(actor=actor, matter_id=matter_id, at=at, seen=seen)

    if refusal := _refusal(accept, actor, registered.number, lambda row: State(row.state) not in _NOT_ACCEPTED):
        return HandingOn(_name_of(unit_id), is_accepted=False, refusal=refusal)
    return hand_on_accepted(actor=actor, matter_id=matter_id, number=registered.number, unit_id=unit_id, at=at)


def hand_on_accepted(*, actor: Actor, matter_id: UUID, number: str, unit_id: int, at: datetime) -> HandingOn:
    """Hand a matter to a unit right after this actor has accepted it. Must not stand in a transaction."""

    def hand() -> None:
        seen = version_after_step(actor=actor, matter_id=matter_id, kind=_ACCEPTED_KIND)
        matter_assign_unit(actor=actor, matter_id=matter_id, unit_id=unit_id, at=at, seen=seen)

    refusal = _refusal(hand, actor, number, lambda row: row.lead_unit_id == unit_id)
    return HandingOn(_name_of(unit_id), is_accepted=True, refusal=refusal)


def _name_of(unit_id: int) -> str:
    return unit_names(unit_ids=[unit_id]).get(unit_id, "")


def _refusal(
    make: Callable[[], None], actor: Actor, number: str, is_done: Callable[[MatterRow], bool]
) -> HuiyinError | None:
    """Why a step wasn't made; None when it was, now or by the same form sent before."""
    refusal = step_refusal(make, log=_log, about=f"handing on: {number}")
    if refusal is None or isinstance(refusal, DatabaseBusy):
        return refusal
    row = matter_rows_for(actor=actor, numbers=[number]).get(number)
    return None if row is not None and is_done(row) else refusal
