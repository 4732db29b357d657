"""Days are published ahead by those whose unit it is; what is booked isn't shortened; a cancelled day is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from huiyin.kernel.errors import HuiyinError
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.notices.models import Notice
from huiyin.reception.errors import (
    DayCancelReasonMissing,
    DayChanged,
    DayIsBooked,
    DayIsOver,
    DayLengthWrong,
    DayNotFound,
    DayNotYours,
    DayTooLate,
    DayTooSoon,
    LeaderElsewhere,
    PlaceMissing,
    ReceptionLeaderUnknown,
    TitleMissing,
    TopicMissing,
)
from huiyin.reception.models import Appointment, ReceptionDay
from huiyin.reception.rules import Form
from huiyin.reception.selectors import booking_view, day_view, days_coming, days_for
from huiyin.reception.services import reception_day_cancel, reception_day_change
from huiyin.vault.services import IdentityDraft
from tests.cast import Cast
from tests.reception.house import STARTS, book, plan, publish


@pytest.mark.parametrize("by", ["registrar", "office_leader"])
def test_a_day_is_published_for_everybody_to_read(cast: Cast, by: str) -> None:
    day_id = publish(cast, by)
    (shown,) = days_coming(at=cast.at)
    assert (shown.id, shown.name, shown.title, shown.portfolio) == (day_id, "严知行", "局长", "主持全面工作")
    assert (shown.free, shown.form_label) == (4, "定点接访")
    assert shown.ends_at == STARTS + timedelta(hours=2)
    assert Entry.objects.get(kind="reception.day.published").subject == f"reception_day:{day_id}"


@pytest.mark.parametrize("by", ["office_approver", "handler", "mayor", "housing_registrar", "auditor"])
def test_no_one_else_publishes_there(cast: Cast, by: str) -> None:
    with pytest.raises(DayNotYours):
        publish(cast, by)
    assert not ReceptionDay.objects.exists()


def test_the_petition_office_arranges_for_the_leaders_above_it_and_no_one_else_does(cast: Cast) -> None:
    publish(cast, officer_id=cast.officers["mayor"], title="县长")
    with pytest.raises(ReceptionLeaderUnknown):
        publish(cast, "housing_registrar", unit_id=cast.units["housing"], officer_id=cast.officers["mayor"])
    with pytest.raises(ReceptionLeaderUnknown):
        publish(cast, officer_id=cast.officers["housing_leader"])
    with pytest.raises(ReceptionLeaderUnknown):
        publish(cast, officer_id=cast.officers["office_approver"])


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"title": " "}, TitleMissing),
        ({"place": ""}, PlaceMissing),
        ({"form": Form.TOPIC}, TopicMissing),
        ({"slots": 0}, DayLengthWrong),
        ({"slots": 41}, DayLengthWrong),
        ({"minutes": 4}, DayLengthWrong),
        ({"slots": 32, "minutes": 30}, DayLengthWrong),
        ({"starts_at": STARTS - timedelta(days=7)}, DayTooSoon),
        ({"starts_at": STARTS + timedelta(days=400)}, DayTooLate),
    ],
)
def test_a_day_that_cannot_be_is_refused(cast: Cast, given: dict[str, Any], refusal: type[HuiyinError]) -> None:
    with pytest.raises(refusal):
        publish(cast, **given)


def test_a_leader_is_not_in_two_places(cast: Cast) -> None:
    publish(cast)
    for minutes in (-60, 0, 90):
        with pytest.raises(LeaderElsewhere):
            publish(cast, starts_at=STARTS + timedelta(minutes=minutes))
    publish(cast, starts_at=STARTS + timedelta(hours=2))


def test_what_is_booked_is_neither_moved_nor_shortened(cast: Cast) -> None:
    day_id = publish(cast)
    book(cast, day_id, slot=3)
    now = plan(cast)
    for wrong in (
        replace(now, starts_at=STARTS + timedelta(hours=1)),
        replace(now, minutes=20),
        replace(now, slots=2),
        replace(now, form=Form.GOING_OUT),
    ):
        with pytest.raises(DayIsBooked):
            reception_day_change(actor=cast.actor("registrar"), day_id=day_id, plan=wrong, seen=1, at=cast.at)
    right = replace(now, slots=3, place="云渡县政务中心三号厅")
    reception_day_change(actor=cast.actor("registrar"), day_id=day_id, plan=right, seen=1, at=cast.at)
    shown = day_view(day_id=day_id, at=cast.at)
    assert (shown.place, len(shown.slots), shown.version) == ("云渡县政务中心三号厅", 3, 2)
    assert Notice.objects.filter(template="appointment_moved").count() == 1
    with pytest.raises(DayChanged):
        reception_day_change(actor=cast.actor("registrar"), day_id=day_id, plan=right, seen=1, at=cast.at)


def test_an_unbooked_day_may_be_moved_ahead_only(cast: Cast) -> None:
    day_id = publish(cast)
    actor = cast.actor("registrar")
    with pytest.raises(DayTooSoon):
        reception_day_change(actor=actor, day_id=day_id, plan=plan(cast, starts_at=cast.at), seen=1, at=cast.at)
    later = plan(cast, starts_at=STARTS + timedelta(days=1))
    reception_day_change(actor=actor, day_id=day_id, plan=later, seen=1, at=cast.at)
    assert day_view(day_id=day_id, at=cast.at).starts_at == later.starts_at


def test_a_cancelled_day_is_notified_to_everybody_who_booked(cast: Cast) -> None:
    day_id = publish(cast)
    booked = book(cast, day_id, slot=1)
    book(cast, day_id, slot=2, identity=IdentityDraft(name="谷小满", phone="19900001234"))
    actor = cast.actor("registrar")
    with pytest.raises(DayCancelReasonMissing):
        reception_day_cancel(actor=actor, day_id=day_id, reason=" ", at=cast.at)
    reception_day_cancel(actor=actor, day_id=day_id, reason="防汛值班", at=cast.at)
    assert not Appointment.objects.filter(contact_mark__isnull=False).exists()
    assert Notice.objects.filter(template="appointment_fell_through").count() == 2
    assert not Appointment.objects.filter(cancelled_at__isnull=True).exists()
    view = booking_view(appointment_id=booked.appointment_id, at=cast.at)
    assert view.is_cancelled_by_office and view.day.cancel_reason == "防汛值班" and not view.may_cancel
    assert days_coming(at=cast.at)[0].free == 0  # it stays to be read, with its reason
    with pytest.raises(DayIsOver):
        reception_day_cancel(actor=actor, day_id=day_id, reason="防汛值班", at=cast.at)
    publish(cast)  # the time is free again


def test_a_strangers_day_is_not_there(cast: Cast) -> None:
    day_id = publish(cast)
    for by in ("housing_registrar", "mayor", "handler"):
        with pytest.raises(DayNotFound):
            reception_day_cancel(actor=cast.actor(by), day_id=day_id, reason="不办了", at=cast.at)
        assert days_for(actor=cast.actor(by), at=cast.at) == []


def test_a_day_that_has_begun_stays_as_it_is(cast: Cast) -> None:
    day_id = publish(cast)
    at = STARTS + timedelta(minutes=1)
    with pytest.raises(DayIsOver):
        reception_day_change(actor=cast.actor("registrar"), day_id=day_id, plan=plan(cast), seen=1, at=at)


def test_the_ledger_vouches_for_days_and_bookings(cast: Cast) -> None:
    day_id = publish(cast)
    book(cast, day_id)
    reception_day_cancel(actor=cast.actor("registrar"), day_id=day_id, reason="防汛值班", at=cast.at)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []
    Appointment.objects.update(words="别的话")
    assert len(ledger_verify().problems) == 1
