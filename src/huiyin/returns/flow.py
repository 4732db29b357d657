"""Returns as a kind of case: their moves, gate, permissions and requirements."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.returns.models import Return, ReturnStep
from huiyin.returns.permissions import PERMISSIONS
from huiyin.returns.rules.errors import (
    MarkedConflict,
    ReturnChangedConflict,
    ReturnConflict,
    ReturnEarlyConflict,
    ReturnNotAllowed,
    ReturnNotFound,
    SomethingCountedConflict,
)
from huiyin.returns.rules.fields import count_rows, fields_known
from huiyin.returns.rules.states import (
    ACTION_LABELS,
    MOVES,
    STATE_LABELS,
    STEP_LABELS,
    ReturnAction,
    ReturnPermission,
)
from huiyin.returns.rules.timed import RETURN
from huiyin.returns.selectors.gate import visible_to
from huiyin.workflow.change import Change
from huiyin.workflow.engine import Workflow, timeline_values


def _opened(_actor: Actor, row: Return, _action: ReturnAction, at: datetime) -> None:
    """Nothing is reported of a time that has hardly begun."""
    if at < row.opens_at:
        raise ReturnEarlyConflict(opens=f"{row.opens_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}")


def _nothing_counted(_actor: Actor, row: Return, _action: ReturnAction, _at: datetime) -> None:
    """Over the whole time that it covers: what is announced for later is something, too."""
    fields = fields_known(row.codes)
    counts = count_rows(fields, unit_id=row.unit_id, since=row.covers_from, until=row.covers_to)
    found = [gettext(field.label) for field in fields if counts.get(field.code)]
    if found:
        raise SomethingCountedConflict(fields=gettext("、").join(found))


def _not_marked(_actor: Actor, row: Return, _action: ReturnAction, _at: datetime) -> None:
    if row.found_later_at is not None:
        raise MarkedConflict


class Returns(Workflow[Return, Change[Return]]):
    """One return."""

    kind = RETURN.name
    change = Change[Return]
    moves = MOVES
    requirements: ClassVar = {"opened": _opened, "nothing_counted": _nothing_counted, "not_marked": _not_marked}
    state_names = STATE_LABELS
    action_names = ACTION_LABELS
    not_found = ReturnNotFound
    not_open = ReturnConflict
    not_allowed = ReturnNotAllowed
    has_changed = ReturnChangedConflict

    def visible_to(self, actor: Actor) -> "QuerySet[Return]":
        """The gate."""
        # Permissions and requirements look at the scheme.
        return visible_to(actor).select_related("scheme")

    def may(self, actor: Actor, permission: ReturnPermission, case: Return) -> bool:
        """As `permissions`."""
        return PERMISSIONS[permission](actor, case)

    def steps_after(self, case: Return, version: int) -> Sequence[str]:
        """The kinds of its later steps."""
        later = ReturnStep.objects.filter(of_return=case.pk, version__gt=version).order_by("version")
        return list(later.values_list("kind", flat=True))

    def step_name(self, kind: str) -> str:
        """What a step is called."""
        return gettext(STEP_LABELS.get(kind, kind))

    def timeline_row(self, change: Change[Return]) -> ReturnStep:
        """The step's row."""
        return ReturnStep(of_return=change.case, **timeline_values(change))


RETURNS = Returns()
