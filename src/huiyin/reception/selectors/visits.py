"""Wishes to be visited at home: those of a unit, and one for whoever holds its code. Never a person's."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import parse_receipt_code, receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.kernel.refs import Ref
from huiyin.orgs.selectors import unit_names
from huiyin.reception.errors import BookingUnknown, WishNotFound
from huiyin.reception.models import HomeVisitWish
from huiyin.reception.rules import booking_code, booking_token_hash
from huiyin.reception.selectors.days import units_received_for
from huiyin.vault.services import OpeningView, openings_of

_MOST = 200


@dataclass(frozen=True, slots=True)
class WishView:
    """A wish without who wished it; `appointment_id` and `day_id` once it is agreed to.

    `code` only while its form's token is at hand.
    """

    id: UUID
    unit_id: int
    unit: str
    words: str
    has_email: bool
    asked_at: datetime
    is_by_office: bool
    appointment_id: UUID | None
    day_id: UUID | None
    begins_at: datetime | None
    declined_at: datetime | None
    decline_reason: str
    withdrawn_at: datetime | None
    code: str = ""
    openings: tuple[OpeningView, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.appointment_id is None and self.declined_at is None and self.withdrawn_at is None


def wishes_for(*, actor: Actor) -> list[WishView]:
    """The wishes of the units that this officer receives for, the latest first."""
    return _views(_own(actor).order_by("-asked_at", "id")[:_MOST])


def wish_for(*, actor: Actor, wish_id: UUID) -> WishView:
    """One of them. Raises WishNotFound, for strangers too."""
    found = _views(_own(actor).filter(pk=wish_id))
    if not found:
        raise WishNotFound
    return found[0]


def wish_id_by_code(*, code: str) -> UUID:
    """The wish that a code opens. Raises BookingUnknown."""
    given = parse_receipt_code(code)
    hashed = receipt_hash(key=load_key(settings.HUIYIN_KEYS, "receipts"), code=given) if given else b""
    found = HomeVisitWish.objects.filter(code_hash=hashed).values_list("pk", flat=True).first()
    if found is None:
        raise BookingUnknown
    return found


def wish_view(*, wish_id: UUID, token: str = "") -> WishView:
    """A wish for whoever has shown its code or the token of its form. Raises BookingUnknown."""
    row = HomeVisitWish.objects.filter(pk=wish_id).select_related("appointment__day").first()
    if row is None:
        raise BookingUnknown
    is_own = bool(token) and bytes(row.token_hash) == booking_token_hash(token)
    code = booking_code(key=load_key(settings.HUIYIN_KEYS, "receipts"), token=token) if is_own else ""
    openings = openings_of(subject=Ref("home_visit_wish", row.pk))
    return _view(row, unit_names(unit_ids=[row.unit_id]), code=code, openings=tuple(openings))


def _own(actor: Actor) -> "QuerySet[HomeVisitWish]":
    return HomeVisitWish.objects.filter(unit__in=sorted(units_received_for(actor)))


def _views(rows: "QuerySet[HomeVisitWish]") -> list[WishView]:
    found = list(rows.select_related("appointment__day"))
    units = unit_names(unit_ids={row.unit_id for row in found}) if found else {}
    return [_view(row, units) for row in found]


def _view(
    row: HomeVisitWish, units: dict[int, str], *, code: str = "", openings: tuple[OpeningView, ...] = ()
) -> WishView:
    appointment = row.appointment
    return WishView(
        id=row.pk,
        unit_id=row.unit_id,
        unit=units[row.unit_id],
        words=row.words,
        has_email=row.has_email,
        asked_at=row.asked_at,
        is_by_office=row.asked_by is not None,
        appointment_id=appointment.pk if appointment else None,
        day_id=appointment.day_id if appointment else None,
        begins_at=appointment.day.starts_at if appointment else None,
        declined_at=row.declined_at,
        decline_reason=row.decline_reason,
        withdrawn_at=row.withdrawn_at,
        code=code,
        openings=openings,
    )
