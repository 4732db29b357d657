"""Whoever left only a telephone number is called by the office: once for all that is new, with a result on record."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.flows import telephone_round as flow
from huiyin.flows.telephone_round import TelephoneReport, telephone_round
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.ledger.services import ledger_verify
from huiyin.matters.core.errors import MoveNotAllowed
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Event, TelephoneCall
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.telephone.errors import CallDone, CallGone, CallResultUnknown
from huiyin.matters.telephone.selectors import calls_open
from huiyin.matters.telephone.services import telephone_number_open, telephone_record
from huiyin.notices.models import Notice
from huiyin.notices.services import outbox_dispatch
from huiyin.vault.models import Opening
from huiyin.vault.services import IdentityDraft
from tests.cast import Cast

ONLY_PHONE = IdentityDraft(name="谷小满", phone="19900001234")


def _round(cast: Cast) -> TelephoneReport:
    outbox_dispatch(at=cast.at, limit=200)
    return telephone_round(at=cast.at)


def _filed(cast: Cast, **given: Any) -> Registered:
    filed = cast.file(identity=ONLY_PHONE, **given)
    cast.to_handler(filed)
    return filed


def test_news_becomes_one_call_of_the_unit_that_has_it(cast: Cast) -> None:
    filed = _filed(cast)
    assert Notice.objects.filter(template="matter_news").count() > 1
    report = _round(cast)
    assert (report.asked, report.failed) == (1, 0)
    assert report.covered == Notice.objects.filter(state="by_phone").count() - 1
    assert _round(cast) == TelephoneReport()
    call = TelephoneCall.objects.get()
    # Monday, so by the end of Tuesday.
    assert call.due_on == office_day(cast.at) + timedelta(days=1)
    lists = {name: calls_open(actor=cast.actor(name), at=cast.at) for name in cast.officers}
    assert {name for name, rows in lists.items() if rows} == {
        "housing_registrar", "approver", "drafting_approver", "handler",
    }  # fmt: skip
    assert [row.number for row in lists["handler"]] == [filed.number]
    assert Event.objects.filter(matter_id=filed.matter_id, kind="matters.call.asked").count() == 1
    assert ledger_verify().problems == []


def test_an_officers_page_is_not_out_of_date_by_it(cast: Cast) -> None:
    filed = _filed(cast)
    seen = cast.matter(filed).version
    assert _round(cast).asked == 1
    matter_note(actor=cast.actor("handler"), matter_id=filed.matter_id, body="已核实", at=cast.at, seen=seen)


def test_reached_ends_it_and_the_petitioner_reads_it(cast: Cast) -> None:
    filed = _filed(cast)
    _round(cast)
    call = TelephoneCall.objects.get()
    handler = cast.actor("handler")
    assert [call.id for call in matter_page_for(actor=handler, number=filed.number, at=cast.at).calls] == [call.pk]
    assert telephone_record(actor=handler, call_id=call.pk, result="reached", at=cast.at)
    call.refresh_from_db()
    assert (call.result, call.done_by) == ("reached", cast.officers["handler"])
    sentences = [event.sentence for event in matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).events]
    assert any("给您打了电话，记下的是：已告知" in sentence for sentence in sentences)
    assert Entry.objects.filter(kind="matters.call.recorded").count() == 1
    assert calls_open(actor=handler, at=cast.at) == []
    with pytest.raises(CallDone):
        telephone_record(actor=handler, call_id=call.pk, result="reached", at=cast.at)


def test_whom_no_one_reached_is_called_again_and_after_the_third_day_no_more(cast: Cast) -> None:
    _filed(cast)
    _round(cast)
    call, handler = TelephoneCall.objects.get(), cast.actor("handler")
    for day, over in ((1, False), (2, False), (3, True)):
        # Two tries on one day are one.
        for _ in range(1 if over else 2):
            assert telephone_record(actor=handler, call_id=call.pk, result="not_reached", at=cast.at) is over
        call.refresh_from_db()
        assert (call.tried, call.due_on) == (day, office_day(cast.at) + timedelta(days=1))
        cast.later(days=1)
    assert call.result == "not_reached"


def test_a_wrong_number_ends_it_and_news_after_it_asks_again(cast: Cast) -> None:
    filed = _filed(cast)
    _round(cast)
    call, handler = TelephoneCall.objects.get(), cast.actor("handler")
    with pytest.raises(CallResultUnknown):
        telephone_record(actor=handler, call_id=call.pk, result="perhaps", at=cast.at)
    assert telephone_record(actor=handler, call_id=call.pk, result="wrong_number", at=cast.at)
    assert _round(cast) == TelephoneReport()
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=handler, matter_id=filed.matter_id, at=cast.at)
    assert _round(cast).asked == 1


def test_it_goes_through_the_gate(cast: Cast) -> None:
    filed = _filed(cast)
    _round(cast)
    call = TelephoneCall.objects.get()
    for name in ("registrar", "education_registrar", "handler_two", "auditor", "mayor"):
        with pytest.raises((CallGone, MoveNotAllowed)):
            telephone_record(actor=cast.actor(name), call_id=call.pk, result="reached", at=cast.at)
    matter_name_respondent(
        actor=cast.actor("mayor"), matter_id=filed.matter_id, unit_id=None,
        officer_id=cast.officers["housing_leader"], text="", at=cast.at,
    )  # fmt: skip
    assert calls_open(actor=cast.actor("housing_registrar"), at=cast.at) == []
    with pytest.raises(CallGone):
        telephone_record(actor=cast.actor("handler"), call_id=call.pk, result="reached", at=cast.at)


def test_late_ones_stand_on_top(cast: Cast) -> None:
    first = _filed(cast)
    _round(cast)
    cast.later(days=3)
    second = _filed(cast)
    _round(cast)
    rows = calls_open(actor=cast.actor("handler"), at=cast.at)
    assert [(row.number, row.is_late) for row in rows] == [(first.number, True), (second.number, False)]


def test_the_notice_is_assigned_with_its_call_or_not_at_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _filed(cast)
    outbox_dispatch(at=cast.at, limit=200)
    waiting = Notice.objects.filter(state="to_call").count()

    def crash(**_given: object) -> bool:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(flow, "telephone_ask", crash)
        assert telephone_round(at=cast.at).failed == waiting
    assert Notice.objects.filter(state="to_call").count() == waiting
    assert telephone_round(at=cast.at).asked == 1


def test_no_one_is_called_about_an_imported_record(cast: Cast) -> None:
    filed = cast.file(identity=ONLY_PHONE, origin="old-desk", external_id="A1")
    cast.to_handler(filed)
    assert not Notice.objects.filter(identity_id__isnull=False).exists()
    assert _round(cast) == TelephoneReport()


def test_opening_the_number_is_on_record_for_that_purpose(cast: Cast) -> None:
    filed = _filed(cast)
    _round(cast)
    call = TelephoneCall.objects.get()
    assert telephone_number_open(actor=cast.actor("handler"), call_id=call.pk, at=cast.at) == "19900001234"
    opening = Opening.objects.get()
    assert (opening.subject, opening.officer_id) == (f"matter:{filed.matter_id}", cast.officers["handler"])
    assert opening.purpose == "电话告知：事项有新进展"
    (shown,) = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).openings
    assert "电话告知" in shown.purpose
    with pytest.raises(CallGone):
        telephone_number_open(actor=cast.actor("handler_two"), call_id=call.pk, at=cast.at)
    assert Opening.objects.count() == 1
