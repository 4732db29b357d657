"""The record of security events: entries of their own, gathered by month, kept a year at least.

They hold ids of officers that are known here and names of things, never what somebody typed.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from huiyin.ledger.models import Entry
from huiyin.ledger.rules.canonical import JsonValue
from huiyin.ledger.rules.security import INSTALLATION_KIND, INSTALLATION_SUBJECT, SECURITY_PREFIX, month_subject
from huiyin.ledger.services.append import entry_append

# A flood of wrong passwords isn't to fill the ledger: so many entries of one kind about one officer in an hour.
_MOST_AN_HOUR = 20
# Guessing at many accounts at once must not make each try read a whole month.
_LOOKED_AT = 2000


def security_record(
    *,
    kind: str,
    actor: str,
    at: datetime,
    officer_id: int | None = None,
    facts: Mapping[str, JsonValue] | None = None,
) -> None:
    """Record a security event, in the transaction of the change. `officer_id`: whose account it is about."""
    entry_append(
        kind=f"{SECURITY_PREFIX}{kind}",
        subject=month_subject(at),
        at=at,
        actor=actor,
        facts={"officer": officer_id, **(facts or {})},
    )


def security_record_sparely(*, kind: str, actor: str, at: datetime, officer_id: int | None = None) -> bool:
    """As security_record, but no more than twenty of a kind about one officer within an hour; the last says so.

    Gives whether there is an entry.
    """
    recent = Entry.objects.filter(subject=month_subject(at), kind=f"{SECURITY_PREFIX}{kind}").order_by("-id")
    hour = timedelta(hours=1)
    same = 0
    for content, when in recent.values_list("content", "at")[:_LOOKED_AT]:
        if when <= at - hour:
            break
        # Read, not searched for: the text about officer 1 stands in that about officer 12 as well.
        same += content is not None and json.loads(content)["facts"]["officer"] == officer_id
    if same >= _MOST_AN_HOUR:
        return False
    more: dict[str, JsonValue] = {"more_not_recorded": True} if same == _MOST_AN_HOUR - 1 else {}
    security_record(kind=kind, actor=actor, at=at, officer_id=officer_id, facts=more)
    return True


def installation_record(*, state: Mapping[str, str], changed: Sequence[str], actor: str, at: datetime) -> None:
    """Keep how the installation is set up, and record what of it has changed, in the caller's transaction."""
    entry_append(
        kind=INSTALLATION_KIND, subject=INSTALLATION_SUBJECT, at=at, actor=actor, facts={"state": dict(state)}
    )
    kinds = {"setting": "settings.changed", "rulebook": "rulebook.changed", "calendar": "calendar.changed"}
    for sort, kind in kinds.items():
        names = [name.partition(" ")[2] for name in changed if name.partition(" ")[0] == sort]
        if names:
            security_record(kind=kind, actor=actor, at=at, facts={"changed": names})
