"""Reading what is kept of signing in."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.orgs.models import KnownDevice, Officer

# A device that wasn't used for so long isn't known any more.
DEVICE_DAYS = 400


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A browser that an officer has signed in with."""

    id: UUID
    created_at: datetime
    used_on: date


def officer_signing_in(*, username: str) -> Officer | None:
    """The open account that this name means, however it is typed."""
    return Officer.objects.filter(username=Officer.normalize_username(username), is_active=True).first()


def device_mark(officer: Officer) -> str:
    """Changes with the password."""
    return str(officer.get_session_auth_hash())[:64]


def officer_mark(*, officer_id: int) -> str:
    """The same of an officer by id."""
    return device_mark(Officer.objects.get(pk=officer_id))


def device_is_known(*, officer: Officer, device_id: UUID, on: date) -> bool:
    """Whether the officer has signed in there, with the password of today, and hasn't revoked it."""
    device = KnownDevice.objects.filter(pk=device_id, officer=officer, mark=device_mark(officer)).first()
    return device is not None and (on - device.used_on).days <= DEVICE_DAYS


def devices_of(*, officer_id: int) -> list[DeviceView]:
    """All that are known, the one used last first."""
    officer = Officer.objects.get(pk=officer_id)
    found = KnownDevice.objects.filter(officer=officer, mark=device_mark(officer)).order_by("-used_on", "-created_at")
    return [DeviceView(device.id, device.created_at, device.used_on) for device in found]
