"""The reception at the desk: days are published and changed, the list is read, visits are written down."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.ledger.models import Entry
from huiyin.matters.models import Matter, Message
from huiyin.reception.models import Appointment, ReceptionDay
from huiyin.vault.services import openings_of
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.reception.house import STARTS, WHO, book, on_the_day, publish

TYPED = {
    "on": "2026-03-09", "begins": "09:00", "slots": "4", "minutes": "30", "place": "信访局一楼", "form": "fixed",
    "topic": "", "title_text": "", "portfolio": "",
}  # fmt: skip
VISIT = {"kind": "claim", "text": "电梯停运两个月。", "requests": "修好电梯", "respondent": ""}


@pytest.fixture(autouse=True)
def _at_the_casts_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def clock() -> datetime:
        return cast.at

    for module in ("reception.days", "reception.visits", "organisation.acting", "register.views"):
        monkeypatch.setattr(f"huiyin.desk.{module}.now", clock)


def _leader(page: str, name: str) -> str:
    found = re.search(rf'<option value="([\d:]+)"[^>]*>{name}', page)
    assert found
    return found[1]


def _post(client: Any, address: str, **typed: str) -> str:
    answer = client.post(address, typed)
    assert answer.status_code == 302, re.sub(r"\s+", " ", answer.text)[-3000:]
    return str(answer.headers["Location"])


def test_a_day_is_published_changed_and_cancelled(cast: Cast, desk: Desk) -> None:
    client = desk("registrar")
    page = client.get("/desk/reception/").text
    assert "江望舒" in page and "楚天阔" not in page  # leaders above the petition office, none of other units
    _post(client, "/desk/reception/", officer=_leader(page, "严知行"), **TYPED)
    day = ReceptionDay.objects.get()
    assert (day.title, day.slots) == ("leader", 4)  # the post's own title where none was typed
    address = f"/desk/reception/{day.pk}/"
    page = client.get(address).text
    assert "还没有人预约" in page and "信访局一楼" in page
    _post(client, address, seen="1", **{**TYPED, "place": "政务中心", "title_text": "局长"})
    assert ReceptionDay.objects.get().place == "政务中心"
    late = client.post(address, {**TYPED, "seen": "1"})
    assert late.status_code == 409 and "有了变化" in late.text
    assert client.post(f"{address}cancel/", {"reason": ""}).status_code == 422
    _post(client, f"{address}cancel/", reason="防汛值班")
    page = client.get(address).text
    assert "防汛值班" in page and "修改接访日" not in page


def test_what_cannot_be_published_is_shown_beside_its_field(cast: Cast, desk: Desk) -> None:
    client = desk("registrar")
    officer = _leader(client.get("/desk/reception/").text, "严知行")
    for wrong, sentence in (
        ({"on": "2026-03-02"}, "最早是明天"),
        ({"form": "topic"}, "写明专题"),
        ({"place": ""}, "请填写这一项"),
        ({"officer": "1:1"}, "请从列出的选项里选一项"),
    ):
        answer = client.post("/desk/reception/", {**TYPED, "officer": officer, **wrong})
        assert answer.status_code == 422 and sentence in answer.text, wrong
    assert not ReceptionDay.objects.exists()


def test_names_come_on_the_day_at_a_press_and_on_record(cast: Cast, desk: Desk) -> None:
    day_id = publish(cast)
    booked = book(cast, day_id)
    client = desk("registrar")
    address = f"/desk/reception/{day_id}/"
    page = client.get(address).text
    assert "想当面说说电梯停运的事。" in page and WHO.name not in page and "显示姓名" not in page
    assert client.post(f"{address}names/").status_code == 403
    on_the_day(cast)
    page = client.get(address).text
    assert WHO.name not in page and "显示姓名" in page
    page = client.post(f"{address}names/").text
    assert WHO.name in page and WHO.phone not in page
    assert WHO.name not in client.get(address).text
    assert Entry.objects.filter(kind="vault.identity.opened").count() == 1
    assert len(openings_of(subject=f"appointment:{booked.appointment_id}")) == 1


def test_a_strangers_day_is_not_there(cast: Cast, desk: Desk) -> None:
    day_id = publish(cast)
    booked = book(cast, day_id)
    on_the_day(cast)
    client = desk("housing_registrar")
    assert str(day_id) not in client.get("/desk/reception/").text
    address, visit = f"/desk/reception/{day_id}/", f"/desk/reception/visits/{booked.appointment_id}/"
    assert client.get(address).status_code == client.get(visit).status_code == 404
    for below in ("", "cancel/", "names/"):
        assert client.post(f"{address}{below}", {"reason": "不办了", **TYPED, "seen": "1"}).status_code == 404
    for below in ("note/", "register/", "contact/"):
        assert client.post(f"{visit}{below}", {"purpose": "电话告知", "body": "记", **VISIT}).status_code == 404
    assert Appointment.objects.get().noted_at is None


def test_a_visit_is_registered_in_one_go_with_a_receipt(cast: Cast, desk: Desk) -> None:
    booked = book(cast, publish(cast))
    on_the_day(cast)
    client = desk("registrar")
    address = f"/desk/reception/visits/{booked.appointment_id}/"
    page = client.get(address).text
    assert "登记为新的一件" in page and "记进原来的事项" not in page and WHO.name not in page
    wrong = client.post(f"{address}register/", {**VISIT, "requests": ""})
    assert wrong.status_code == 422 and "电梯停运两个月。" in wrong.text
    receipt = client.get(_post(client, f"{address}register/", **VISIT)).text
    matter = Matter.objects.get()
    assert "登记回执" in receipt and "来访" in receipt and "查询码" in receipt
    assert (matter.channel, matter.text) == ("visit", "电梯停运两个月。")
    assert "已记下" in client.get(address).text
    other = client.post(f"{address}register/", {**VISIT, "text": "另一件事。"})
    assert other.status_code == 409
    assert Matter.objects.count() == 1


def test_a_visit_about_a_matter_is_noted_there(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    booked = book(cast, publish(cast), matter_id=filed.matter_id)
    on_the_day(cast)
    client = desk("office_leader")
    address = f"/desk/reception/visits/{booked.appointment_id}/"
    page = client.get(address).text
    assert "记进原来的事项" in page and "由本单位的登记员登记" in page
    assert client.post(f"{address}note/", {"body": ""}).status_code == 422
    _post(client, f"{address}note/", body="答应本周内到现场看。")
    assert Message.objects.get().body == "答应本周内到现场看。"


def test_a_contact_is_shown_for_a_purpose(cast: Cast, desk: Desk) -> None:
    booked = book(cast, publish(cast))
    client = desk("registrar")
    address = f"/desk/reception/visits/{booked.appointment_id}/contact/"
    assert client.post(address, {"purpose": ""}).status_code == 422
    page = client.post(address, {"purpose": "电话告知改期"}).text
    assert WHO.name in page and WHO.phone in page
    assert [opening.purpose for opening in openings_of(subject=f"appointment:{booked.appointment_id}")] == [
        "电话告知改期"
    ]


def test_auditors_read_who_looked_and_never_at_whom(cast: Cast, desk: Desk) -> None:
    day_id = publish(cast)
    book(cast, day_id)
    on_the_day(cast)
    desk("registrar").post(f"/desk/reception/{day_id}/names/")
    page = desk("auditor").get("/desk/records/openings/").text
    assert "穆清和" in page and "接访当天按名单接待" in page and "预约" in page and WHO.name not in page


def test_nothing_of_a_matter_about_the_leader_is_on_any_page(cast: Cast, desk: Desk) -> None:
    day_id = publish(cast)
    filed = cast.file(unit_id=cast.units["commission"])
    booked = book(cast, day_id, matter_id=filed.matter_id, words="关于本局长的举报")
    Matter.objects.update(respondent_officer=cast.officers["office_leader"])
    on_the_day(cast)
    for by in ("registrar", "office_leader"):
        client = desk(by)
        address = f"/desk/reception/{day_id}/"
        for page in (client.get(address).text, client.post(f"{address}names/").text):
            assert "举报" not in page and WHO.name not in page and filed.number[:8] not in page
            assert "已约，内容不在您这里显示" in page
        assert client.get(f"/desk/reception/visits/{booked.appointment_id}/").status_code == 404


def test_days_far_ahead_are_a_press_away(cast: Cast, desk: Desk) -> None:
    far = publish(cast, starts_at=STARTS + timedelta(days=60))
    client = desk("registrar")
    page = client.get("/desk/reception/").text
    assert str(far) not in page and "六周以后还有 1 天" in page
    assert str(far) in client.get("/desk/reception/?all=1").text
