"""Booking a slot and letting it go, without an account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from huiyin.kernel.ids import receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.notices.services import NoticeDraft, notices_enqueue
from huiyin.reception.errors import (
    BookerNameMissing,
    BookingLimitReached,
    BookingOver,
    BookingUnknown,
    ContactMissing,
    DayNotFound,
    MatterBookedAlready,
    NotWithThisLeader,
    OriginLimitReached,
    SlotGone,
    SlotTaken,
    WordsMissing,
)
from huiyin.reception.models import Appointment, ReceptionDay
from huiyin.reception.rules import (
    BOOKER,
    BOOKINGS_MOST,
    WORDS_MAX,
    CancelledBy,
    Form,
    booking_code,
    booking_token_hash,
    origin_mark,
    origin_share,
    slot_begins,
)
from huiyin.reception.selectors.bars import day_is_barred
from huiyin.reception.services.calls import calls_end
from huiyin.vault.services import IdentityDraft, identities_store, identity_marks

# Marks of contacts are the same within this, and nowhere else.
_BOOKINGS = "reception:bookings"


@dataclass(frozen=True, slots=True)
class Booked:
    """What comes out of a booking; `is_new` is False when the same form was sent before."""

    appointment_id: UUID
    code: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Wish:
    slot: int
    words: str
    identity: IdentityDraft
    token: str
    matter_id: UUID | None
    origin: str


def appointment_book(
    *,
    day_id: UUID,
    slot: int,
    words: str,
    identity: IdentityDraft,
    token: str,
    at: datetime,
    matter_id: UUID | None = None,
    origin: str = "",
) -> Booked:
    """Book a slot (from 1) of a day. The same token again gives the same booking.

    `words`, at most 500, say what it is about; `matter_id` is a matter whose receipt code the caller has seen. One of
    the two is needed. `origin` is the network it comes from: half of a day's slots are left to others; "" is counted
    for nothing. Raises WordsMissing, TextTooLong, BookerNameMissing, ContactMissing, DayNotFound, SlotGone,
    SlotTaken, NotWithThisLeader, MatterBookedAlready, OriginLimitReached, BookingLimitReached.
    """
    text = checked_text(words, field="words", most=WORDS_MAX)
    if not text and matter_id is None:
        raise WordsMissing
    # Before the transaction: what is refused anyway doesn't make others wait for the day's row.
    check_reachable(identity)
    wish = _Wish(slot=slot, words=text, identity=identity, token=token, matter_id=matter_id, origin=origin)
    try:
        with transaction.atomic():
            return _book(day_id, wish, at)
    except IntegrityError:
        # The lock of the day keeps two from one slot; the constraint keeps them apart whatever happens to the lock.
        # The same form twice at once; asked out here, as PostgreSQL answers nothing more in what has failed.
        if known := booked_before(token=token):
            return known
        raise SlotTaken from None


def booked_before(*, token: str) -> Booked | None:
    """What came of this form if it was sent before."""
    known = Appointment.objects.filter(token_hash=booking_token_hash(token)).values_list("pk", flat=True).first()
    return Booked(known, _code(token), is_new=False) if known else None


def appointment_cancel(*, appointment_id: UUID, at: datetime) -> None:
    """Let a slot go, for others to book; the caller has seen its code. Raises BookingUnknown, BookingOver."""
    with transaction.atomic():
        # The booking alone: a lock on its day would make everybody wait who books there.
        found = Appointment.objects.select_for_update(of=("self",)).select_related("day").filter(pk=appointment_id)
        row = found.first()
        if row is None:
            raise BookingUnknown
        if row.cancelled_at is not None or slot_begins(row.day.starts_at, row.day.minutes, row.slot) <= at:
            raise BookingOver
        row.cancelled_at, row.cancelled_by = at, CancelledBy.BOOKER
        # It counts no more, and kept it would still tell that two bookings have one telephone number.
        row.contact_mark = row.origin_mark = None
        row.save(force_update=True)
        entry_append(
            kind="reception.appointment.cancelled",
            subject=Ref("appointment", row.pk),
            at=at,
            actor=BOOKER.ref,
            facts={"day": str(row.day_id), "slot": row.slot},
            rows=[row, *calls_end(appointment_ids=[row.pk], at=at)],
        )


def _book(day_id: UUID, wish: _Wish, at: datetime) -> Booked:
    day = ReceptionDay.objects.select_for_update().filter(pk=day_id).first()
    if day is None:
        raise DayNotFound
    # Again, now that the day is held: a second press waited for the first, and its slot is taken by itself.
    if known := booked_before(token=wish.token):
        return known
    _demand_open(day, wish.slot, at)
    if wish.matter_id and day_is_barred(matter_id=wish.matter_id, unit_id=day.unit_id, officer_id=day.officer_id):
        raise NotWithThisLeader
    mark, origin = contact_mark_of(wish.identity), _origin(day, wish)
    _demand_free(day, wish, origin)
    _demand_few(wish, mark, at)
    return _write(day, wish, mark, origin, at)


def check_reachable(identity: IdentityDraft) -> None:
    """Whoever comes, or is visited, has a name and is reached. Raises BookerNameMissing, ContactMissing."""
    if not clean_line(identity.name):
        raise BookerNameMissing
    if not (clean_line(identity.phone) or clean_line(identity.email)):
        raise ContactMissing


def _demand_open(day: ReceptionDay, slot: int, at: datetime) -> None:
    # On a round the leader goes from place to place, and a home visit is the wish of one person.
    if day.form in (Form.ROUND, Form.HOME_VISIT):
        raise SlotGone
    if day.cancelled_at is not None or not 1 <= slot <= day.slots:
        raise SlotGone
    if slot_begins(day.starts_at, day.minutes, slot) <= at:
        raise SlotGone


def _demand_free(day: ReceptionDay, wish: _Wish, origin: bytes | None) -> None:
    live = Appointment.objects.filter(day=day, cancelled_at__isnull=True)
    from_there = 0
    for slot, matter_id, came_from in live.values_list("slot", "matter_id", "origin_mark"):
        if slot == wish.slot:
            raise SlotTaken
        if wish.matter_id is not None and matter_id == wish.matter_id:
            raise MatterBookedAlready
        from_there += origin is not None and came_from is not None and bytes(came_from) == origin
    if from_there >= origin_share(day.slots):
        raise OriginLimitReached


def contact_mark_of(identity: IdentityDraft) -> bytes:
    """What bookings of one contact are counted by: the phone number, else the e-mail address."""
    # Not the name, which may be typed in many ways.
    phone = clean_line(identity.phone)
    # The vault's marks know no e-mail address, so it stands in the place of the postal one.
    contact = IdentityDraft(phone=phone) if phone else IdentityDraft(address=identity.email)
    return identity_marks([contact], subject=_BOOKINGS)[0]


def _origin(day: ReceptionDay, wish: _Wish) -> bytes | None:
    if not wish.origin:
        return None
    return origin_mark(key=load_key(settings.HUIYIN_KEYS, "receipts"), day=str(day.pk), origin=wish.origin)


def _demand_few(wish: _Wish, mark: bytes, at: datetime) -> None:
    """Slots are for many people. Raises BookingLimitReached."""
    counts_lock(mark, wish.matter_id)
    coming = Appointment.objects.filter(cancelled_at__isnull=True, day__starts_at__gt=at)
    if coming.filter(contact_mark=mark).count() >= BOOKINGS_MOST:
        raise BookingLimitReached(field="phone" if clean_line(wish.identity.phone) else "email", most=BOOKINGS_MOST)
    if wish.matter_id is not None and coming.filter(matter=wish.matter_id).count() >= BOOKINGS_MOST:
        raise BookingLimitReached(field="number", most=BOOKINGS_MOST)


def counts_lock(mark: bytes, matter_id: UUID | None) -> None:
    """Bookings of other days, which the lock of this day doesn't hold up, are counted one after the other."""
    # SQLite lets one write at a time.
    if connection.vendor != "postgresql":
        return
    # Numbers, as there is no row for a contact: the first bytes of its mark, the last (random) ones of a matter's id.
    keys = [mark[:8], *([matter_id.bytes[8:]] if matter_id else [])]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS keys (key)",
            [[int.from_bytes(key, signed=True) for key in keys]],
        )


