"""docs/moving-in.md, walked: from an installation with nothing in it to the first answer, by pages alone."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from huiyin.cli import people
from huiyin.cli.root import root
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.orgs.selectors.opening import _opening
from tests.cast import PASSWORD, Cast, keep_time
from tests.journeys.county import DRAFT, DeskOfficer, Petitioner
from tests.journeys.hands import Browser

_PAGE = (Path(__file__).resolve().parents[2] / "docs" / "moving-in.md").read_text(encoding="utf-8")
_OFFICE, _HOUSING = "云渡县信访局", "云渡县住房和城乡建设局"
_ROWS: Mapping[str, Sequence[Sequence[str]]] = {
    "地方": [["980000", "云渡县", ""]],
    "单位": [
        # The one above stands below it, and the office that the command has made moves there.
        [_OFFICE, "云渡县人民政府", "信访部门", "信访局", "", "云渡县", "否", "0000-1000001"],
        [_HOUSING, "云渡县人民政府", "部门", "住建局", "", "云渡县", "否", "0000-1000002"],
        ["云渡县人民政府", "", "县（市、区）", "县政府", "", "云渡县", "否", ""],
    ],
    "归口": [["全部", "", "住建局"]],
    "人员": [
        ["mayor", "江望舒"], ["registrar", "穆清和"], ["auditor", "钟正声"],
        ["director", "田小禾"], ["handler", "沈秋白"], ["approver", "顾南亭"],
    ],
    "职位": [
        ["县政府", "领导干部", "县长", "mayor"],
        ["信访局", "接访登记员", "", "registrar"], ["信访局", "监督员", "", "auditor"],
        ["住建局", "接访登记员", "", "director"],
        ["住建局", "承办人", "", "handler"], ["住建局", "审批人", "", "approver"],
    ],
}  # fmt: skip


class NewOfficer(DeskOfficer):
    """An officer who signs in with a name and a password, as nobody of the cast is here."""

    def __init__(self, username: str) -> None:
        """Signed in."""
        Browser.__init__(self)
        self.open("/desk/").press("登录", login=username, password=PASSWORD)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_an_office_moves_in_and_answers_its_first_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = Cast()
    keep_time(cast, monkeypatch)
    monkeypatch.setattr(_opening, "was_open", False)
    monkeypatch.setattr(people, "demand_ready", lambda: None)
    assert "huiyin admin-create admin" in _PAGE
    created = CliRunner().invoke(
        root, ["admin-create", "admin", "--name", "安若素", "--unit", _OFFICE, "--password", PASSWORD]
    )
    assert created.exit_code == 0 and "还没有登记员" in created.output, created.output

    admin = NewOfficer("admin")
    admin.open("/desk/").sees("开始设置", "还没有类别", "1 个单位没有负责人")
    admin.follow("用一个工作簿建好前几项")
    empty = admin.fetch("空表，带县（市、区）的类别")
    admin.press("上传并检查", workbook=SimpleUploadedFile("机构.xlsx", _filled(empty)))
    admin.sees("现在什么都没有写入", "谁能指挥它")
    button = re.search(r"写入 \d+ 行", admin.text)
    assert button, admin.text
    admin.press(button[0], sure=("这些我看过了",)).sees("已写入", "开通码")
    codes = {username: code for _name, username, code in _lines(admin)}
    assert codes.keys() == {"mayor", "registrar", "auditor", "director", "handler", "approver"}

    for username, code in codes.items():
        person = Browser().open("/accounts/login/").follow("用开通码设密码")
        person.press("设定密码", username=username, code=code, password=PASSWORD, again=PASSWORD)
    _is_set_up(admin)

    citizen = Petitioner(cast)
    citizen.file(respondent="")
    number = citizen.number
    NewOfficer("registrar").do(number, "受理").do(number, "交给其他单位", unit_text="住建局")
    NewOfficer("director").do(number, "指定承办人", handler="沈秋白")
    handler = NewOfficer("handler")
    handler.do(number, "起草答复", **DRAFT)
    NewOfficer("approver").do(number, "批准答复")
    handler.do(number, "送达答复")
    assert citizen.lead.startswith("已经书面答复")
    citizen.sees(DRAFT["reasons_1"])
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def _is_set_up(admin: NewOfficer) -> None:
    """What the workbook was for is complete; what it can't do is said by name."""
    admin.open("/desk/organisation/setup/")
    rows = {part.split(" ")[0]: part for part in admin.parts(".work-row")}
    complete = {title for title, words in rows.items() if "齐了" in words}
    assert {"单位", "地方", "人员和职位", "类别", "归口", "开门"} <= complete, rows
    assert "信访局还没有印章图片" in rows["发文字号和印章"]
    assert "1 位管理员还没有打开两步登录：安若素" in rows["两步登录"]


def _filled(empty: bytes) -> bytes:
    """The empty workbook with our rows below its examples."""
    book = load_workbook(BytesIO(empty))
    for title, rows in _ROWS.items():
        for row in rows:
            book[title].append(list(row))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _lines(admin: NewOfficer) -> list[list[str]]:
    """The table of codes."""
    rows = admin.page.xpath("//table//tbody/tr")
    return [[re.sub(r"\s+", "", cell.text_content()) for cell in row.iter("td")] for row in rows]
