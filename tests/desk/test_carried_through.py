"""Plan periods, teams, batches, the end and looking back at the desk, also as whom a matter bars."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from huiyin.kernel.actor import system
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import now, office_day
from huiyin.ledger.models import Entry
from huiyin.matters.closing.services import matter_close
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.models import Event, LookBack, PlanPeriod, SponsorBatch
from huiyin.matters.plan_period.services.periods import matter_plan
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.sponsor.services.sponsor import matter_sponsor
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes
from tests.matters.moves_leading import begin_period

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_present(cast: Cast) -> None:
    """Pages know no other time."""
    cast.at = now()


def _cells(content: bytes) -> list[str]:
    book = load_workbook(BytesIO(content), read_only=True)
    return [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]


def _handled(cast: Cast, **given: Any) -> Registered:
    filed = cast.file(received_at=cast.at - timedelta(days=120), **given)
    cast.to_handler(filed)
    return filed


def _about_the_leader(cast: Cast) -> Registered:
    """With the petition office: it is about who leads the bureau."""
    about = cast.file(
        received_at=cast.at - timedelta(days=150), respondent_officer_id=cast.officers["housing_leader"],
        text="局长在小区招标里打招呼，请查。",
    )  # fmt: skip
    cast.accept(about)
    return about


def test_plan_period_from_its_beginning_to_its_spreadsheet(cast: Cast, desk: Desk) -> None:
    old = _handled(cast)
    mayor, day = desk("mayor"), office_day(now())
    form = {
        "name": "百日攻坚", "unit_id": cast.units["county"], "begins_on": day, "ends_on": day + timedelta(days=99),
        "weekday": day.weekday(), "unit_ids": [cast.units["housing"], cast.units["office"]],
    }  # fmt: skip
    begin = reverse("desk:plan_period_begin")
    assert "请写明叫什么" in mayor.post(begin, {**form, "name": ""}).text
    answer = mayor.post(begin, form)
    period = PlanPeriod.objects.get()
    choose = reverse("desk:plan_period_choose", args=[period.pk])
    assert (answer.status_code, answer.headers["Location"]) == (302, choose)
    page = mayor.get(choose).text
    assert format_matter_number(old.number) in page and "还没有领导包案" in page
    young = cast.file()
    cast.to_handler(young)
    assert format_matter_number(young.number) not in mayor.get(choose).text
    # Another language only shows what was ticked once more.
    mayor.post(choose, {"pick": f"{old.number}.1", "reader_choice": ""})
    done = mayor.post(choose, {"pick": [f"{old.number}.1", f"{'9' * 16}.1"]}).text
    assert "列入 1 件" in done and "已经不由您的单位办理" in done
    again = mayor.post(choose, {"pick": f"{old.number}.1"}).text
    assert "列入 0 件" in again and "已经在一个集中攻坚期里" in again
    handler = Hand(desk("handler"))
    assert {"write_week", "write_result"} <= codes(handler.look(old))
    refused = handler.send(old, "write_week", week=day.isoformat(), did="看了现场")
    assert (refused.status_code, "请写明下一步" in refused.text, "看了现场" in refused.text) == (422, True, True)
    handler.do(old, "write_week", week=day.isoformat(), did="看了现场", next_step="开协调会")
    address = reverse("desk:plan_period", args=[period.pk])
    page = mayor.get(address).text
    assert "看了现场" in page and "开协调会" in page and "共 1 件，已化解 0 件" in page
    sheet = mayor.post(reverse("desk:plan_period_sheet", args=[period.pk]), {"week": day.isoformat()})
    assert {"看了现场", "开协调会", format_matter_number(old.number)} <= set(_cells(sheet.content))
    assert Entry.objects.filter(kind="matters.list.exported").count() == 1
    handler.do(old, "write_result", result="not_settled", reason="意见不一", next_step="再谈一次")
    assert "没有化解" in mayor.get(address).text
    assert "write_result" not in codes(handler.look(old))


def test_whom_a_matter_bars_sees_nothing_of_it_on_any_page_or_sheet(cast: Cast, desk: Desk) -> None:
    period, mayor = begin_period(cast), cast.actor("mayor")
    other, about = _handled(cast), _about_the_leader(cast)
    for filed in (other, about):
        matter_plan(actor=mayor, matter_id=filed.matter_id, period_id=period, at=cast.at)
        matter_sponsor(actor=mayor, matter_id=filed.matter_id, plan="一月内拿方案", at=cast.at)
    made = desk("mayor").post(
        reverse("desk:owned_batch_make"),
        {
            "unit_id": cast.units["county"], "number": 1, "given_on": office_day(cast.at),
            "pick": [other.number, about.number],
        },
    )  # fmt: skip
    assert made.status_code == 302
    batch = SponsorBatch.objects.get().pk
    number = format_matter_number(about.number)
    for username, count in (("mayor", 2), ("housing_leader", 1), ("approver", 1)):
        client = desk(username)
        pages = {
            "period": client.get(reverse("desk:plan_period", args=[period])).text,
            "owned": client.get(f"{reverse('desk:owned')}?whose=all").text,
            "batches": client.get(reverse("desk:owned_batches")).text,
            "batch": client.get(reverse("desk:owned_batch", args=[batch])).text,
        }
        sheets = {
            "period": client.post(reverse("desk:plan_period_sheet", args=[period])),
            "owned": client.post(reverse("desk:owned_sheet"), {"whose": "all"}),
            "batch": client.post(reverse("desk:owned_batch_sheet", args=[batch]), {"format": "xlsx"}),
        }
        seen = {name for name, page in pages.items() if number in page or about.number in page}
        assert seen == ({"period", "owned", "batch"} if count == 2 else set()), username
        assert all(f"共 {count} 件" in page for page in pages.values()), username
        for name, sheet in sheets.items():
            cells = _cells(sheet.content)
            assert (number in cells, cells.count(format_matter_number(other.number))) == (count == 2, 1), name
    # Who sees none of it has no such batch.
    assert desk("education_registrar").get(reverse("desk:owned_batch", args=[batch])).status_code == 404


def test_a_batch_leaves_as_an_annex(cast: Cast, desk: Desk) -> None:
    filed = _handled(cast)
    matter_sponsor(actor=cast.actor("mayor"), matter_id=filed.matter_id, plan="一月内拿方案", at=cast.at)
    mayor = desk("mayor")
    form = {"unit_id": cast.units["county"], "number": 1, "given_on": office_day(cast.at), "pick": [filed.number]}
    mayor.post(reverse("desk:owned_batch_make"), form)
    refused = mayor.post(reverse("desk:owned_batch_make"), {**form, "pick": []})
    assert (refused.status_code, "第 1 批已经有了" in refused.text) == (422, False)
    batch = SponsorBatch.objects.get()
    answer = mayor.post(reverse("desk:owned_batch_sheet", args=[batch.pk]), {"format": "pdf"})
    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")


def test_a_team_and_the_end_on_the_matter_s_page(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.answer(filed)
    matter_sponsor(actor=cast.actor("mayor"), matter_id=filed.matter_id, plan="盯到落实", at=cast.at)
    mayor, pk = Hand(desk("mayor")), filed.matter_id
    day = (office_day(now()) + timedelta(days=14)).isoformat()
    assert "name_member" in codes(mayor.look(filed))
    unknown = mayor.send(
        filed, "name_member", unit=str(cast.units["education"]), name="没有此人", part="查账", due_on=day
    )
    assert (unknown.status_code, "没有叫这个名字的工作人员" in unknown.text) == (422, True)
    page = mayor.do(
        filed, "name_member", unit=str(cast.units["education"]), name="白露生", part="查收费", due_on=day
    ).text
    assert "云渡县教育局 白露生：查收费" in page
    member = Hand(desk("education_handler"))
    assert "end_member" in codes(member.look(filed))
    member.send(filed, "end_member", member="1", reason="工作调动")
    assert desk("education_handler").get(f"/desk/matters/{filed.number}/").status_code == 404
    assert "end_sponsor" not in codes(mayor.look(filed))
    matter_close(actor=system("tick"), matter_id=pk, at=now())
    assert "end_sponsor" in codes(mayor.look(filed))
    form = mayor.unfold(filed, "end_sponsor")
    assert all(words in form for words in ("责任落实了没有", "工作做到位了没有", "隐患排除了没有", "问题解决了没有"))
    answers = {"responsibility": "定了专人", "work": "到场三次", "hazard": "电梯已检修", "problem": "收支已公示"}
    half = mayor.send(filed, "end_sponsor", **{**answers, "hazard": ""})
    assert (half.status_code, "四项都要写明" in half.text, "定了专人" in half.text) == (422, True, True)
    page = mayor.do(filed, "end_sponsor", **answers).text
    assert "电梯已检修" in page and "end_sponsor" not in codes(page)
    owned = desk("mayor").get(reverse("desk:owned")).text
    assert "已办结 1 件，办结率 100%" in owned


def test_a_look_back_is_proposed_written_and_answered(cast: Cast, desk: Desk) -> None:
    cast.at = now() - timedelta(days=120)
    filed = cast.file()
    cast.to_handler(filed)
    cast.at = now() - timedelta(days=1)
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    mayor = Hand(desk("mayor"))
    listed = mayor.client.get(reverse("desk:look_backs")).text
    assert format_matter_number(filed.number) in listed and "超过期限才答复" in listed
    form = mayor.unfold(filed, "look_back")
    # What the petitioner did stands among no steps to choose from.
    assert "登记" not in form.split("哪一步没有做到位")[1].split("</select>")[0]
    step = filed_step(filed)
    given = {
        "ground": "late:answer:1", "step": str(step), "causes": ["inactive"], "why": "两个月没有去现场",
        "change": "十天内先去现场", "due_on": (office_day(now()) + timedelta(days=20)).isoformat(),
        "conclusion": "已约谈",
    }  # fmt: skip
    page = mayor.do(filed, "look_back", **given).text
    assert "十天内先去现场" in page and "look_back" not in codes(page)
    handler = Hand(desk("handler"))
    assert "explain_look_back" in codes(handler.look(filed))
    page = handler.do(filed, "explain_look_back", look_back="1", text="当时等物业提供账目").text
    assert "当时等物业提供账目" in page
    assert "explain_look_back" not in codes(Hand(desk("approver")).look(filed))
    assert LookBack.objects.get().task_id
    assert "起草答复" in mayor.client.get(reverse("desk:look_backs")).text


def filed_step(filed: Registered) -> UUID:
    """The step with which the reply was drafted."""
    return Event.objects.get(matter=filed.matter_id, kind="matters.reply.drafted").pk


def test_pages_cost_the_same_however_many_rows(cast: Cast, desk: Desk) -> None:
    period, mayor = begin_period(cast), cast.actor("mayor")
    client = desk("mayor")
    addresses = [
        reverse("desk:plan_period", args=[period]), f"{reverse('desk:owned')}?whose=all",
        reverse("desk:owned_batches"), reverse("desk:plan_period_choose", args=[period]), reverse("desk:look_backs"),
    ]  # fmt: skip

    def statements() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        return counts

    def add() -> None:
        filed = _handled(cast)
        matter_plan(actor=mayor, matter_id=filed.matter_id, period_id=period, at=cast.at)
        matter_sponsor(actor=mayor, matter_id=filed.matter_id, plan="一月内拿方案", at=cast.at)
        _handled(cast)

    add()
    # The first answer of a browser reads who it is.
    statements()
    few = statements()
    for _count in range(3):
        add()
    assert statements() == few
