"""When a matter may be registered: at once, or in its turn where very many come from one network or in all.

Nobody is refused. Whoever has to wait is given an instant, which stays theirs whatever others do meanwhile; the text
is kept as a draft.
"""

from datetime import datetime, timedelta

from django.conf import settings

from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_use
from huiyin.kernel.time import milliseconds

_PER = timedelta(hours=1)
# So many of a network never wait for the matters of others.
_FREE = 3


def filing_use(*, network: str, at: datetime) -> datetime:
    """Count a matter from this network; gives the instant at which its turn is, `at` when it is now."""
    of_network, of_all = _allowances()
    now = milliseconds(at)
    used = allowance_use(of_network, network, at=at)
    wait = of_network.wait(used, now, 0) if of_network.is_limited else 0
    if of_all.is_limited and _counts_in_all(of_network, used, now):
        wait = max(wait, of_all.wait(allowance_use(of_all, "", at=at), now, 0))
    return at + timedelta(milliseconds=wait)


def _counts_in_all(of_network: Allowance, used_until: int, at: int) -> bool:
    return not of_network.is_limited or of_network.used(used_until, at) > _FREE


def _allowances() -> tuple[Allowance, Allowance]:
    of_network, of_all = settings.HUIYIN_FILINGS_OF_NETWORK, settings.HUIYIN_FILINGS
    return (
        Allowance("filings of a network", of_network, _PER, max(1, of_network // 4)),
        Allowance("filings", of_all, _PER, max(1, of_all // 4)),
    )