def _write(day: ReceptionDay, wish: _Wish, mark: bytes, origin: bytes | None, at: datetime) -> Booked:
    code = _code(wish.token)
    identity = identities_store([wish.identity], at=at)[0]
    row = Appointment(
        day=day,
        slot=wish.slot,
        matter_id=wish.matter_id,
        identity_id=identity.pk,
        words=wish.words,
        has_email=bool(clean_line(wish.identity.email)),
        code_hash=receipt_hash(key=load_key(settings.HUIYIN_KEYS, "receipts"), code=code),
        token_hash=booking_token_hash(wish.token),
        booked_at=at,
        contact_mark=mark,
        origin_mark=origin,
    )
    row.save(force_insert=True)
    entry_append(
        kind="reception.appointment.booked",
        subject=Ref("appointment", row.pk),
        at=at,
        actor=BOOKER.ref,
        facts={"day": str(day.pk), "slot": row.slot},
        rows=[row, identity],
    )
    _confirm(row, day, at)
    return Booked(row.pk, code, is_new=True)


def _confirm(row: Appointment, day: ReceptionDay, at: datetime) -> None:
    notices_enqueue(
        [
            NoticeDraft(
                template="appointment_booked",
                dedupe=f"appointment_booked:{row.pk}",
                at=at,
                identity_id=row.identity_id,
                params={"due_on": office_day(day.starts_at).isoformat()},
            )
        ]
    )


def _code(token: str) -> str:
    return booking_code(key=load_key(settings.HUIYIN_KEYS, "receipts"), token=token)
