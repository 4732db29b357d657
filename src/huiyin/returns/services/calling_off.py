"""Returns that nobody owes any more: before they were due their scheme ended or was revised, or the unit closed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from huiyin.kernel.actor import system
from huiyin.returns.flow import RETURNS
from huiyin.returns.models import Return, Scheme
from huiyin.returns.rules.states import ReturnAction, ReturnState
from huiyin.workflow.engine import move

_ENDING = system("returns")


def scheme_call_off(*, scheme: Scheme, after: datetime, at: datetime) -> None:
    """Call off what is due in this scheme after an instant."""
    _call_off(Return.objects.filter(scheme=scheme), after, at)


def unit_call_off(*, unit_id: int, at: datetime) -> None:
    """Call off what a closed unit would owe from now on. What is late stays missing."""
    _call_off(Return.objects.filter(unit=unit_id), at, at)


def returns_call_off(return_ids: Iterable[UUID], *, at: datetime) -> None:
    """Call off these, which the caller's transaction holds."""
    # One by one, as each has a clock, a step and an entry of its own.
    for return_id in return_ids:
        with move(RETURNS, actor=_ENDING, case_id=return_id, action=ReturnAction.CALL_OFF, at=at):
            pass


def _call_off(rows: QuerySet[Return], after: datetime, at: datetime) -> None:
    with transaction.atomic():
        # Held before they are looked at: what a unit reports meanwhile stays reported, and the others are called off.
        later = rows.select_for_update().filter(state=ReturnState.DUE, due_at__gt=after)
        returns_call_off(list(later.order_by("due_at", "pk").values_list("pk", flat=True)), at=at)
