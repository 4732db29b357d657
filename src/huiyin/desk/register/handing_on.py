"""One press for the usual: register, accept and hand the matter to the competent unit.

Each step goes through its own service in a transaction of its own, as when several matters of a list are dealt with:
what is registered stays registered and has its receipt, whatever refuses the steps behind it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.db import DatabaseError
from django.utils.translation import gettext as _

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.setbacks import failure_log
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.errors import UnitUnknown
from huiyin.matters.core.rules.states import State
from huiyin.matters.lists.selectors.lists import MatterRow, matter_rows_for
from huiyin.matters.register.services.register import Registered
from huiyin.orgs.selectors import unit_names
from huiyin.web.refusals import sentence_of

_log = logging.getLogger(__name__)
# Versions of a matter: what was registered and nothing else, and the same accepted.
_REGISTERED, _ACCEPTED = 1, 2
_NOT_ACCEPTED = frozenset({State.REGISTERED, State.DECLINED, State.REDIRECTED})


@dataclass(frozen=True, slots=True)
class HandingOn:
    """What became of the steps after registering. `why_not`: the refusal's own sentence; "" when all is done."""

    unit: str
    is_accepted: bool
    why_not: str = ""

    @property
    def sentence(self) -> str:
        """What was done, and why the rest wasn't."""
        given = {"unit": self.unit, "why": self.why_not}
        if not self.why_not:
            return _("已登记、受理，并交给%(unit)s。") % given
        if self.is_accepted:
            return _("已登记、受理。没有交给%(unit)s：%(why)s") % given
        return _("已登记。没有受理，也没有交给%(unit)s：%(why)s") % given


def accept_and_hand_on(*, actor: Actor, registered: Registered, unit_id: int, at: datetime) -> HandingOn:
    """Accept what was just registered and hand it to a unit. Pressed again it finds done what is done."""
    name = unit_names(unit_ids=[unit_id]).get(unit_id)
    if name is None:
        return HandingOn(_("所选的单位"), is_accepted=False, why_not=sentence_of(UnitUnknown()))
    about, matter_id = HandingOn(name, is_accepted=False), registered.matter_id
    # By version: whoever was faster with the matter is found out, and nothing is done over their heads.
    accept = partial(matter_accept, actor=actor, matter_id=matter_id, at=at, seen=_REGISTERED)
    why_not = _refusal(accept, actor, registered, lambda row: State(row.state) not in _NOT_ACCEPTED)
    if why_not:
        return replace(about, why_not=why_not)
    hand = partial(matter_assign_unit, actor=actor, matter_id=matter_id, unit_id=unit_id, at=at, seen=_ACCEPTED)
    why_not = _refusal(hand, actor, registered, lambda row: row.lead_unit_id == unit_id)
    return replace(about, is_accepted=True, why_not=why_not)


def _refusal(
    make: Callable[[], None], actor: Actor, registered: Registered, is_done: Callable[[MatterRow], bool]
) -> str:
    """Why a step wasn't made; "" when it was, now or by the same form sent before."""
    try:
        make()
    except HuiyinError as error:
        row = matter_rows_for(actor=actor, numbers=[registered.number]).get(registered.number)
        return "" if row is not None and is_done(row) else sentence_of(error)
    except DatabaseError as error:
        # The number alone: the text of an error can quote what people wrote.
        failure_log(_log, f"handing on: {registered.number}", error)
        return _("系统这时忙不过来，这一步没有办。请稍后再试。")
    return ""
