"""Whoever booked and left only a telephone number gets a text message, or a call of the unit that receives."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.flows.telephone_round import TelephoneReport, telephone_round
from huiyin.ledger.models import Entry
from huiyin.ledger.services import ledger_verify
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.telephone.errors import CallDone, CallGone, CallResultUnknown
from huiyin.notices.models import Notice
from huiyin.notices.services import outbox_dispatch
from huiyin.reception.models import AppointmentCall
from huiyin.reception.selectors import booking_calls_open, booking_view
from huiyin.reception.services import (
    Booked,
    appointment_call_record,
    appointment_cancel,
    appointment_number_open,
    appointments_remind,
    reception_day_cancel,
    reception_day_change,
)
from huiyin.vault.models import Opening
from huiyin.vault.services import IdentityDraft
from tests.cast import Cast
from tests.reception.house import STARTS, book, plan, publish

ONLY_PHONE = IdentityDraft("谷小满", phone="19900001234")
DAY_BEFORE = STARTS - timedelta(days=1)


def _round(cast: Cast) -> TelephoneReport:
    outbox_dispatch(at=cast.at, limit=200)
    return telephone_round(at=cast.at)


def _moved(cast: Cast) -> Booked:
    """A booking whose place was changed, and the office asked to call."""
    day_id = publish(cast)
    booked = book(cast, day_id, identity=ONLY_PHONE)
    elsewhere = plan(cast, place="云渡县信访局二楼")
    reception_day_change(actor=cast.actor("registrar"), day_id=day_id, plan=elsewhere, seen=1, at=cast.at)
    assert _round(cast).asked == 1
    return booked


def test_a_gateway_texts_each_notice_with_the_site_only(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    settings.HUIYIN_TEXT_GATEWAY, settings.HUIYIN_OUTBOX = "folder", tmp_path
    day_id = publish(cast)
    book(cast, day_id, identity=ONLY_PHONE)
    cast.at = DAY_BEFORE
    assert appointments_remind(at=cast.at) == 1
    reception_day_cancel(actor=cast.actor("registrar"), day_id=day_id, reason="防汛值班", at=cast.at)
    assert _round(cast) == TelephoneReport()
    texts = [json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.glob("*.json")]
    assert [text["to"] for text in texts] == ["19900001234"] * 3
    (message,) = {text["text"] for text in texts}
    assert "您预约的接访有新消息" in message and message.endswith("/reception/booking/")
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


def test_without_one_the_unit_that_receives_is_asked_to_call(cast: Cast) -> None:
    _moved(cast)
    assert _round(cast) == TelephoneReport()
    call = AppointmentCall.objects.get()
    assert call.due_on == cast.at.date() + timedelta(days=1)
    lists = {name: booking_calls_open(actor=cast.actor(name), at=cast.at) for name in cast.officers}
    assert {name for name, rows in lists.items() if rows} == {"registrar", "office_leader"}
    # Whoever booked holds the code: the confirmation itself is nobody's call.
    confirmed = Notice.objects.get(template="appointment_booked")
    assert confirmed.state == "unreachable"
    assert Entry.objects.filter(kind="reception.call.asked", subject=f"appointment:{call.appointment_id}").exists()
    assert ledger_verify().problems == []


def test_a_reminder_is_called_on_the_day_before(cast: Cast) -> None:
    day_id = publish(cast, starts_at=STARTS + timedelta(days=2))
    book(cast, day_id, identity=ONLY_PHONE)
    cast.at = DAY_BEFORE + timedelta(days=2)
    assert appointments_remind(at=cast.at) == 1
    assert _round(cast).asked == 1
    (row,) = booking_calls_open(actor=cast.actor("registrar"), at=cast.at)
    assert row.is_today and not row.is_cancelled


def test_a_cancelled_day_is_called_and_says_so(cast: Cast) -> None:
    day_id = publish(cast)
    book(cast, day_id, identity=ONLY_PHONE)
    reception_day_cancel(actor=cast.actor("registrar"), day_id=day_id, reason="防汛值班", at=cast.at)
    assert _round(cast).asked == 1
    (row,) = booking_calls_open(actor=cast.actor("registrar"), at=cast.at)
    assert row.is_cancelled


def test_the_result_is_on_record_and_anyone_who_booked_reads_it(cast: Cast) -> None:
    booked = _moved(cast)
    call, registrar = AppointmentCall.objects.get(), cast.actor("registrar")
    assert appointment_number_open(actor=registrar, call_id=call.pk, at=cast.at) == "19900001234"
    assert Opening.objects.get().purpose == "电话告知：预约有新情况"
    with pytest.raises(CallResultUnknown):
        appointment_call_record(actor=registrar, call_id=call.pk, result="perhaps", at=cast.at)
    assert appointment_call_record(actor=registrar, call_id=call.pk, result="reached", at=cast.at)
    view = booking_view(appointment_id=booked.appointment_id, at=cast.at)
    assert view.calls == ((cast.at, "已告知"),) and len(view.openings) == 1
    assert Entry.objects.filter(kind="reception.call.recorded").count() == 1
    assert ledger_verify().problems == []
    for again in (appointment_call_record, appointment_number_open):
        given = {"result": "reached"} if again is appointment_call_record else {}
        with pytest.raises(CallDone):
            again(actor=registrar, call_id=call.pk, at=cast.at, **given)


def test_no_answer_is_tried_until_the_third_day_or_the_reception(cast: Cast) -> None:
    _moved(cast)
    call, registrar = AppointmentCall.objects.get(), cast.actor("registrar")
    assert not appointment_call_record(actor=registrar, call_id=call.pk, result="not_reached", at=cast.at)
    call.refresh_from_db()
    assert (call.tried, call.due_on) == (1, cast.at.date() + timedelta(days=1))
    assert appointment_call_record(actor=registrar, call_id=call.pk, result="not_reached", at=STARTS)


def test_a_booking_let_go_ends_its_call(cast: Cast) -> None:
    booked = _moved(cast)
    appointment_cancel(appointment_id=booked.appointment_id, at=cast.at)
    call = AppointmentCall.objects.get()
    assert (call.done_at, call.result) == (cast.at, "")
    assert booking_calls_open(actor=cast.actor("registrar"), at=cast.at) == []
    assert ledger_verify().problems == []


def test_nothing_of_it_reaches_other_units_or_whom_it_is_about(cast: Cast) -> None:
    filed = cast.file(unit_id=cast.units["commission"])
    day_id = publish(cast)
    book(cast, day_id, identity=ONLY_PHONE, matter_id=filed.matter_id)
    reception_day_cancel(actor=cast.actor("registrar"), day_id=day_id, reason="防汛值班", at=cast.at)
    assert _round(cast).asked == 1
    call = AppointmentCall.objects.get()
    for name in ("housing_registrar", "auditor", "mayor"):
        with pytest.raises(CallGone):
            appointment_number_open(actor=cast.actor(name), call_id=call.pk, at=cast.at)
    matter_name_respondent(
        actor=cast.actor("commission_registrar"), matter_id=filed.matter_id, unit_id=None,
        officer_id=cast.officers["office_leader"], text="严知行", at=cast.at,
    )  # fmt: skip
    for name in ("registrar", "office_leader"):
        assert booking_calls_open(actor=cast.actor(name), at=cast.at) == []
        with pytest.raises(CallGone):
            appointment_call_record(actor=cast.actor(name), call_id=call.pk, result="reached", at=cast.at)
