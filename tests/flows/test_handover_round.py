"""What one unit owes another is said to that unit, and to its leader once it is over."""

from datetime import date, timedelta

from huiyin.flows.clock_round import clock_round
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.handover.services.assist import AssistAsk, matter_ask_assist
from huiyin.matters.handover.services.handover import matter_dispute, matter_object, matter_refuse_objection
from huiyin.notices.models import Notice
from tests.cast import Cast

WHY = "物业收费由镇里管理，不属于住建局的职权范围。"


def _notified_in(cast: Cast, days: int) -> set[str]:
    """Who is told anything in the next days."""
    Notice.objects.all().delete()
    until = cast.at + timedelta(days=days)
    while cast.at < until:
        clock_round(at=cast.later(hours=6))
    names = {pk: name for name, pk in cast.officers.items()}
    found = Notice.objects.filter(officer_id__isnull=False).values_list("officer_id", flat=True)
    return {names[pk] for pk in found if pk is not None}


def test_the_sender_is_reminded_of_an_objection_and_then_its_leader(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    matter_object(actor=cast.actor("approver"), matter_id=filed.matter_id, reasons=WHY, at=cast.at)
    assert _notified_in(cast, 3) >= {"registrar", "office_approver"}
    assert "office_leader" in _notified_in(cast, 2)


def test_no_one_is_reminded_of_an_objection_once_an_answer_is_drafted(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    matter_object(actor=cast.actor("approver"), matter_id=filed.matter_id, reasons=WHY, at=cast.at)
    cast.draft(filed)
    assert _notified_in(cast, 5).isdisjoint({"registrar", "office_approver", "office_leader"})


def test_the_unit_above_is_reminded_of_a_dispute(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    matter_object(actor=cast.actor("approver"), matter_id=filed.matter_id, reasons=WHY, at=cast.at)
    matter_refuse_objection(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, reasons="按职责办。", at=cast.at
    )
    matter_dispute(actor=cast.actor("approver"), matter_id=filed.matter_id, reasons=WHY, at=cast.at)
    assert "mayor" in _notified_in(cast, 7)


def test_a_helping_unit_is_reminded_and_then_its_leader_while_the_window_of_an_objection_ends_in_silence(
    cast: Cast,
) -> None:
    filed = cast.file()
    cast.accept(filed)
    matter_assign_unit(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["housing"], at=cast.at
    )
    ask = AssistAsk(cast.units["town"], "请走访一次", date(2026, 3, 12))
    matter_ask_assist(actor=cast.actor("approver"), matter_id=filed.matter_id, asks=[ask], at=cast.at)
    assert "town_registrar" in _notified_in(cast, 9)
    assert "town_leader" in _notified_in(cast, 3)
