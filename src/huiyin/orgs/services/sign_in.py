"""Keeping which devices an officer has signed in with, and how often somebody failed to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_clear
from huiyin.kernel.time import office_day
from huiyin.orgs.models import FailedSignIns, KnownDevice, Officer
from huiyin.orgs.selectors.sign_in import device_is_known, device_mark

# Wrong passwords of devices that aren't known; see `flows.sign_in`.
OF_ACCOUNT = Allowance("wrong passwords for an account", 100, timedelta(days=1), 100)
OF_ACCOUNT_WITH_SECOND = Allowance("wrong passwords with a second factor", 1000, timedelta(days=1), 1000)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The device that is known from now on, and how often a password was wrong since the last time."""

    device_id: UUID
    failed: int = 0
    failed_last_at: datetime | None = None


@transaction.atomic
def sign_in_record(*, officer_id: int, device_id: UUID | None, at: datetime) -> SignedIn:
    """An officer has come in; gives what they shall be told. What failed before counts no more."""
    officer, on = Officer.objects.get(pk=officer_id), office_day(at)
    failed = FailedSignIns.objects.select_for_update().filter(officer=officer).first()
    FailedSignIns.objects.filter(officer=officer).delete()
    if device_id is not None and device_is_known(officer=officer, device_id=device_id, on=on):
        # Once a day: the row keeps a day and no time, so more would write the same again.
        KnownDevice.objects.filter(pk=device_id).exclude(used_on=on).update(used_on=on)
    else:
        device_id = KnownDevice.objects.create(
            officer=officer, mark=device_mark(officer), created_at=at, used_on=on
        ).id  # fmt: skip
    if failed is None:
        return SignedIn(device_id)
    return SignedIn(device_id, failed.count, failed.last_at)


@transaction.atomic
def sign_in_failure_record(*, officer_id: int, at: datetime) -> int:
    """A password was wrong; gives how often it was since the officer last came in."""
    # Made if it isn't there, then counted by the database: of tries at once none is lost.
    FailedSignIns.objects.bulk_create([FailedSignIns(officer_id=officer_id, last_at=at)], ignore_conflicts=True)
    FailedSignIns.objects.filter(officer_id=officer_id).update(count=F("count") + 1, last_at=at)
    return FailedSignIns.objects.get(officer_id=officer_id).count


def device_revoke(*, officer_id: int, device_id: UUID | None = None) -> int:
    """One of the officer's own devices, or all of them, is known no more; gives how many."""
    devices = KnownDevice.objects.filter(officer_id=officer_id)
    if device_id is not None:
        devices = devices.filter(pk=device_id)
    return devices.delete()[0]


def account_unlock(*, username: str) -> None:
    """With a new password the guesses at the old one count no more."""
    for of_account in (OF_ACCOUNT, OF_ACCOUNT_WITH_SECOND):
        allowance_clear(of_account, username)
