"""The sessions of an officer: which there are, and ending them."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor, system
from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.services import security_record
from huiyin.orgs.permissions import may_arrange
from huiyin.orgs.selectors.sign_in import officer_mark
from huiyin.web.models import BrowserSession
from huiyin.web.sessions import stored_key

# The order matters: most of these call themselves Chrome and Safari as well.
_PROGRAMS = (
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
# Here too: an iPhone names Mac OS, and Android names Linux.
_SYSTEMS = (
    ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("OpenHarmony|HarmonyOS", "HarmonyOS"),
    ("Android", "Android"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session that is open: `id` names it and opens nothing."""

    id: str
    begun_at: datetime | None
    seen_at: datetime | None
    browser: str


def browser_of(agent: str) -> str:
    """What a browser calls itself, in two known words at most; nothing of what else it sends is kept."""
    found = (next((name for sign, name in names if re.search(sign, agent)), "") for names in (_PROGRAMS, _SYSTEMS))
    return " · ".join(filter(None, found))


def sessions_of(*, officer_id: int, at: datetime) -> list[SessionView]:
    """An officer's open sessions, the one used last first."""
    # Those of an older password open nothing any more, so they aren't shown as open.
    found = BrowserSession.objects.filter(
        officer_id=officer_id, mark=officer_mark(officer_id=officer_id), expire_date__gt=at
    )
    rows = found.order_by("-seen_at", "session_key")
    return [SessionView(row.session_key, row.begun_at, row.seen_at, row.browser) for row in rows]


@transaction.atomic
def sessions_end(
    *, officer_id: int, actor: Actor, at: datetime, session_id: str | None = None, keep: str | None = None
) -> int:
    """End an officer's sessions, or the one with that id; gives how many. `keep` is the key of one that goes on.

    An officer ends their own, administrators and the system those of others. Raises NotAllowed.
    """
    if actor.officer_id != officer_id and not may_arrange(actor):
        raise NotAllowed
    found = BrowserSession.objects.filter(officer_id=officer_id)
    if session_id is not None:
        # Among the officer's own: the id of somebody else's session ends nothing.
        found = found.filter(pk=session_id)
    if keep:
        found = found.exclude(pk=stored_key(keep))
    ended = found.delete()[0]
    if ended:
        security_record(kind="session.ended", actor=actor.ref, at=at, officer_id=officer_id, facts={"count": ended})
    return ended


@transaction.atomic
def sessions_end_by_ticket(*, ticket: str, provider: str, at: datetime) -> int:
    """End what was begun with this ticket of a sign-on system, as that system wants; gives how many."""
    if not ticket:
        return 0
    found = BrowserSession.objects.filter(ticket=stored_key(ticket))
    # One that waits for its second step is nobody's yet.
    officers = list(found.filter(officer__isnull=False).values_list("officer_id", flat=True))
    found.delete()
    for officer_id in officers:
        security_record(
            kind="session.ended", actor=system(provider).ref, at=at, officer_id=officer_id, facts={"count": 1}
        )
    return len(officers)
