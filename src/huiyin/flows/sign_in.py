"""How often a password may be wrong, and for whom it counts.

A password is short, so it can't be looked at without end as a receipt code can. What is counted are wrong answers:

- of a device that the officer has signed in with before, for that device alone: nobody else's tries matter there;
- of an officer who is signed in and confirms the password, for that officer alone, known device or not;
- else of this account from this network: five, then one in five minutes, from fifteen on one in 48 minutes;
- of all unknown devices of a network, whatever the account: so one password isn't tried on every name. The first two
  tries for an account are looked at all the same, so a building in which somebody guesses isn't locked out;
- of all unknown devices for one account: a hundred a day. Then only known devices, and whoever has a second factor:
  the password alone brings them nothing.

While a wait runs the password isn't looked at, right or wrong: else waiting would change nothing for whoever guesses.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db import transaction

from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_use, allowances_used
from huiyin.flows.security_events import sign_in_failure_on_record
from huiyin.kernel.time import milliseconds, office_day
from huiyin.notices.services import NoticeDraft, notices_enqueue
from huiyin.orgs.rules import sign_in_name
from huiyin.orgs.selectors.sign_in import device_is_known, officer_signing_in
from huiyin.orgs.services import OF_ACCOUNT, OF_ACCOUNT_WITH_SECOND, sign_in_failure_record

# No password is shorter: such a slip is neither looked at nor counted.
PASSWORD_SHORTEST = 10
OF_DEVICE = Allowance("wrong passwords of a known device", 30, timedelta(hours=1), 10)
OF_PAIR = Allowance("wrong passwords for an account from a network", 12, timedelta(hours=1), 5)
OF_PAIR_IN_A_DAY = Allowance("wrong passwords for an account from a network in a day", 30, timedelta(days=1), 15)
OF_NETWORK = Allowance("wrong passwords of a network", 120, timedelta(hours=1), 60)
# So many tries for an account are looked at although its network is waiting.
_FREE_IN_NETWORK = 2
# From so many on the officer hears of it before they sign in.
_NOTIFIED_FROM = 5


class Gate(Enum):
    """Whether a password is looked at."""

    OPEN = "open"
    WAITS = "waits"
    NETWORK_WAITS = "network waits"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody signs in. `network` as `wide_network` has it; `has_second` where the account has a second factor.

    `is_signed_in`: in a session of this very account the password is given once more.
    """

    username: str
    network: str
    device_id: UUID | None = None
    has_second: bool = False
    is_signed_in: bool = False

    @property
    def name(self) -> str:
        """The account, however it is typed."""
        return sign_in_name(self.username)

    @property
    def pair(self) -> str:
        """The account from this network."""
        return f"{self.name} {self.network}"


def sign_in_gate(*, attempt: Attempt, at: datetime) -> tuple[Gate, timedelta]:
    """Whether the password is looked at now, and if not, when it will be. Uses nothing."""
    if _own_place(attempt, at):
        return Gate.OPEN, timedelta(0)
    now = milliseconds(at)
    of_account = _of_account(attempt)
    used_of_pair, used_in_a_day, used_of_network, used_of_account = allowances_used(
        [
            (OF_PAIR, attempt.pair),
            (OF_PAIR_IN_A_DAY, attempt.pair),
            (OF_NETWORK, attempt.network),
            (of_account, attempt.name),
        ],
        at=at,
    )
    if wait := max(OF_PAIR.wait(used_of_pair, now, 1), OF_PAIR_IN_A_DAY.wait(used_in_a_day, now, 1)):
        return Gate.WAITS, timedelta(milliseconds=wait)
    if of_account.wait(used_of_account, now, 1):
        return Gate.LOCKED, timedelta(0)
    wait = OF_NETWORK.wait(used_of_network, now, 1)
    if wait and OF_PAIR_IN_A_DAY.used(used_in_a_day, now) >= _FREE_IN_NETWORK:
        return Gate.NETWORK_WAITS, timedelta(milliseconds=wait)
    return Gate.OPEN, timedelta(0)


@transaction.atomic
def sign_in_failed(*, attempt: Attempt, at: datetime) -> None:
    """A password was looked at and wrong: counted for whom it concerns; the officer hears of many in a day.

    It is on record, with the account where there is one, and never with what was typed.
    """
    sign_in_failure_on_record(username=attempt.username, at=at)
    if own_place := _own_place(attempt, at):
        allowance_use(OF_DEVICE, own_place, at=at)
        return
    allowance_use(OF_PAIR, attempt.pair, at=at)
    allowance_use(OF_PAIR_IN_A_DAY, attempt.pair, at=at)
    allowance_use(OF_NETWORK, attempt.network, at=at)
    # In both, or switching the second step on or off would give whoever guesses all tries anew.
    for of_account in (OF_ACCOUNT, OF_ACCOUNT_WITH_SECOND):
        allowance_use(of_account, attempt.name, at=at)
    _notify_owner(attempt, at)


def _own_place(attempt: Attempt, at: datetime) -> str:
    """What counts for the known device or the session that this comes from; "" for none, or too many of its own."""
    if attempt.device_id is None and not attempt.is_signed_in:
        return ""
    officer = officer_signing_in(username=attempt.username)
    if officer is None:
        return ""
    if attempt.device_id and device_is_known(officer=officer, device_id=attempt.device_id, on=office_day(at)):
        key = str(attempt.device_id)
    elif attempt.is_signed_in:
        # By officer and not by session: else each new session would bring as many guesses again.
        key = f"signed in {officer.pk}"
    else:
        return ""
    (used,) = allowances_used([(OF_DEVICE, key)], at=at)
    return "" if OF_DEVICE.wait(used, milliseconds(at), 1) else key


def _of_account(attempt: Attempt) -> Allowance:
    return OF_ACCOUNT_WITH_SECOND if attempt.has_second else OF_ACCOUNT


def _notify_owner(attempt: Attempt, at: datetime) -> None:
    officer = officer_signing_in(username=attempt.username)
    if officer is None:
        return
    count = sign_in_failure_record(officer_id=officer.pk, at=at)
    if count < _NOTIFIED_FROM:
        return
    notices_enqueue(
        [
            NoticeDraft(
                template="officer_sign_in_failed",
                # By day: whoever guesses on and on can't fill the officer's mailbox.
                dedupe=f"officer_sign_in_failed:{officer.pk}:{office_day(at).isoformat()}",
                at=at,
                officer_id=officer.pk,
                params={"count": str(count)},
            )
        ]
    )
