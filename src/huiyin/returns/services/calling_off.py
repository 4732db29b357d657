"""Returns that nobody owes any more: their scheme ended, or their unit was closed, before they were due."""

from datetime import datetime

from django.db.models import QuerySet

from huiyin.kernel.actor import system
from huiyin.returns.flow import RETURNS
from huiyin.returns.models import Return, Scheme
from huiyin.returns.rules.states import ReturnAction, ReturnState
from huiyin.workflow.engine import move

_ENDING = system("returns")


def scheme_call_off(*, scheme: Scheme, after: datetime, at: datetime) -> None:
    """Call off what is due in this scheme after an instant, in the caller's transaction."""
    _call_off(Return.objects.filter(scheme=scheme), after, at)


def unit_call_off(*, unit_id: int, at: datetime) -> None:
    """Call off what a closed unit would owe from now on, in the caller's transaction. What is late stays missing."""
    _call_off(Return.objects.filter(unit=unit_id), at, at)


def _call_off(rows: QuerySet[Return], after: datetime, at: datetime) -> None:
    later = rows.filter(state=ReturnState.DUE, due_at__gt=after)
    # One by one, as each has a clock, a step and an entry of its own.
    for return_id in later.order_by("due_at", "pk").values_list("pk", flat=True):
        with move(RETURNS, actor=_ENDING, case_id=return_id, action=ReturnAction.CALL_OFF, at=at):
            pass
