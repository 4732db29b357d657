"""The bell at the desk: what is new for one officer, through the gates, for nobody else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.flows.officer_notices import notices_visible
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotThere
from huiyin.notices.bell import BellNotice, BellPlace, bell_notice, bell_notices
from huiyin.notices.services import bell_open, bell_seen

# The panel shows so many, and beyond it the number isn't said any more.
BELL_SHOWN = 10
# Among so many of the newest; what isn't seen any more is left out of them.
_LOOKED_THROUGH = 60
_PAGE = 50


@dataclass(frozen=True, slots=True)
class BellView:
    """The last notices, and how many of the last are new, counted up to BELL_SHOWN."""

    notices: tuple[BellNotice, ...]
    new: int


@dataclass(frozen=True, slots=True)
class BellSlice:
    """A page of all of them, the newest first; `after` is where the next one begins (None: this is the end)."""

    notices: tuple[BellNotice, ...]
    after: BellPlace | None


def bell_for(*, actor: Actor, at: datetime) -> BellView:
    """The panel. Three statements at most, and one more where tasks are among them."""
    found = _visible(actor, bell_notices(officer_id=_officer(actor), at=at, limit=_LOOKED_THROUGH))
    return BellView(tuple(found[:BELL_SHOWN]), min(sum(notice.is_new for notice in found), BELL_SHOWN))


def bell_page(*, actor: Actor, at: datetime, after: BellPlace | None = None) -> BellSlice:
    """All that the bell has, fifty a page; a page is shorter where something isn't seen any more."""
    found = bell_notices(officer_id=_officer(actor), at=at, after=after, limit=_PAGE + 1)
    page = found[:_PAGE]
    more = len(found) > _PAGE
    return BellSlice(tuple(_visible(actor, page)), page[-1].place if more else None)


def bell_notice_open(*, actor: Actor, notice_id: UUID, at: datetime) -> str:
    """The officer opens one; gives where it leads.

    Raises NotThere for a notice to somebody else and for one about what the officer doesn't see any more, as for one
    that isn't there.
    """
    found = bell_notice(officer_id=_officer(actor), notice_id=notice_id, at=at)
    if found is None or not _visible(actor, [found]):
        raise NotThere
    bell_open(officer_id=_officer(actor), notice=found)
    return found.path


def bell_seen_through(*, actor: Actor, until: BellPlace) -> None:
    """Nothing that had come until then is new any more; the page that was shown says until when."""
    bell_seen(officer_id=_officer(actor), until=until.at)


def _visible(actor: Actor, notices: list[BellNotice]) -> list[BellNotice]:
    return notices_visible(actor=actor, notices=notices)


def _officer(actor: Actor) -> int:
    if actor.officer_id is None:
        raise NotThere
    return actor.officer_id
