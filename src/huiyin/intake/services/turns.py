"""When a matter may be registered: at once, or in its turn where very many come from one network or in all.

Nobody is refused. Whoever has to wait is given an instant, which stays theirs whatever others do meanwhile; the text
is kept as a draft.
"""

from datetime import datetime, timedelta

from django.conf import settings

from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_use, allowances_used
from huiyin.kernel.time import milliseconds

_PER = timedelta(hours=1)
# So many of a network never wait for the matters of others.
_FREE = 3


def filing_wait(*, network: str, at: datetime) -> timedelta:
    """How long a matter from this network has to wait; nothing for most. It uses nothing yet."""
    of_network, of_all = _allowances()
    used_of_network, used_of_all = allowances_used([(of_network, network), (of_all, "")], at=at)
    now = milliseconds(at)
    wait = of_network.wait(used_of_network, now, 1) if of_network.is_limited else 0
    if of_all.is_limited and _counts_in_all(of_network, used_of_network, now):
        wait = max(wait, of_all.wait(used_of_all, now, 1))
    return timedelta(milliseconds=wait)


def filing_use(*, network: str, at: datetime) -> datetime:
    """Count a matter from this network; gives the instant at which its turn is, `at` when it is now."""
    of_network, of_all = _allowances()
    now = milliseconds(at)
    used = allowance_use(of_network, network, at=at)
    wait = of_network.wait(used, now, 0) if of_network.is_limited else 0
    if of_all.is_limited and _counts_in_all(of_network, used, now, but=1):
        wait = max(wait, of_all.wait(allowance_use(of_all, "", at=at), now, 0))
    return at + timedelta(milliseconds=wait)


def _counts_in_all(of_network: Allowance, used_until: int, at: int, *, but: int = 0) -> bool:
    return not of_network.is_limited or of_network.used(used_until, at) - but >= _FREE


def _allowances() -> tuple[Allowance, Allowance]:
    of_network, of_all = settings.HUIYIN_FILINGS_OF_NETWORK, settings.HUIYIN_FILINGS
    return (
        Allowance("filings of a network", of_network, _PER, max(1, of_network // 4)),
        Allowance("filings", of_all, _PER, max(1, of_all // 4)),
    )
