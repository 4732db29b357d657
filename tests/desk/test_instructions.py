"""Instructions from above over HTTP: written down when registering or later, reported on, listed, counted."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from huiyin.kernel.time import begin_of_day, now, office_day
from huiyin.matters.instruction.errors import InstructionWordsSealed
from huiyin.matters.instruction.rules import Issuer
from huiyin.matters.instruction.selectors.fields import REPORTS_UP_DUE, REPORTS_UP_IN_TIME
from huiyin.matters.instruction.services.instruct import InstructionDraft, matter_instruct
from huiyin.matters.models import Attachment, Instruction, InstructionFile, Matter
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes
from tests.desk.test_register import ADDRESS, _form, _hidden, _picture
from tests.desk.test_seal import sealed  # noqa: F401

BODY, WORDS = "云州市信访局", "请核实电梯停运的情况，报告处理结果。"


@pytest.fixture
def today(cast: Cast) -> Cast:
    """The cast, now: pages ask the machine for the time."""
    cast.at = now()
    return cast


def _day(days: int = 0) -> str:
    return (office_day(now()) + timedelta(days=days)).isoformat()


def _given(**given: Any) -> dict[str, Any]:
    return {
        "issuer_kind": "body", "issuer": BODY, "number": "云信交〔2026〕5号", "instructed_on": _day(),
        "due_on": _day(20), "words": WORDS, **given,
    }  # fmt: skip


def test_from_the_instruction_to_the_report_that_left(today: Cast, desk: Desk) -> None:
    filed = today.file()
    today.to_handler(filed)
    office, handler, approver = Hand(desk("registrar")), Hand(desk("handler")), Hand(desk("approver"))
    assert "instruct" in codes(office.look(filed)) and "draft_report" not in codes(office.look(filed))
    assert "从登记那天起 60 天" in office.unfold(filed, "instruct")
    refused = office.send(filed, "instruct", **_given(issuer="", words=""))
    assert refused.status_code == 422 and "请写明是哪个机关" in refused.text and "请照来文写下" in refused.text
    refused = office.send(filed, "instruct", **_given(due_on=_day(-1)))
    assert refused.status_code == 422 and "不能早于交办日期" in refused.text
    page = office.do(filed, "instruct", files=_picture("来文.png"), **_given()).text
    assert "已登记上级交办" in page and WORDS in page and "来文.png" in page
    attachment = Attachment.objects.get()
    assert not attachment.is_public and InstructionFile.objects.get().attachment_id == attachment.pk

    listed = handler.client.get("/desk/reports-up/").text
    assert BODY in listed and f"/desk/matters/{filed.number}/?move=draft_report" in listed
    assert "要向上级报结的" in handler.client.get("/desk/").text
    handler.do(filed, "draft_report", position=1, kind="final", text="电梯已修好。")
    assert "等审批" in handler.look(filed) and "approve_report" not in codes(handler.look(filed))
    approver.do(filed, "return_report", position=1, reason="写明哪天修好。")
    handler.look(filed)
    assert "电梯已修好。" in handler.unfold(filed, "draft_report")
    handler.do(filed, "draft_report", position=1, kind="final", text="电梯已于三月一日修好。")
    approver.do(filed, "approve_report", position=1)
    page = office.look(filed)
    assert "上报报告" in page and "send_report" in codes(page)
    refused = office.send(filed, "send_report", position=1, sent_on=_day(1), way="paper", note="")
    assert refused.status_code == 422 and "送出日期要在批准以后" in refused.text
    office.do(filed, "send_report", position=1, sent_on=_day(), way="exchange", note="机要件")
    page = office.look(filed)
    assert "公文交换" in page and "draft_report" not in codes(page)
    assert BODY not in handler.client.get("/desk/reports-up/").text


def test_a_day_that_has_passed_is_confirmed_and_shown_as_late(today: Cast, desk: Desk) -> None:
    filed = today.file()
    today.to_handler(filed)
    office = Hand(desk("registrar"))
    assert 'name="past"' not in office.unfold(filed, "instruct")
    late = _given(instructed_on=_day(-30), due_on=_day(-3))
    refused = office.send(filed, "instruct", **late)
    assert refused.status_code == 422 and "这一天已经过了 3 天" in refused.text and 'name="past"' in refused.text
    assert not Instruction.objects.exists()
    page = office.do(filed, "instruct", past="on", **late).text
    assert "已登记上级交办。上级要求上报的日期已经过了 3 天" in page and "已超期" in page
    assert "已超期" in office.client.get("/desk/reports-up/").text


def test_registering_confirms_a_day_that_has_passed(today: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    fold = {f"instruction_{name}": text for name, text in _given(due_on=_day(-4), instructed_on=_day(-9)).items()}
    assert "instruction_past" not in browser.get(ADDRESS).text
    refused = browser.post(ADDRESS, _form(browser, **fold))
    assert refused.status_code == 422 and "这一天已经过了 4 天" in refused.text
    assert 'name="instruction_past"' in refused.text and not Matter.objects.exists()
    assert browser.post(ADDRESS, _form(browser, instruction_past="on", **fold)).status_code == 302
    assert "上级要求上报的日期已经过了 4 天" in browser.get("/desk/receipt/").text
    assert Instruction.objects.get().due_on == office_day(now()) - timedelta(days=4)


def test_the_letter_comes_with_the_registration_and_the_petitioner_never_has_it(today: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    fold = {f"instruction_{name}": text for name, text in _given().items()}
    # A letter alone says that there is an instruction; what was chosen needn't be chosen again.
    form = _form(browser)
    refused = browser.post(ADDRESS, form | {"instruction_files": [_picture("来文.png")]})
    assert refused.status_code == 422 and "请写明是哪个机关" in refused.text and "来文.png" in refused.text
    kept = _hidden(refused.text, "instruction_kept")
    # The letter of another form, or one given out as the petitioner's file, isn't taken.
    for stolen in ({"token": form["token"], "kept": kept}, {"instruction_kept": kept}):
        sent = browser.post(ADDRESS, _form(browser, **fold | {"text": f"换一件 {len(stolen)}"}, **stolen))
        assert sent.status_code == 302
    assert not Attachment.objects.exists()
    again = _form(browser, **fold) | {"files": [_picture("来信.png")], "instruction_files": [_picture("来文二.png")]}
    refused = browser.post(ADDRESS, again | {"text": ""})
    given = {name: _hidden(refused.text, name) for name in ("kept", "instruction_kept")}
    sent = browser.post(ADDRESS, _form(browser, **fold, **given, token=again["token"]))
    assert sent.status_code == 302
    public = dict(Attachment.objects.values_list("file__name", "is_public"))
    assert public == {"来信.png": True, "来文二.png": False}
    [linked] = InstructionFile.objects.select_related("attachment__file")
    assert linked.attachment.file.name == "来文二.png"


def test_the_rate_is_shown_and_exported(today: Cast, desk: Desk) -> None:
    filed = today.file()
    today.to_handler(filed)
    browser = Hand(desk("registrar"))
    browser.do(filed, "instruct", **_given(due_on=_day(3)))
    days = f"since={_day(0)}&until={_day(9)}"
    row = Instruction.objects.get()
    Instruction.objects.filter(pk=row.pk).update(due_on=office_day(now()) - timedelta(days=1))
    days = f"since={_day(-5)}&until={_day(9)}"
    page = browser.client.get(f"/desk/reports-up/rate/?{days}&unit={today.units['housing']}").text
    assert "0.0%" in page and "云渡县住房和城乡建设局没有按时报结的" in re.sub(r"\s+", "", page)
    assert filed.number in page
    csv = browser.client.get(f"/desk/reports-up/rate/table/?{days}&as=csv")
    assert "云渡县住房和城乡建设局,1,0,0,1,0,0.0%" in csv.content.decode()
    sheets = load_workbook(BytesIO(browser.client.get(f"/desk/reports-up/rate/table/?{days}").content))
    assert sheets.sheetnames == ["报结率", "没有按时的"]
    assert sheets["没有按时的"].max_row == 2
    # Whom the matter is about: no line, no file, no number beside the menu.
    Matter.objects.filter(pk=filed.matter_id).update(respondent_officer=today.officers["housing_leader"])
    accused = desk("housing_leader")
    for address in (
        "/desk/reports-up/",
        f"/desk/reports-up/rate/?{days}",
        f"/desk/reports-up/rate/table/?{days}&as=csv",
    ):
        assert filed.number not in accused.get(address).text and BODY not in accused.get(address).text
    assert "0.0%" not in accused.get(f"/desk/reports-up/rate/?{days}").text
    assert "要向上级报结的" not in accused.get("/desk/").text


def test_what_comes_from_above_is_registered_in_one_form(today: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    fold = {f"instruction_{name}": text for name, text in _given(due_on="").items()}
    refused = browser.post(ADDRESS, _form(browser, **fold | {"instruction_issuer": "", "instruction_words": ""}))
    assert refused.status_code == 422 and "请写明是哪个机关" in refused.text
    assert re.search(r'<details class="arrange no-print" open>', refused.text)
    refused = browser.post(ADDRESS, _form(browser, **fold | {"instruction_due_on": _day(-1)}))
    assert refused.status_code == 422 and "不能早于交办日期" in refused.text
    # The matter and the instruction, or neither.
    assert not Matter.objects.exists()
    assert browser.post(ADDRESS, _form(browser, **fold)).status_code == 302
    row = Instruction.objects.get()
    assert (row.issuer, row.words, row.due_by_rule) == (BODY, WORDS, True)
    assert row.due_on == office_day(now()) + timedelta(days=60)
    receipt = browser.get("/desk/receipt/").text
    assert BODY not in receipt and WORDS not in receipt


def test_without_an_instruction_nothing_is_written(today: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    assert browser.post(ADDRESS, _form(browser, instruction_issuer_kind="body")).status_code == 302
    assert Matter.objects.exists() and not Instruction.objects.exists()


def test_the_words_of_a_sealed_matter_stand_nowhere(cast: Cast, sealed: Registered, desk: Desk) -> None:  # noqa: F811
    form = Hand(desk("registrar"))
    page = form.unfold(sealed, "instruct")
    assert 'name="words"' not in page and 'name="files"' not in page
    form.do(sealed, "instruct", **_given(words=WORDS))
    assert Instruction.objects.get().words == ""
    draft = InstructionDraft(Issuer.BODY, BODY, WORDS, office_day(now()))
    with pytest.raises(InstructionWordsSealed):
        matter_instruct(actor=cast.actor("registrar"), matter_id=sealed.matter_id, draft=draft, at=now())


def test_a_return_leads_to_what_is_missing(today: Cast, desk: Desk) -> None:
    filed = today.file()
    today.to_handler(filed)
    Hand(desk("registrar")).do(filed, "instruct", **_given(due_on=_day(3)))
    Instruction.objects.update(due_on=office_day(now()) - timedelta(days=1))
    begin, end = begin_of_day(office_day(now()) - timedelta(days=7)), begin_of_day(office_day(now()))
    housing = today.units["housing"]
    for field in (REPORTS_UP_DUE, REPORTS_UP_IN_TIME):
        assert field.count and field.behind
        assert field.count(housing, begin, end) == (1 if field is REPORTS_UP_DUE else 0)
        page = desk("housing_registrar").get(field.behind(housing, begin, end)).text
        # The days of the page are those of the return.
        assert filed.number in page and _day(-7) in page and _day(-1) in page
