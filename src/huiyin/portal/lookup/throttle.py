"""Slows down guessing. Wrong answers are counted per network, seen by all nodes through the cache.

A code is looked at first and the right one always let in: it has 85 bits, so that gives nothing away, and thousands
of people can sit behind one address. Only what could be a code is counted: a slip of the pen fails the
check characters. Five wrong answers in 15 minutes are free; each further one makes the next wait longer. A try is
one key that is *added*: of two nodes that count at the same moment one gets the next key, so none is lost. Keys are
keyed hashes: the table holds no address.
"""

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from huiyin.kernel.ids import parse_receipt_code
from huiyin.web.addresses import network_of_address, reader_address

FREE = 5
_WINDOW = 15 * 60
_WAITS = (30, 60, 120, 300, 900)
_LAST = FREE + len(_WAITS) - 1
_KEPT = 3600


def network_of(request: HttpRequest) -> str:
    """Where a request comes from: an IPv4 address, or the /64 that one IPv6 customer has."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HUIYIN_BEHIND_PROXY else ""
    return network_of_address(reader_address(request.META.get("REMOTE_ADDR", ""), forwarded))


def wait_of_network(*, network: str, at: datetime) -> int:
    """Seconds until this network may be wrong again; 0: now."""
    return _wait(_key("network", network), at)


def wrong_try(*, network: str, at: datetime) -> int:
    """Count a wrong answer; gives the seconds to wait before the next one, 0 for none."""
    return _count(_key("network", network), at)


def wait_after_wrong(*, network: str, code: str, at: datetime) -> int:
    """The same for what was typed: nothing is counted while a wait runs, nor what can't be a code."""
    if parse_receipt_code(code) is None:
        return 0
    return wait_of_network(network=network, at=at) or wrong_try(network=network, at=at)


def _key(scope: str, value: str) -> str:
    return f"lookup:{scope}:{salted_hmac(f'huiyin.portal.lookup.{scope}', value).hexdigest()}"


def _slots(key: str) -> list[str]:
    return [f"{key}:{place}" for place in range(1, _LAST + 1)]


def _reached(key: str) -> tuple[int, float]:
    """How many tries count now, and when the last one was (seconds since the epoch)."""
    slots = _slots(key)
    found = cache.get_many(slots)
    # The highest counts: those of the free tries end sooner and leave gaps below it.
    place = max((place for place, slot in enumerate(slots, start=1) if slot in found), default=0)
    return place, found[slots[place - 1]] if place else 0.0


def _wait(key: str, at: datetime) -> int:
    place, last = _reached(key)
    return max(0, round(last + _WAITS[place - FREE] - at.timestamp())) if place >= FREE else 0


def _count(key: str, at: datetime) -> int:
    place, _last = _reached(key)
    slots, stamp = _slots(key), at.timestamp()
    while place < _LAST:
        place += 1
        # False: another node took this one at the same moment, so this try is the next.
        if cache.add(slots[place - 1], stamp, _WINDOW if place < FREE else _KEPT):
            break
    else:
        # All are taken: the last one is written anew, so the longest wait begins again.
        cache.set(slots[_LAST - 1], stamp, _KEPT)
    return _WAITS[place - FREE] if place >= FREE else 0
