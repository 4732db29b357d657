"""An officer's notice says what has happened: one event, one template."""

import ast
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.cast import Cast

import huiyin.matters
from huiyin.kernel.time import office_day
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.handover.rules import HandoverMode
from huiyin.matters.handover.services.handover import (
    matter_object,
    matter_refuse_objection,
    matter_report_back,
    matter_take_back,
)
from huiyin.matters.reply.services.reply import reply_return
from huiyin.notices.models import Notice
from huiyin.supervision.services import matter_supervise, supervision_answer


def _new() -> dict[str, set[int | None]]:
    found: dict[str, set[int | None]] = {}
    for template, officer_id in Notice.objects.filter(officer_id__isnull=False).values_list("template", "officer_id"):
        found.setdefault(template, set()).add(officer_id)
    Notice.objects.all().delete()
    return found


def test_each_step_between_units_has_a_notice_of_its_own(cast: Cast) -> None:
    filed = cast.file()
    cast.accept(filed)
    Notice.objects.all().delete()
    known: dict[str, Any] = {"matter_id": filed.matter_id, "at": cast.at}
    office, bureau = cast.actor("registrar"), cast.actor("housing_registrar")
    matter_assign_unit(actor=office, unit_id=cast.units["housing"], mode=HandoverMode.ASSIGN, **_due(cast), **known)
    assert set(_new()) == {"matter_received"}
    matter_object(actor=bureau, reasons="物业收费由市场监管部门负责。", **known)
    assert set(_new()) == {"objection_raised"}
    matter_refuse_objection(actor=cast.actor("office_approver"), reasons="归你们。", **known)
    assert _new()["objection_refused"] >= {cast.officers["housing_registrar"]}
    matter_report_back(actor=cast.actor("approver"), report="已办结。", **known)
    assert set(_new()) == {"report_received"}


def test_a_matter_that_comes_back_and_a_returned_draft_have_their_own_notices(cast: Cast) -> None:
    first, second = cast.file(), cast.file()
    cast.accept(first)
    matter_assign_unit(
        actor=cast.actor("registrar"), matter_id=first.matter_id, unit_id=cast.units["housing"], at=cast.at
    )
    matter_object(
        actor=cast.actor("housing_registrar"),
        matter_id=first.matter_id,
        reasons="物业收费由市场监管部门负责。",
        at=cast.at,
    )
    Notice.objects.all().delete()
    matter_take_back(actor=cast.actor("office_approver"), matter_id=first.matter_id, at=cast.at)
    assert set(_new()) == {"matter_received"}
    cast.to_handler(second)
    cast.draft(second)
    Notice.objects.all().delete()
    reply_return(actor=cast.actor("approver"), matter_id=second.matter_id, reason="理由不足。", at=cast.at)
    assert _new() == {"draft_returned": {cast.officers["handler"]}}


def test_the_demanding_unit_is_notified_of_the_answer(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    day = office_day(cast.at) + timedelta(days=5)
    matter_supervise(
        actor=cast.actor("office_leader"), matter_id=filed.matter_id, demand="请说明。", due_on=day, at=cast.at
    )
    Notice.objects.all().delete()
    supervision_answer(
        actor=cast.actor("approver"), matter_id=filed.matter_id, position=1, answer="明天上门。", at=cast.at
    )
    assert set(_new()) == {"demand_answered"}


def test_no_template_serves_many_events() -> None:
    """What comes about in several ways is one event to its reader: an approval that waits, a matter that came."""
    uses: Counter[str] = Counter()
    for path in Path(huiyin.matters.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "notify_officers":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    uses[str(first.value)] += 1
    several = {template for template, count in uses.items() if count > 2}
    assert several == {
        "approval_waiting", "matter_received", "matter_reopened", "matter_unowned", "petitioner_wrote"
    }  # fmt: skip
    assert max(uses.values()) <= 5


def _due(cast: Cast) -> dict[str, Any]:
    return {"report_due_on": office_day(cast.at) + timedelta(days=20)}
