"""Calls of the offices to whoever left only a telephone number: made every Friday, so that some wait at any time."""

from datetime import datetime

from huiyin.cli.demo.county import County
from huiyin.kernel.actor import Role
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.matters.telephone.rules import CallResult
from huiyin.matters.telephone.selectors import calls_open, units_with_calls
from huiyin.matters.telephone.services import telephone_record
from huiyin.orgs.selectors import actor_for

_FRIDAY = 4
# Every so manieth call nobody answers.
_UNANSWERED_EVERY = 5


def calls_make(county: County, *, at: datetime) -> None:
    """Each unit's registrar records what came of the calls that wait."""
    if at.astimezone(OFFICE_ZONE).weekday() != _FRIDAY:
        return
    made = 0
    waiting = units_with_calls()
    for unit in (unit for unit in county.units if county.units[unit] in waiting):
        for username in county.roll.of(unit, Role.REGISTRAR)[:1]:
            actor = actor_for(officer_id=county.officers[username])
            for call in calls_open(actor=actor, at=at):
                made += 1
                result = CallResult.REACHED if made % _UNANSWERED_EVERY else CallResult.NOT_REACHED
                telephone_record(actor=actor, call_id=call.id, result=result.value, at=at)
