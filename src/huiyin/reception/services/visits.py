"""Wishing to be visited at home, and what the unit answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, models, transaction

from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_take, allowance_wait
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import N_, clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.notices.services import NoticeDraft, notices_enqueue
from huiyin.orgs.selectors import reception_unit
from huiyin.reception.errors import (
    BookingLimitReached,
    BookingUnknown,
    DayNotYours,
    DeclineReasonMissing,
    HomeAddressMissing,
    WishAnswered,
    WishesEnough,
    WishNotFound,
    WishWordsMissing,
)
from huiyin.reception.models import Appointment, HomeVisitWish, ReceptionDay
from huiyin.reception.rules import (
    BOOKER,
    BOOKINGS_MOST,
    REASON_MAX,
    WORDS_MAX,
    DayPlan,
    Form,
    booking_code,
    booking_token_hash,
)
from huiyin.reception.selectors import units_received_for
from huiyin.reception.services.book import check_reachable, contact_mark_of, counts_lock
from huiyin.reception.services.days import reception_day_publish
from huiyin.vault.services import IdentityDraft, identities_store, identity_open

# Where it is lies in the vault: it is somebody's home.
PLACE_AT_HOME = N_("上门，地址不公开")
_PER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wished:
    """What comes out of a wish; `is_new` is False when the same form was sent before."""

    wish_id: UUID
    code: str
    is_new: bool


def home_visit_ask(
    *,
    words: str,
    identity: IdentityDraft,
    token: str,
    at: datetime,
    network: str = "",
    actor: Actor | None = None,
    unit_id: int = 0,
) -> Wished:
    """Wish to be visited at home; the same token again gives the same wish.

    On the portal it goes to the petition office, and is counted for its `network`. With an `actor`, a registrar or
    leader of `unit_id` writes it down for somebody, and no network is counted. Raises WishWordsMissing, TextTooLong,
    HomeAddressMissing, BookerNameMissing, ContactMissing, BookingLimitReached, WishesEnough, DayNotYours.
    """
    if actor is not None and unit_id not in units_received_for(actor):
        raise DayNotYours
    text = checked_text(words, field="words", most=WORDS_MAX)
    if not text:
        raise WishWordsMissing
    check_reachable(identity)
    if not clean_line(identity.address):
        raise HomeAddressMissing
    receiving = unit_id if actor is not None else reception_unit()
    if receiving is None:
        raise WishNotFound
    try:
        with transaction.atomic():
            if known := _wished_before(token):
                return known
            if actor is None:
                _count(network, at)
            return _ask(receiving, text, identity, token, at, actor)
    except IntegrityError:
        # The same form twice at once.
        if known := _wished_before(token):
            return known
        raise


def home_visit_agree(
    *, actor: Actor, wish_id: UUID, officer_id: int, title: str, starts_at: datetime, minutes: int, at: datetime
) -> UUID:
    """Agree to a visit by a leader on a day; gives the day. Whoever wished is notified.

    It is a reception day of its own with one appointment, which nobody else books. Raises WishNotFound, WishAnswered,
    and as reception_day_publish does.
    """
    with transaction.atomic():
        wish = _locked(actor, wish_id)
        plan = DayPlan(
            unit_id=wish.unit_id,
            officer_id=officer_id,
            title=title,
            starts_at=starts_at,
            slots=1,
            minutes=minutes,
            place=PLACE_AT_HOME,
            form=Form.HOME_VISIT,
        )
        day_id = reception_day_publish(actor=actor, plan=plan, at=at)
        appointment = Appointment(
            day=ReceptionDay.objects.get(pk=day_id),
            slot=1,
            identity_id=wish.identity_id,
            words=wish.words,
            has_email=wish.has_email,
            code_hash=wish.code_hash,
            token_hash=wish.token_hash,
            booked_at=at,
            contact_mark=wish.contact_mark,
        )
        appointment.save(force_insert=True)
        wish.appointment, wish.contact_mark = appointment, None
        wish.save(force_update=True)
        _record("reception.home_visit.agreed", wish, actor, at, [appointment])
        _notify("appointment_agreed", f"{appointment.pk}", wish, at, office_day(starts_at).isoformat())
    return day_id


def home_visit_decline(*, actor: Actor, wish_id: UUID, reason: str, at: datetime) -> None:
    """Say why nobody comes, and that everything else is open. Raises WishNotFound, WishAnswered,
    DeclineReasonMissing, TextTooLong.
    """
    why = checked_text(clean_line(reason), field="reason", most=REASON_MAX)
    if not why:
        raise DeclineReasonMissing
    with transaction.atomic():
        wish = _locked(actor, wish_id)
        wish.declined_at, wish.decline_reason, wish.contact_mark = at, why, None
        wish.save(force_update=True)
        _record("reception.home_visit.declined", wish, actor, at, [])
        _notify("home_visit_declined", f"{wish.pk}", wish, at, office_day(wish.asked_at).isoformat())


@transaction.atomic
def home_visit_withdraw(*, wish_id: UUID, at: datetime) -> None:
    """The wish is taken back; the caller has seen its code. Raises BookingUnknown, WishAnswered."""
    wish = HomeVisitWish.objects.select_for_update(of=("self",)).filter(pk=wish_id).first()
    if wish is None:
        raise BookingUnknown
    _check_open(wish)
    wish.withdrawn_at, wish.contact_mark = at, None
    wish.save(force_update=True)
    _record("reception.home_visit.withdrawn", wish, BOOKER, at, [])


def wish_identity_open(*, actor: Actor, wish_id: UUID, purpose: str, at: datetime) -> IdentityDraft:
    """Who wishes and where, for a stated purpose that they will read. Must not stand in a transaction.

    Raises WishNotFound, PurposeMissing, PurposeTooLong, IdentityErased.
    """
    wish = _own(actor).filter(pk=wish_id).select_related("unit").first()
    if wish is None:
        raise WishNotFound
    return identity_open(
        actor=actor,
        identity_id=wish.identity_id,
        subject=Ref("home_visit_wish", wish.pk),
        purpose=purpose,
        office=wish.unit.name,
        at=at,
    )


def _count(network: str, at: datetime) -> None:
    # A village can sit behind one address: half of an hour's may come at once.
    most = settings.HUIYIN_HOME_VISITS_OF_NETWORK
    allowance = Allowance("home visits of a network", most, _PER, max(1, most // 2))
    if not allowance_take(allowance, network, at=at):
        wait = allowance_wait(allowance, network, at=at)
        raise WishesEnough(minutes=max(1, -(-int(wait.total_seconds()) // 60)))


def _ask(unit_id: int, text: str, identity: IdentityDraft, token: str, at: datetime, actor: Actor | None) -> Wished:
    mark = contact_mark_of(identity)
    counts_lock(mark, None)
    if HomeVisitWish.objects.filter(contact_mark=mark).count() >= BOOKINGS_MOST:
        raise BookingLimitReached(field="phone" if clean_line(identity.phone) else "email", most=BOOKINGS_MOST)
    key = load_key(settings.HUIYIN_KEYS, "receipts")
    code = booking_code(key=key, token=token)
    stored = identities_store([identity], at=at)[0]
    wish = HomeVisitWish(
        unit_id=unit_id,
        identity_id=stored.pk,
        words=text,
        has_email=bool(clean_line(identity.email)),
        code_hash=receipt_hash(key=key, code=code),
        token_hash=booking_token_hash(token),
        asked_at=at,
        asked_by=actor.officer_id if actor is not None else None,
        contact_mark=mark,
    )
    wish.save(force_insert=True)
    _record("reception.home_visit.asked", wish, actor or BOOKER, at, [stored])
    return Wished(wish.pk, code, is_new=True)


def _wished_before(token: str) -> Wished | None:
    known = HomeVisitWish.objects.filter(token_hash=booking_token_hash(token)).values_list("pk", flat=True).first()
    code = booking_code(key=load_key(settings.HUIYIN_KEYS, "receipts"), token=token)
    return Wished(known, code, is_new=False) if known else None


def _locked(actor: Actor, wish_id: UUID) -> HomeVisitWish:
    wish = _own(actor).select_for_update(of=("self",)).filter(pk=wish_id).first()
    if wish is None:
        raise WishNotFound
    _check_open(wish)
    return wish


def _own(actor: Actor) -> "models.QuerySet[HomeVisitWish]":
    return HomeVisitWish.objects.filter(unit__in=sorted(units_received_for(actor)))


def _check_open(wish: HomeVisitWish) -> None:
    if wish.appointment_id or wish.declined_at or wish.withdrawn_at:
        raise WishAnswered


def _record(kind: str, wish: HomeVisitWish, actor: Actor, at: datetime, rows: Sequence[models.Model]) -> None:
    entry_append(
        kind=kind,
        subject=Ref("home_visit_wish", wish.pk),
        at=at,
        actor=actor.ref,
        facts={"unit": wish.unit_id},
        rows=[wish, *rows],
    )


def _notify(template: str, about: str, wish: HomeVisitWish, at: datetime, due_on: str) -> None:
    notices_enqueue(
        [
            NoticeDraft(
                template=template,
                dedupe=f"{template}:{about}",
                at=at,
                identity_id=wish.identity_id,
                params={"due_on": due_on},
            )
        ]
    )
