"""What an open page at the desk asks again and again: has its matter or its list changed, is there something new.

One statement, through the gates; only where its answer is another than the last time is more read.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from threading import local

from huiyin.db import Scalars
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotThere
from huiyin.matters.core.selectors.versions import version_of
from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList, matters_in_list_since
from huiyin.notices.bell import bell_state, newest_to

# Beyond it a list says "99+".
LISTED_MOST = 100
_NUMBER = "«number»"
_KEPT_MOST = 200
_kept = local()


@dataclass(frozen=True, slots=True)
class ListAsked:
    """A list as a page shows it, and when it was read."""

    work_list: WorkList
    only: MatterFilter
    since: datetime


@dataclass(frozen=True, slots=True)
class News:
    """`version` is None without a matter, and for one that the officer doesn't see as for one that isn't there.

    `listed`: how many matters of the list have changed, up to LISTED_MOST. `mark` is another when anything is.
    """

    version: int | None
    listed: int
    mark: str


def news_for(*, actor: Actor, number: str = "", listed: ListAsked | None = None) -> News:
    """What there is now for this officer. One statement."""
    if actor.officer_id is None:
        raise NotThere
    found = _with_list(actor, listed, actor.officer_id).ask() if listed else _kept_for(actor).ask(**{_NUMBER: number})
    version, changed = found.get("version"), found.get("listed", 0)
    joined = "|".join(str(value) for value in found.values())
    # A digest, so that it tells nothing but whether something changed.
    return News(version, changed, hashlib.sha256(joined.encode()).hexdigest()[:32])


def _with_list(actor: Actor, listed: ListAsked, officer_id: int) -> Scalars:
    query = matters_in_list_since(actor=actor, work_list=listed.work_list, since=listed.since, only=listed.only)
    return Scalars.of(
        {"newest": newest_to(officer_id), "bell": bell_state(officer_id)}, counted={"listed": query}, most=LISTED_MOST
    )


def _kept_for(actor: Actor) -> Scalars:
    """Kept as the gate keeps its queries: it says nothing but what is in the actor."""
    known: dict[Actor, Scalars] = _kept.__dict__.setdefault("statements", {})
    statement = known.get(actor)
    if statement is None:
        if len(known) >= _KEPT_MOST:
            known.clear()
        officer_id = actor.officer_id or 0
        statement = known[actor] = Scalars.of(
            {
                "version": version_of(actor=actor, number=_NUMBER),
                "newest": newest_to(officer_id),
                "bell": bell_state(officer_id),
            },
            marks=(_NUMBER,),
        )
    return statement
