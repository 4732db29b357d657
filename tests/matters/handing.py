"""A matter on its way from unit to unit, and what can be seen of it."""

from datetime import date

from tests.cast import Cast

from huiyin.clocks.models import Clock
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.handover.services.assist import AssistAsk, matter_ask_assist, matter_contribute
from huiyin.matters.handover.services.handover import (
    matter_dispute,
    matter_object,
    matter_refuse_objection,
    matter_report_back,
    matter_settle_dispute,
)
from huiyin.matters.lists.selectors.lists import MatterRow, WorkList, matter_list_for
from huiyin.matters.models import Event, Handover
from huiyin.matters.register.services.register import Registered
from huiyin.notices.models import Notice

WHY = "物业收费由镇里管理，不属于住建局的职权范围。"
DAY = date(2026, 3, 20)


def given(cast: Cast, **more: object) -> Registered:
    """Accepted by the office and handed to the housing bureau."""
    filed = cast.file()
    cast.accept(filed)
    send(cast, filed, "registrar", "housing", **more)
    return filed


def send(cast: Cast, filed: Registered, who: str, unit: str, **more: object) -> None:
    matter_assign_unit(
        actor=cast.actor(who), matter_id=filed.matter_id, unit_id=cast.units[unit], at=cast.at,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def object_to(cast: Cast, filed: Registered, who: str = "housing_registrar", reasons: str = WHY) -> None:
    matter_object(actor=cast.actor(who), matter_id=filed.matter_id, reasons=reasons, at=cast.at)


def refuse(cast: Cast, filed: Registered, who: str = "registrar", reasons: str = "按职责应由住建局办。") -> None:
    matter_refuse_objection(actor=cast.actor(who), matter_id=filed.matter_id, reasons=reasons, at=cast.at)


def dispute(cast: Cast, filed: Registered) -> None:
    matter_dispute(actor=cast.actor("approver"), matter_id=filed.matter_id, reasons=WHY, at=cast.at)


def settle(cast: Cast, filed: Registered, outcome: str, who: str = "mayor", unit_id: int | None = None) -> None:
    matter_settle_dispute(
        actor=cast.actor(who), matter_id=filed.matter_id, outcome=outcome, reasons="按三定方案。", unit_id=unit_id,
        at=cast.at,
    )  # fmt: skip


def handover(filed: Registered) -> Handover:
    return Handover.objects.filter(matter_id=filed.matter_id).order_by("-position")[0]


def owed(filed: Registered) -> list[tuple[str, object]]:
    """The clocks of the petitioner: code and due date."""
    codes = ("accept", "accept_promise", "answer", "answer_promise", "answer_limit")
    clocks = Clock.objects.filter(subject_id=filed.matter_id, code__in=codes).order_by("code")
    return list(clocks.values_list("code", "due_at"))


def running(filed: Registered) -> set[tuple[str, int]]:
    codes = ("object", "report", "objection_decision", "dispute", "assist")
    clocks = Clock.objects.filter(subject_id=filed.matter_id, code__in=codes, stopped_at=None)
    return set(clocks.values_list("code", "round"))


def was_notified(filed: Registered, cast: Cast, who: str) -> bool:
    return Notice.objects.filter(officer_id=cast.officers[who], dedupe__contains=str(filed.matter_id)).exists()


def seen_by(cast: Cast, filed: Registered, who: str) -> bool:
    try:
        matter_get_for(actor=cast.actor(who), matter_id=filed.matter_id)
    except MatterNotFound:
        return False
    return True


def kinds(filed: Registered) -> list[str]:
    return list(Event.objects.filter(matter_id=filed.matter_id).order_by("version").values_list("kind", flat=True))


def sentences(cast: Cast, filed: Registered) -> str:
    return " ".join(
        event.sentence for event in matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).events
    )


def report(cast: Cast, filed: Registered, who: str) -> None:
    matter_report_back(actor=cast.actor(who), matter_id=filed.matter_id, report="已修好电梯。", at=cast.at)


def ask(cast: Cast, filed: Registered, *units: str, who: str = "handler") -> None:
    asks = [AssistAsk(unit_id=cast.units[unit], question=f"请{unit}核实", due_on=DAY) for unit in units]
    matter_ask_assist(actor=cast.actor(who), matter_id=filed.matter_id, asks=asks, at=cast.at)


def contribute(cast: Cast, filed: Registered, who: str) -> None:
    matter_contribute(actor=cast.actor(who), matter_id=filed.matter_id, contribution="已核实。", at=cast.at)


def work_list(cast: Cast, who: str) -> list[MatterRow]:
    return list(matter_list_for(actor=cast.actor(who), work_list=WorkList.ASSIST).rows)
