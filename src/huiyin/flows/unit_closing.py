"""A unit is closed once nothing waits for it: posts, units below, matters, reports, tasks, meetings, receptions."""

from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor, system
from huiyin.kernel.errors import Conflict
from huiyin.kernel.text import N_
from huiyin.kernel.time import office_day
from huiyin.matters.core.selectors.holding import (
    unit_has_explanations,
    unit_has_hearings,
    unit_has_instructions,
    unit_has_matters,
)
from huiyin.orgs.permissions import demand_may_arrange
from huiyin.orgs.services import unit_close
from huiyin.reception.selectors import unit_receives
from huiyin.returns.selectors.holding import unit_receives_returns
from huiyin.returns.services.calling_off import unit_call_off
from huiyin.supervision.talks.selectors import unit_has_talks
from huiyin.tasks.selectors.holding import unit_has_tasks


class UnitReceives(Conflict):
    """People can come to a reception day of the unit, or have booked one."""

    sentence = N_("这个单位还有没到的接访日，请先取消。")


class UnitHears(Conflict):
    """A hearing is ahead."""

    sentence = N_("这个单位还有没开的听证，请先开完或者取消。")


class UnitHasMatters(Conflict):
    """Somebody waits for an answer from the unit."""

    sentence = N_("这个单位还有没办完的事项，请先交给其他单位。")


class UnitHasInstructions(Conflict):
    """Somebody above waits for a report from the unit, or the unit took the instruction in."""

    sentence = N_("这个单位还有没报结的上级交办，请先报结。")


class UnitExplains(Conflict):
    """Somebody is to have an answer explained face to face."""

    sentence = N_("这个单位还有没开的说明会，请先开完、记好记录，或者写明不开了。")


class UnitTalks(Conflict):
    """Its head is called to a talk, or it has called somebody's."""

    sentence = N_("这个单位还有没记录的约谈，请先谈完记录，或者取消。")


class UnitHasTasks(Conflict):
    """The unit owes what was handed down to it, or waits for what it has handed down."""

    sentence = N_("这个单位还有没办完的任务，请先办完、撤销或者交给其他单位。")


class UnitReceivesReturns(Conflict):
    """Other units report to it again and again."""

    sentence = N_("别的单位还在向这个单位定期报告，请先结束报告制度。")


@transaction.atomic
def unit_shut(*, unit_id: int, actor: Actor, at: datetime) -> None:
    """Take a unit out of use. Raises UnitReceives, UnitHears, UnitHasMatters, UnitHasInstructions, UnitExplains,
    UnitTalks, UnitHasTasks, UnitReceivesReturns, and as unit_close does. Returns that aren't due yet are called off.

    Posts come last: without its officers the unit could put none of the others in order. What is withheld from the
    actor counts only after them: while somebody works in the unit, no refusal tells of it.
    """
    demand_may_arrange(actor)
    if unit_receives(unit_id=unit_id, at=at):
        raise UnitReceives
    if unit_receives_returns(unit_id=unit_id, today=office_day(at)):
        raise UnitReceivesReturns
    _check_holds_nothing(unit_id, actor)
    unit_close(unit_id=unit_id, actor=actor, at=at)
    unit_call_off(unit_id=unit_id, at=at)
    # Raised here, it takes the closing and the calling off back with it.
    _check_holds_nothing(unit_id, system("closing"))


def _check_holds_nothing(unit_id: int, actor: Actor) -> None:
    """Of what isn't withheld from the actor.

    Raises UnitHears, UnitHasMatters, UnitHasInstructions, UnitExplains, UnitTalks, UnitHasTasks.
    """
    if unit_has_hearings(unit_id=unit_id, actor=actor):
        raise UnitHears
    if unit_has_matters(unit_id=unit_id, actor=actor):
        raise UnitHasMatters
    if unit_has_instructions(unit_id=unit_id, actor=actor):
        raise UnitHasInstructions
    if unit_has_explanations(unit_id=unit_id, actor=actor):
        raise UnitExplains
    if unit_has_talks(unit_id=unit_id):
        raise UnitTalks
    if unit_has_tasks(unit_id=unit_id, actor=actor):
        raise UnitHasTasks
