"""A return's page: what it says, which moves are possible, why others aren't, what a form is prefilled with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.returns.flow import RETURNS
from huiyin.returns.rules.states import ReturnAction
from huiyin.returns.selectors.details import ReturnDetail, return_detail, return_row
from huiyin.returns.services.send import counted_now
from huiyin.workflow.engine import blocked_reason


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """`blocked` has what the service would refuse each action with now; what isn't in it can be done.

    `counted` is what the rows say now of the fields that are filled from them.
    """

    detail: ReturnDetail
    blocked: Mapping[ReturnAction, HuiyinError]
    counted: Mapping[str, int]

    def may(self, action: ReturnAction) -> bool:
        """Whether the service would do it now."""
        return action not in self.blocked


def return_page(*, actor: Actor, return_id: UUID, at: datetime) -> ReturnPage:
    """One return for its page. Raises ReturnNotFound."""
    row = return_row(actor=actor, return_id=return_id)
    reasons = {action: blocked_reason(RETURNS, actor, row, action, at=at) for action in ReturnAction}
    return ReturnPage(
        detail=return_detail(row=row, at=at),
        blocked={action: reason for action, reason in reasons.items() if reason is not None},
        counted=counted_now(row, at=at),
    )


def return_counted(*, actor: Actor, return_id: UUID, at: datetime) -> dict[str, int]:
    """What the rows say now of the fields of a return that are filled from them. Raises ReturnNotFound."""
    return counted_now(return_row(actor=actor, return_id=return_id), at=at)
