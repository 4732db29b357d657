"""A matter whose respondent has come to command its unit: nobody there may see it, so it goes on at once."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from huiyin.kernel.actor import Actor, system
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.setbacks import failure_log
from huiyin.matters.core.selectors.sweep import matters_with_barred_unit
from huiyin.matters.recusal.services import matter_leave_barred
from huiyin.matters.review.selectors.review import reviews_with_barred_unit
from huiyin.matters.review.services.review import review_leave_barred

_log = logging.getLogger(__name__)
_SYSTEM = system("barred")


class LeaveVerb(Protocol):
    """One of the two services."""

    def __call__(self, *, actor: Actor, matter_id: UUID, at: datetime) -> None: ...


def barred_round(*, at: datetime) -> int:
    """Give every matter, and every review, of a barred unit to one that isn't; gives how many.

    A unit is barred later than by the naming of the respondent where it is moved in the tree, or where the officer
    whom a matter is about gets a post. What no unit of the house may have stays, and the sweep names it. Each by
    itself, so that one held up holds up no other.
    """
    return _leave(matters_with_barred_unit, matter_leave_barred, at) + _leave(
        reviews_with_barred_unit, review_leave_barred, at
    )


def _leave(find: Callable[[], list[UUID]], leave: LeaveVerb, at: datetime) -> int:
    moved = 0
    for matter_id in find():
        try:
            leave(actor=_SYSTEM, matter_id=matter_id, at=at)
            moved += 1
        except HuiyinError:  # somebody was faster, or nobody else could decide
            continue
        except Exception as error:
            failure_log(_log, f"matter {matter_id} of a barred unit", error)
    return moved
