"""Booking without an account: once a slot, once a form, never with those whom the matter is about."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiyin.kernel.actor import Role
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import format_receipt_code, new_id, new_token
from huiyin.kernel.text_limits import TextTooLong
from huiyin.ledger.models import Entry
from huiyin.matters.recusal.services import matter_recuse
from huiyin.notices.models import Notice
from huiyin.orgs.services import PostPlan, post_create
from huiyin.reception.errors import (
    BookerNameMissing,
    BookingLimitReached,
    BookingOver,
    BookingUnknown,
    ContactMissing,
    DayNotFound,
    MatterBookedAlready,
    NotWithThisLeader,
    SlotGone,
    SlotTaken,
    WordsMissing,
)
from huiyin.reception.models import Appointment
from huiyin.reception.selectors import booking_id_by_code, booking_view, day_view, days_elsewhere
from huiyin.reception.services import appointment_cancel, appointments_remind, reception_day_cancel
from huiyin.vault.models import Identity
from huiyin.vault.services import IdentityDraft
from tests.cast import AT, SEED, Cast
from tests.reception.house import STARTS, WHO, book, publish


def test_a_slot_is_booked_with_a_code_that_opens_it_alone(cast: Cast) -> None:
    day_id = publish(cast)
    token = new_token()
    booked = book(cast, day_id, slot=2, token=token)
    assert booked.is_new and len(booked.code) == 19
    row = Appointment.objects.get()
    assert booked.code.encode() not in bytes(row.code_hash) and token.encode() not in bytes(row.token_hash)
    assert booking_id_by_code(code=format_receipt_code(booked.code).lower()) == row.pk
    view = booking_view(appointment_id=row.pk, at=cast.at, token=token)
    assert (view.code, view.begins_at) == (booked.code, STARTS + timedelta(minutes=30))
    assert booking_view(appointment_id=row.pk, at=cast.at).code == ""
    assert [slot.is_free for slot in day_view(day_id=day_id, at=cast.at).slots] == [True, False, True, True]
    assert Notice.objects.get().template == "appointment_booked"
    for wrong in ("", "没有", booked.code[:-1] + ("0" if booked.code[-1] != "0" else "1")):
        with pytest.raises(BookingUnknown):
            booking_id_by_code(code=wrong)


def test_who_it_is_lies_in_the_vault(cast: Cast) -> None:
    book(cast, publish(cast))
    row = Appointment.objects.get()
    assert WHO.name not in str(vars(row)) and WHO.phone not in str(vars(row))
    assert Identity.objects.get().pk == row.identity_id
    entry = Entry.objects.get(kind="reception.appointment.booked")
    assert entry.actor == "petitioner:web"


def test_nothing_leads_from_a_person_to_their_bookings() -> None:
    indexed = {name for index in Appointment._meta.indexes for name in index.fields}
    field: Any = Appointment._meta.get_field("identity_id")
    assert "identity_id" not in indexed and not (field.db_index or field.is_relation)


def test_the_same_form_is_the_same_booking(cast: Cast) -> None:
    day_id = publish(cast)
    token = new_token()
    first, again = book(cast, day_id, token=token), book(cast, day_id, token=token)
    other_slot = book(cast, day_id, slot=3, token=token)
    assert {booked.appointment_id for booked in (first, again, other_slot)} == {first.appointment_id}
    assert first.code == again.code and not again.is_new
    assert Appointment.objects.count() == Identity.objects.count() == 1


def test_a_slot_is_one_persons(cast: Cast) -> None:
    day_id = publish(cast)
    book(cast, day_id)
    with pytest.raises(SlotTaken):
        book(cast, day_id)
    row = Appointment.objects.get()
    double = Appointment(
        day=row.day, slot=1, identity_id=new_id(), code_hash=b"1" * 32, token_hash=b"2" * 32, booked_at=cast.at
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save(force_insert=True)  # whatever the code does, the database holds


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"words": " "}, WordsMissing),
        ({"words": "长" * 501}, TextTooLong),
        ({"identity": IdentityDraft(phone="19900007788")}, BookerNameMissing),
        ({"identity": IdentityDraft(name="纪北辰")}, ContactMissing),
        ({"slot": 0}, SlotGone),
        ({"slot": 5}, SlotGone),
        ({"at": STARTS}, SlotGone),
        ({"day_id": new_id()}, DayNotFound),
    ],
)
def test_what_cannot_be_booked_is_refused(cast: Cast, given: dict[str, Any], refusal: type[HuiyinError]) -> None:
    day_id = publish(cast)
    with pytest.raises(refusal):
        book(cast, given.pop("day_id", day_id), **given)
    assert not Appointment.objects.exists() and not Identity.objects.exists()


def test_while_the_day_goes_on_later_slots_can_be_booked(cast: Cast) -> None:
    assert book(cast, publish(cast), slot=2, at=STARTS + timedelta(minutes=29)).is_new


def test_a_slot_let_go_is_free_again(cast: Cast) -> None:
    day_id = publish(cast)
    booked = book(cast, day_id)
    appointment_cancel(appointment_id=booked.appointment_id, at=cast.at)
    view = booking_view(appointment_id=booked.appointment_id, at=cast.at)
    assert view.cancelled_at == cast.at and not view.is_cancelled_by_office
    with pytest.raises(BookingOver):
        appointment_cancel(appointment_id=booked.appointment_id, at=cast.at)
    assert book(cast, day_id).is_new


def test_a_slot_whose_time_has_come_is_not_let_go(cast: Cast) -> None:
    booked = book(cast, publish(cast))
    with pytest.raises(BookingOver):
        appointment_cancel(appointment_id=booked.appointment_id, at=STARTS)


def test_a_cancelled_day_is_not_booked(cast: Cast) -> None:
    day_id = publish(cast)
    reception_day_cancel(actor=cast.actor("registrar"), day_id=day_id, reason="防汛值班", at=cast.at)
    with pytest.raises(SlotGone):
        book(cast, day_id)


def test_a_matter_takes_the_place_of_words_and_has_one_slot_a_day(cast: Cast) -> None:
    filed = cast.file()
    day_id = publish(cast)
    book(cast, day_id, words="", matter_id=filed.matter_id)
    with pytest.raises(MatterBookedAlready):
        book(cast, day_id, slot=2, matter_id=filed.matter_id)


@pytest.mark.parametrize(
    ("respondent", "is_barred"),
    [
        ({"respondent_officer_id": "office_leader"}, True),
        ({"respondent_officer_id": "mayor"}, True),
        ({"respondent_unit_id": "office"}, True),
        ({"respondent_unit_id": "county"}, True),
        ({"respondent_officer_id": "housing_leader"}, False),
        ({"respondent_unit_id": "housing"}, False),
    ],
)
def test_no_one_is_received_by_whom_the_matter_is_about(
    cast: Cast, respondent: dict[str, str], is_barred: bool
) -> None:
    ids: dict[str, Any] = {
        name: (cast.officers if "officer" in name else cast.units)[key] for name, key in respondent.items()
    }
    filed = cast.file(unit_id=cast.units["commission"], **ids)
    office = publish(cast)
    elsewhere = publish(
        cast, "commission_registrar", unit_id=cast.units["commission"], officer_id=_commission_leader(cast)
    )
    if is_barred:
        with pytest.raises(NotWithThisLeader):
            book(cast, office, matter_id=filed.matter_id)
        day = day_view(day_id=office, at=cast.at)
        others = days_elsewhere(matter_id=filed.matter_id, besides=day, at=cast.at)
        assert [other.id for other in others] == [elsewhere]
        return
    assert book(cast, office, matter_id=filed.matter_id).is_new


def test_no_one_is_received_by_a_recused_leader(cast: Cast) -> None:
    filed = cast.file()
    day_id = publish(cast)
    leader = cast.actor("office_leader")
    matter_recuse(
        actor=leader, matter_id=filed.matter_id, officer_id=leader.officer_id or 0, reason="近亲属", at=cast.at
    )
    with pytest.raises(NotWithThisLeader):
        book(cast, day_id, matter_id=filed.matter_id)


def _commission_leader(cast: Cast) -> int:
    officer_id = cast.officers["commission_handler"]
    post_create(plan=PostPlan(cast.units["commission"], Role.LEADER, "书记", officer_id), actor=SEED, at=AT)
    return officer_id


def test_slots_are_for_many_so_one_contact_has_three_at_most(cast: Cast) -> None:
    days = [publish(cast, starts_at=STARTS + timedelta(days=number)) for number in range(4)]
    booked = [book(cast, day_id) for day_id in days[:3]]
    again = IdentityDraft(name="纪 北辰", phone="+86 199 0000 7788")
    with pytest.raises(BookingLimitReached) as refused:
        book(cast, days[3], identity=again)
    assert refused.value.field == "phone"
    book(cast, days[3], slot=2, identity=IdentityDraft(name="纪北辰", email="beichen@example.invalid"))
    appointment_cancel(appointment_id=booked[0].appointment_id, at=cast.at)
    book(cast, days[3], identity=again)
    with pytest.raises(BookingLimitReached):
        book(cast, days[0], identity=again)
    cast.at = STARTS + timedelta(hours=1)
    assert not Appointment.objects.filter(pk=booked[0].appointment_id, contact_mark__isnull=False)
    appointments_remind(at=STARTS + timedelta(days=2, hours=1))
    marked = Appointment.objects.filter(contact_mark__isnull=False)
    assert {appointment.day_id for appointment in marked} == {days[3]}, (
        "nothing to count by stays once the day has begun"
    )


def test_a_mail_address_has_three_at_most_however_it_is_written(cast: Cast) -> None:
    days = [publish(cast, starts_at=STARTS + timedelta(days=number)) for number in range(4)]
    for number, address in enumerate(
        ("beichen@example.invalid", "Beichen@Example.invalid", " beichen@example.invalid")
    ):
        book(cast, days[number], identity=IdentityDraft(name=f"某{number}", email=address))
    with pytest.raises(BookingLimitReached) as refused:
        book(cast, days[3], identity=IdentityDraft(name="又一人", email="beichen@example.invalid"))
    assert refused.value.field == "email"
    book(cast, days[3], identity=IdentityDraft(name="别人", email="other@example.invalid"))


def test_a_matter_has_three_bookings_at_most(cast: Cast) -> None:
    filed = cast.file()
    days = [publish(cast, starts_at=STARTS + timedelta(days=number)) for number in range(4)]
    for number, day_id in enumerate(days[:3]):
        book(cast, day_id, matter_id=filed.matter_id, identity=IdentityDraft(name="甲", phone=f"1990000111{number}"))
    with pytest.raises(BookingLimitReached) as refused:
        book(cast, days[3], matter_id=filed.matter_id, identity=IdentityDraft(name="甲", phone="19900001119"))
    assert refused.value.field == "number"
