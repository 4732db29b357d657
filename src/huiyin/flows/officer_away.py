"""An officer leaves a post or the house: their matters go back at once to who gives matters out."""

import logging
from datetime import datetime

from django.db import transaction

from huiyin.flows.change_notices import officers_notify, watchers
from huiyin.kernel.actor import Actor, system
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.setbacks import failure_log
from huiyin.matters.selectors.away import matters_left_behind
from huiyin.matters.services import matter_release_handler
from huiyin.orgs.selectors import posts_of_officer
from huiyin.orgs.services import officer_deactivate

_log = logging.getLogger(__name__)
_SYSTEM = system("away")


def officer_leave_house(*, officer_id: int, actor: Actor, at: datetime) -> int:
    """Shut an account and release the officer's matters; gives how many. Raises as officer_deactivate does.

    Who leads where the officer worked and the auditors hear of it at once.
    """
    units = dict.fromkeys(post.unit_id for post in posts_of_officer(officer_id=officer_id))
    with transaction.atomic():
        officer_deactivate(officer_id=officer_id, actor=actor, at=at)
        people = {one for unit_id in units for one in watchers(unit_id)} - {officer_id}
        key = f"officer:{officer_id}:{at.isoformat()}"
        officers_notify(template="post_changed", key=key, people=sorted(people), at=at, actor=actor)
    return away_round(officer_id=officer_id, at=at)


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
        except Exception as error:
            failure_log(_log, f"releasing matter {matter_id}", error)
    return released
