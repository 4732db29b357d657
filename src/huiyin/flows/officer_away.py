"""An officer leaves a post or the house: their matters and tasks go back at once to who gives work out."""

import logging
from datetime import datetime
from functools import partial

from django.db import transaction

from huiyin.flows.change_notices import officers_notify, watchers
from huiyin.kernel.actor import Actor, system
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.setbacks import failure_log
from huiyin.matters.recusal.selectors import matters_left_behind
from huiyin.matters.recusal.services import matter_release_handler
from huiyin.orgs.selectors import posts_of_officer
from huiyin.orgs.services import officer_deactivate
from huiyin.tasks.selectors.holding import tasks_left_behind
from huiyin.tasks.services import task_release

_log = logging.getLogger(__name__)
_SYSTEM = system("away")


def officer_offboard(*, officer_id: int, actor: Actor, at: datetime) -> int:
    """Shut an account and release the officer's matters and tasks; gives how many. Raises as officer_deactivate does.

    Who leads where the officer worked and the auditors hear of it at once.
    """
    # Asked before the account is shut: afterwards there are no posts to tell the units by.
    units = dict.fromkeys(post.unit_id for post in posts_of_officer(officer_id=officer_id))
    with transaction.atomic():
        officer_deactivate(officer_id=officer_id, actor=actor, at=at)
        people = {watcher for unit_id in units for watcher in watchers(unit_id)} - {officer_id}
        key = f"officer:{officer_id}:{at.isoformat()}"
        officers_notify(template="post_changed", key=key, people=sorted(people), at=at, actor=actor)
    return away_round(officer_id=officer_id, at=at)


def away_round(*, at: datetime, officer_id: int | None = None) -> int:
    """Release every matter and task whose officer lost the post; each by itself: one held up holds up no other.

    Also a part of the worker's round: what a crash has left undone is done then.
    """
    matters = (
        partial(matter_release_handler, matter_id=matter_id)
        for matter_id in matters_left_behind(officer_id=officer_id)
    )
    tasks = (partial(task_release, task_id=task_id) for task_id in tasks_left_behind(officer_id=officer_id))
    return sum(_release(verb, at) for verb in (*matters, *tasks))


def _release(verb: "partial[None]", at: datetime) -> bool:
    try:
        verb(actor=_SYSTEM, at=at)
    except HuiyinError:  # somebody was faster
        return False
    except Exception as error:
        failure_log(_log, f"releasing {verb.keywords}", error)
        return False
    return True
