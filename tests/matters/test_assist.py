"""Units that help: who is asked, what they see, and that one unit leads."""

import pytest
from tests.cast import Cast
from tests.matters.handing import (
    DAY,
    ask,
    contribute,
    given,
    owed,
    report,
    running,
    seen_by,
    sentences,
    was_notified,
    work_list,
)

from huiyin.kernel.actor import petitioner
from huiyin.matters.assignment.services import matter_assign_handler
from huiyin.matters.core.errors import MatterNotFound, MoveNotOpen, UnitBarred, UnitUnknown
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.handover.errors import AssistNotThere, AssistOpenAlready
from huiyin.matters.handover.rules import HandoverMode
from huiyin.matters.handover.services.assist import matter_end_assist
from huiyin.matters.models import Assist
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.withdrawal.services import matter_withdraw


def test_several_units_help_and_one_leads(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    before = owed(filed)
    ask(cast, filed, "education", "town")
    assert running(filed) >= {("assist", 1), ("assist", 2)}
    assert owed(filed) == before
    assert was_notified(filed, cast, "education_registrar") and was_notified(filed, cast, "town_registrar")
    with pytest.raises(AssistOpenAlready):
        ask(cast, filed, "town")
    with pytest.raises(UnitUnknown):
        ask(cast, filed, "housing")
    assert [row.number for row in work_list(cast, "education_handler")] == [filed.number]
    contribute(cast, filed, "education_handler")
    assert work_list(cast, "education_handler") == []
    assert ("assist", 1) not in running(filed) and ("assist", 2) in running(filed)
    with pytest.raises(AssistNotThere):
        contribute(cast, filed, "education_registrar")
    assert "云渡县教育局已经办完请它协助的部分" in sentences(cast, filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert {(assist.unit, assist.question, assist.contribution) for assist in page.assists} == {
        ("云渡县教育局", "", ""),
        ("柳荫镇人民政府", "", ""),
    }
    assert page.handovers == ()


def test_who_helps_sees_it_only_while_needed_or_when_it_has_answered(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    assert not seen_by(cast, filed, "education_registrar")
    ask(cast, filed, "education", "town")
    assert seen_by(cast, filed, "education_registrar") and seen_by(cast, filed, "town_registrar")
    contribute(cast, filed, "education_registrar")
    for assist in Assist.objects.filter(matter_id=filed.matter_id):
        matter_end_assist(actor=cast.actor("handler"), matter_id=filed.matter_id, assist_id=assist.pk, at=cast.at)
    assert seen_by(cast, filed, "education_registrar")
    assert not seen_by(cast, filed, "town_registrar")
    with pytest.raises(MatterNotFound):
        contribute(cast, filed, "town_registrar")


def test_a_barred_unit_neither_helps_nor_sees(cast: Cast) -> None:
    filed = cast.file(respondent_unit_id=cast.units["education"])
    cast.to_handler(filed)
    with pytest.raises(UnitBarred):
        ask(cast, filed, "education")
    other = cast.file()
    cast.to_handler(other)
    ask(cast, other, "education")
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=other.matter_id, unit_id=cast.units["education"],
        officer_id=None, text="", at=cast.at,
    )  # fmt: skip
    assert not seen_by(cast, other, "education_registrar")
    assert work_list(cast, "education_registrar") == []


def test_who_helps_may_nothing_else(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    ask(cast, filed, "education")
    page = matter_page_for(actor=cast.actor("education_handler"), number=filed.number, at=cast.at)
    # Its part, and what it saw on the spot for it.
    assert {move.action for move in page.moves} == {"contribute", "record_field_visit"}
    assert page.clocks and page.assists[0].question == "请education核实"


def test_the_end_of_the_matter_stops_what_units_owe(cast: Cast) -> None:
    filed = given(cast, mode=HandoverMode.ASSIGN, report_due_on=DAY)
    matter_assign_handler(
        actor=cast.actor("approver"), matter_id=filed.matter_id, officer_id=cast.officers["handler"], at=cast.at
    )
    ask(cast, filed, "education")
    cast.later(days=1)
    matter_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    assert running(filed) == set()
    with pytest.raises(MoveNotOpen):
        report(cast, filed, "housing_registrar")
