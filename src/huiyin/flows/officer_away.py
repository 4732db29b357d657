"""An officer leaves a post or the house: their matters go back at once to who gives matters out."""

import logging
from datetime import datetime

from huiyin.kernel.actor import Actor, system
from huiyin.kernel.errors import HuiyinError
from huiyin.matters.selectors.away import matters_left_behind
from huiyin.matters.services import matter_release_handler
from huiyin.orgs.services import officer_deactivate, post_fill

_log = logging.getLogger(__name__)
_SYSTEM = system("away")


def officer_leave_house(*, officer_id: int, actor: Actor, at: datetime) -> int:
    """Shut an account and release the officer's matters; gives how many. Raises as officer_deactivate does."""
    officer_deactivate(officer_id=officer_id, actor=actor, at=at)
    return away_round(officer_id=officer_id, at=at)


def post_give(*, post_id: int, officer_id: int | None, actor: Actor, at: datetime) -> int:
    """Put an officer into a post, or nobody, and release what the one before had by it; gives how many matters.

    Raises as post_fill does.
    """
    post_fill(post_id=post_id, officer_id=officer_id, actor=actor, at=at)
    return away_round(at=at)


def away_round(*, at: datetime, officer_id: int | None = None) -> int:
    """Release every matter whose handler lost the post; each by itself, so that one held up holds up no other.

    Also a part of the worker's round: what a crash has left undone is done then.
    """
    released = 0
    for matter_id in matters_left_behind(officer_id=officer_id):
        try:
            matter_release_handler(actor=_SYSTEM, matter_id=matter_id, at=at)
            released += 1
        except HuiyinError:  # somebody was faster
            continue
        except Exception:
            _log.exception("releasing matter %s", matter_id)
    return released
