"""Asking how long to wait, using, and both at once."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from huiyin.allowances.models import Use
from huiyin.allowances.rules import Allowance
from huiyin.db import fetch_all
from huiyin.kernel.time import milliseconds

# A row that says nothing any more is kept so long.
_KEPT = timedelta(days=1)
# CASE, as SQLite has no GREATEST and PostgreSQL no MAX of two values.
_USE = """
INSERT INTO allowances_use (id, used_until) VALUES (%s, %s)
ON CONFLICT (id) DO UPDATE SET used_until =
    CASE WHEN allowances_use.used_until > %s THEN allowances_use.used_until ELSE %s END + %s
RETURNING used_until
"""

Asked = tuple[Allowance, str]


def allowances_used(asked: Sequence[Asked], *, at: datetime) -> list[int]:
    """Until when each of these is used, in milliseconds of the epoch; in one statement."""
    ids = [_id(allowance, key) for allowance, key in asked]
    found = dict(Use.objects.filter(pk__in=ids).values_list("pk", "used_until"))
    return [found.get(use_id, milliseconds(at)) for use_id in ids]


def uses_beyond(*, at: datetime) -> list[str]:
    """The ids of what is used up for longer than that instant."""
    found = Use.objects.filter(used_until__gt=milliseconds(at)).order_by("pk")
    return list(found.values_list("pk", flat=True))


def uses_forget(*, ids: Collection[str], at: datetime) -> int:
    """As if nothing of these had been used; gives how many there were."""
    return Use.objects.filter(pk__in=ids).update(used_until=milliseconds(at))


def allowance_wait(allowance: Allowance, key: str, *, size: int = 1, at: datetime) -> timedelta:
    """How long until so much may be used; nothing for now."""
    if not allowance.is_limited:
        return timedelta(0)
    (used_until,) = allowances_used([(allowance, key)], at=at)
    return timedelta(milliseconds=allowance.wait(used_until, milliseconds(at), size))


def allowance_use(allowance: Allowance, key: str, *, size: int = 1, at: datetime) -> int:
    """Use so much, whether or not it is allowed, and give until when it is used, in milliseconds of the epoch.

    One statement in the caller's transaction: of two at the same moment each has its own instant.
    """
    if not allowance.is_limited:
        return milliseconds(at)
    # Added to what stands in the row, not to what was read before: of two at once none is lost.
    now, cost = milliseconds(at), allowance.cost(size)
    ((used_until,),) = fetch_all(_USE, [_id(allowance, key), now + cost, now, now, cost])
    return int(used_until)


def allowance_take(allowance: Allowance, key: str, *, at: datetime) -> bool:
    """Use one if that is allowed now; False, and nothing of it is counted, if it isn't.

    In the caller's transaction, which others with the same key wait for: of several at the same moment no more use it
    than are allowed to.
    """
    if not allowance.is_limited:
        return True
    if allowance_wait(allowance, key, at=at):
        return False
    with transaction.atomic():
        used_until = allowance_use(allowance, key, at=at)
        # Others may have used it since the first look; they hold the row until their own transactions end.
        if not allowance.wait(used_until, milliseconds(at), 0):
            return True
        transaction.set_rollback(True)
    return False


def allowance_clear(allowance: Allowance, key: str) -> None:
    """Nothing of it is used any more."""
    Use.objects.filter(pk=_id(allowance, key)).delete()


def allowances_sweep(*, at: datetime) -> int:
    """Remove what says nothing any more; gives how many."""
    return Use.objects.filter(used_until__lt=milliseconds(at - _KEPT)).delete()[0]


def _id(allowance: Allowance, key: str) -> str:
    # With a key: a plain hash of a network could be found by hashing every network there is.
    return salted_hmac(f"huiyin.allowances.{allowance.name}", key, algorithm="sha256").hexdigest()
