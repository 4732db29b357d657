"""Booking a reception in a browser without scripts: booked, looked up, let go; never told to the wrong ones."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from huiyin.kernel.actor import Role
from huiyin.kernel.ids import format_receipt_code, new_token, parse_receipt_code, receipt_code
from huiyin.orgs.selectors import posts_of_unit
from huiyin.reception.models import Appointment, HomeVisitWish
from huiyin.reception.rules.rosters import Half, RosterKind
from huiyin.reception.services import day_names_open, hall_roster_make, home_visit_ask, reception_day_cancel
from tests.cast import Cast
from tests.matters.test_joint import name as name_representative
from tests.portal.walker import digits_on, phone_asked
from tests.reception.house import STARTS, book, on_the_day, publish
from tests.reception.test_home_visit import HOME, agree, wish
from tests.reception.test_roster import joint

WORDS = "电梯停运两个月，想当面说说。"
TYPED = {"slot": "2", "words": WORDS, "name": "纪北辰", "phone": "19900007788", "email": ""}


@pytest.fixture(autouse=True)
def _at_the_casts_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def clock() -> datetime:
        return cast.at

    for module in ("views", "booking", "home"):
        monkeypatch.setattr(f"huiyin.portal.reception.{module}.now", clock)
    cache.clear()


def _token(page: str) -> str:
    found = re.search(r'name="token" value="([\w-]{43})"', page)
    assert found
    return found[1]


def _press(client: Client, day_id: UUID, **typed: str) -> Any:
    address = f"/reception/days/{day_id}/"
    token = _token(client.get(address).text)
    return client.post(address, {**TYPED, "token": token, **typed})


def test_the_page_shows_who_receives_when_and_where(cast: Cast) -> None:
    assert "领导接访日" not in Client().get("/reception/").text
    day_id = publish(cast)
    page = Client().get("/reception/").text
    for words in (
        "严知行",
        "局长",
        "主持全面工作",
        "2026年3月9日",
        "星期一",
        "09:00—11:00",
        "一楼接访室",
        "定点接访",
        "还有 4 个时间",
    ):
        assert words in page, words
    assert f"/reception/days/{day_id}/" in page
    reception_day_cancel(actor=cast.actor("registrar"), day_id=day_id, reason="防汛值班", at=cast.at)
    page = Client().get("/reception/").text
    assert "已取消" in page and "防汛值班" in page and f"/reception/days/{day_id}/" not in page


def test_a_slot_is_booked_shown_with_its_code_and_let_go(cast: Cast) -> None:
    day_id, client = publish(cast), Client()
    answer = _press(client, day_id)
    assert answer.status_code == 302, answer.text
    page = client.get("/reception/booking/").text
    assert "09:30" in page and WORDS in page and "纪北辰" not in page and "19900007788" not in page
    code = parse_receipt_code(re.search(r'id="booking-code">([^<]+)<', page)[1])  # type: ignore[index]
    assert code and code not in answer.headers["Location"]

    other = Client()  # another device, with the code alone
    assert "预约码" in other.get("/reception/booking/").text
    assert other.post("/reception/booking/", {"code": format_receipt_code(code)}).status_code == 302
    page = other.get("/reception/booking/").text
    assert "09:30" in page and code not in page.replace("-", "") and 'id="digits"' not in page
    asked = other.get("/reception/booking/cancel/").text
    assert "取消这个预约吗？" in asked and Appointment.objects.get().cancelled_at is None
    other.post("/reception/booking/cancel/")
    assert "这个预约已经取消" in other.get("/reception/booking/").text
    assert Appointment.objects.get().cancelled_by == "booker"
    other.post("/reception/booking/leave/")
    assert WORDS not in other.get("/reception/booking/").text


def test_the_digits_beside_its_code_open_a_booking_as_well(cast: Cast) -> None:
    day_id, client = publish(cast), Client()
    _press(client, day_id)
    other = Client()
    shown = digits_on(client.get("/reception/booking/").text)
    assert other.post("/reception/booking/", {"code": shown}).status_code == 302
    assert "09:30" in other.get("/reception/booking/").text


def test_a_number_that_looks_like_a_slip_is_asked_about_once_while_booking(cast: Cast) -> None:
    day_id, client = publish(cast), Client()
    asked = _press(client, day_id, phone="1990000778")
    assert asked.status_code == 422 and "这个号码是 10 位，手机号是 11 位。" in asked.text
    assert not Appointment.objects.exists()
    again = _press(client, day_id, phone="1990000778", phone_asked=phone_asked(asked.text))
    assert again.status_code == 302 and Appointment.objects.count() == 1


def test_one_press_counts_once(cast: Cast) -> None:
    day_id, client = publish(cast), Client()
    address = f"/reception/days/{day_id}/"
    token = _token(client.get(address).text)
    for _ in range(2):
        assert client.post(address, {**TYPED, "token": token}).status_code == 302
    assert Appointment.objects.count() == 1
    assert "您刚才已经约好" in client.get("/reception/booking/").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"slot": ""}, "请选一个时间"),
        ({"slot": "9"}, "请选另一个时间"),
        ({"words": ""}, "请写几句想谈什么"),
        ({"words": "长" * 501}, "最多 500 字"),
        ({"name": ""}, "请写姓名"),
        ({"phone": ""}, "请留电话或邮箱"),
        ({"email": "beichen"}, "邮箱地址不完整"),
        ({"code": "2026-1121-2905-4581"}, "这是编号。请填写查询码"),
    ],
)
def test_what_is_missing_is_shown_and_what_was_typed_stays(cast: Cast, typed: dict[str, str], sentence: str) -> None:
    answer = _press(Client(), publish(cast), **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("纪北辰" if "name" not in typed else WORDS) in answer.text
    assert not Appointment.objects.exists()


def test_who_was_slower_chooses_again(cast: Cast) -> None:
    day_id, client = publish(cast), Client()
    address = f"/reception/days/{day_id}/"
    token = _token(client.get(address).text)
    book(cast, day_id, slot=2)
    answer = client.post(address, {**TYPED, "token": token})
    assert answer.status_code in {409, 422} and "被别人约走了" in answer.text and WORDS in answer.text
    assert client.post(address, {**TYPED, "token": token, "slot": "3"}).status_code == 302


def test_a_matter_comes_along_with_its_code(cast: Cast) -> None:
    filed, day_id, client = cast.file(), publish(cast), Client()
    mine = {"code": format_receipt_code(filed.code), "words": ""}
    assert _press(client, day_id, **mine).status_code == 302
    assert Appointment.objects.get().matter_id == filed.matter_id
    assert filed.number not in client.get("/reception/booking/").text.replace("-", "")


def test_the_code_of_a_representative_books_nothing_about_the_matter(cast: Cast) -> None:
    """It lets them read; the petitioner's own code is what speaks for a matter."""
    named = name_representative(cast, cast.file(), 0)
    answer = _press(Client(), publish(cast), code=named.code)
    assert answer.status_code == 422 and "没有事项用这个查询码" in answer.text


def test_the_form_is_no_way_to_guess_codes(cast: Cast) -> None:
    filed, day_id, client = cast.file(), publish(cast), Client()
    wrong = {"code": receipt_code(key=b"another installation", token=new_token())}
    for _ in range(4):
        assert "没有事项用这个查询码" in _press(client, day_id, **wrong).text
    assert "连着几次都对不上" in _press(client, day_id, **wrong).text
    unused = receipt_code(key=b"another installation", token=new_token())
    assert client.post("/reception/booking/", {"code": unused}).status_code == 429
    assert client.post("/reception/booking/", {"code": "x"}).status_code == 422
    assert not Appointment.objects.exists()
    # The wait is for wrong answers: the right one is let in, whoever else sits behind the address.
    assert _press(client, day_id, code=filed.code).status_code == 302


def test_a_matter_about_the_leader_is_shown_other_days(cast: Cast) -> None:
    filed = cast.file(unit_id=cast.units["commission"], respondent_officer_id=cast.officers["office_leader"])
    day_id = publish(cast)
    elsewhere = publish(
        cast, "housing_registrar", unit_id=cast.units["housing"], officer_id=cast.officers["housing_leader"]
    )
    answer = _press(Client(), day_id, code=filed.code)
    assert answer.status_code == 422 and "不能约这一场" in answer.text
    assert f"/reception/days/{elsewhere}/" in answer.text
    assert not Appointment.objects.exists()


def test_the_booking_says_who_has_looked(cast: Cast) -> None:
    day_id, client = publish(cast), Client()
    _press(client, day_id)
    assert "还没有人看过" in client.get("/reception/booking/").text
    at = on_the_day(cast)
    day_names_open(actor=cast.actor("registrar"), day_id=day_id, at=at)
    page = client.get("/reception/booking/").text
    assert "云渡县信访局" in page and "接访当天按名单接待" in page and "穆清和" not in page


def test_a_wrong_code_a_strange_cookie_and_a_day_that_is_not_there(cast: Cast) -> None:
    client = Client()
    answer = client.post("/reception/booking/", {"code": "没有这个码"})
    assert answer.status_code == 422 and "没有找到这个预约" in answer.text
    client.cookies["booking"] = "forged"
    assert "预约码" in client.get("/reception/booking/").text
    assert client.post("/reception/booking/cancel/").status_code == 302
    assert client.get(f"/reception/days/{UUID(int=1)}/").status_code == 404


def test_a_full_day_points_elsewhere(cast: Cast) -> None:
    day_id = publish(cast, slots=1)
    other = publish(
        cast, "housing_registrar", unit_id=cast.units["housing"], officer_id=cast.officers["housing_leader"]
    )
    book(cast, day_id)
    page = Client().get(f"/reception/days/{day_id}/").text
    assert "这一场约满了" in page and f"/reception/days/{other}/" in page and "<textarea" not in page


def test_pages_cost_the_same_however_much_is_published(cast: Cast) -> None:
    """Units; days, taken slots, names of units and of leaders; who sits in the halls.

    Sending: the day, its slots, who, how many of theirs, the booking.
    """
    first = publish(cast)
    for hours in range(3, 9):
        publish(cast, starts_at=STARTS + timedelta(hours=hours), slots=1)
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        client.get("/reception/")
    assert len(captured) == 6, [query["sql"][:100] for query in captured]
    token = _token(client.get(f"/reception/days/{first}/").text)
    with CaptureQueriesContext(connection) as captured:
        assert client.post(f"/reception/days/{first}/", {**TYPED, "token": token}).status_code == 302
    statements = [sql[:100] for query in captured if "SAVEPOINT" not in (sql := query["sql"] or "")]
    assert len(statements) <= 17, statements


def test_one_network_takes_half_of_a_leaders_day_at_most(cast: Cast) -> None:
    """Whatever number and cookies it comes with; the rest is left to people elsewhere."""
    day_id, another = publish(cast, slots=5), publish(cast, slots=5, starts_at=STARTS + timedelta(days=1))
    for number in range(1, 4):
        assert _press(Client(), day_id, slot=str(number), phone=f"1990000222{number}").status_code == 302
    held_up = _press(Client(), day_id, slot="4", phone="19900002224")
    assert held_up.status_code == 409 and "剩下的留给别处的人" in held_up.text and WORDS in held_up.text
    assert _press(Client(REMOTE_ADDR="203.0.113.9"), day_id, slot="4", phone="19900002224").status_code == 302
    # A village behind one address isn't shut out: it is received on another day, and nobody waits.
    assert _press(Client(), another, slot="1", phone="19900002225").status_code == 302


def test_many_people_behind_one_address_book_one_after_the_other(cast: Cast) -> None:
    day_id = publish(cast, slots=20)
    for number in range(1, 11):
        assert _press(Client(), day_id, slot=str(number), phone=f"199000022{number:02}").status_code == 302
    mine = Appointment.objects.exclude(origin_mark=None)
    assert mine.count() == 10 and len({bytes(appointment.origin_mark or b"") for appointment in mine}) == 1


def test_what_was_booked_from_a_network_and_let_go_is_counted_no_more(cast: Cast) -> None:
    day_id, client = publish(cast, slots=1), Client()
    _press(client, day_id, slot="1")
    client.post("/reception/booking/cancel/")
    assert not Appointment.objects.exclude(origin_mark=None).exists()
    assert _press(Client(), day_id, slot="1").status_code == 302


def test_the_right_code_opens_a_booking_while_others_guess(cast: Cast) -> None:
    booked = book(cast, publish(cast))
    wrong = receipt_code(key=b"another installation", token=new_token())
    answers = [Client().post("/reception/booking/", {"code": wrong}).status_code for _ in range(6)]
    assert answers == [422] * 4 + [429] * 2
    assert Client().post("/reception/booking/", {"code": booked.code}).status_code == 302


def test_addresses_come_first_then_rosters_then_days(cast: Cast) -> None:
    publish(cast)
    hall_roster_make(actor=cast.actor("registrar"), rule=joint(cast), at=cast.at)
    page = Client().get("/reception/").text
    assert page.index("接待地点") < page.index("几个单位一起在") < page.index("领导接访日")
    assert "一楼大厅" in page


def test_days_off_say_who_is_there_and_name_no_person(cast: Cast) -> None:
    """A Saturday without a reception day is listed all the same, as soon as a post is on its roster."""
    title = "不上班的日子，这里有人"
    assert title not in Client().get("/reception/").text
    (post,) = posts_of_unit(unit_id=cast.units["office"], roles=[Role.REGISTRAR])
    rule = joint(
        cast, kind=RosterKind.DAY_OFF, half=Half.ALL_DAY, unit_ids=(), weekdays=frozenset(), post_ids=(post.id,)
    )
    hall_roster_make(actor=cast.actor("registrar"), rule=rule, at=cast.at)
    page = Client().get("/reception/").text
    shown = page.partition(title)[2].partition("<h2")[0]
    assert "2026年3月7日" in shown and "星期六" in shown and "一楼大厅" in shown and post.title in shown
    assert "2026年3月9日" not in shown, "Monday is a working day"
    assert post.officer_name and post.officer_name not in page
    assert page.index("接待地点") < page.index(title) and "几个单位一起在" not in page


def test_a_home_visit_is_asked_for_read_and_withdrawn(cast: Cast) -> None:
    client = Client()
    page = client.get("/reception/home-visit/").text
    typed = {
        "words": WORDS, "name": "谷小满", "phone": "19900001234", "email": "", "address": "柳溪路5号",
        "token": _token(page),
    }  # fmt: skip
    wrong = client.post("/reception/home-visit/", {**typed, "address": ""})
    assert wrong.status_code == 422 and "请写上门的地址" in wrong.text and WORDS in wrong.text
    asked = client.post("/reception/home-visit/", {**typed, "phone": "1990000123"})
    assert asked.status_code == 422 and "这个号码是 10 位" in asked.text and phone_asked(asked.text) == "1990000123"
    assert client.post("/reception/home-visit/", typed).headers["Location"] == "/reception/home-visit/wish/"
    page = client.get("/reception/home-visit/wish/").text
    assert "申请收到了" in page and WORDS in page and "柳溪路" not in page
    code = re.search(r'id="booking-code">([\w-]+)<', page)
    assert code and parse_receipt_code(digits_on(page)) == parse_receipt_code(code[1])
    other = Client()
    assert other.get("/reception/home-visit/wish/").status_code == 302
    answer = other.post("/reception/booking/", {"code": code[1]})
    assert answer.headers["Location"] == "/reception/home-visit/wish/"
    other.post("/reception/home-visit/withdraw/")
    assert "申请已经撤回" in other.get("/reception/home-visit/wish/").text


def test_very_many_wishes_of_a_network_wait_and_keep_their_words(cast: Cast, settings: Settings) -> None:
    settings.HUIYIN_HOME_VISITS_OF_NETWORK = 2

    def ask(client: Client, phone: str) -> Any:
        typed = {"words": WORDS, "name": "谷小满", "phone": phone, "email": "", "address": "柳溪路5号"}
        token = _token(client.get("/reception/home-visit/").text)
        return client.post("/reception/home-visit/", {**typed, "token": token})

    assert ask(Client(), "19900001231").status_code == 302
    refused = ask(Client(), "19900001232")
    assert refused.status_code == 429 and "请过 30 分钟再按一次" in refused.text and WORDS in refused.text
    assert HomeVisitWish.objects.count() == 1
    assert ask(Client(REMOTE_ADDR="198.51.100.9"), "19900001232").status_code == 302
    # At the counter it is the unit itself that writes them down.
    home_visit_ask(
        words=WORDS, identity=HOME, token=new_token(), at=cast.at, actor=cast.actor("registrar"),
        unit_id=cast.units["office"],
    )  # fmt: skip
    assert HomeVisitWish.objects.count() == 3


def test_a_phone_shows_first_what_is_needed_now(cast: Cast) -> None:
    """Every address and telephone, the next sitting and the next two days; what comes later is folded."""
    for day in range(6):
        publish(cast, starts_at=STARTS + timedelta(days=day), slots=1)
    hall_roster_make(actor=cast.actor("registrar"), rule=joint(cast), at=cast.at)
    page = Client().get("/reception/").text
    main = page.partition("<main")[2].partition("</main>")[0]
    seen = re.sub(r"<details.*?</details>", "", main, flags=re.DOTALL)
    assert main.count("还有 1 个时间") == 6 and seen.count("还有 1 个时间") == 2
    assert seen.count('class="tel"') == main.count('class="tel"') > 0
    assert seen.count("一楼大厅") == 1 < main.count("一楼大厅")
    assert "再往后的 4 场" in main and "带上什么" not in seen and "download" not in seen


def test_a_home_visit_names_all_that_is_missing_at_once(cast: Cast) -> None:
    """Somebody who is to be visited is found by an address: nothing that is needed is called optional."""
    client = Client()
    page = client.get("/reception/home-visit/").text
    assert "（可不填）" not in page and page.count("（至少留一样）") == 2
    answer = client.post("/reception/home-visit/", {"token": _token(page)})
    assert answer.status_code == 422
    for sentence in ("请写几句想谈什么", "请写姓名", "请写上门的地址", "请留电话或邮箱，定下日子告诉您"):
        assert sentence in answer.text, sentence


def test_an_agreed_home_visit_is_read_with_the_same_code_and_by_no_one_else(cast: Cast) -> None:
    done = wish(cast)
    day_id = agree(cast, done.wish_id)
    assert "领导接访日" not in Client().get("/reception/").text
    assert Client().get(f"/reception/days/{day_id}/").status_code == 404
    client = Client()
    assert client.post("/reception/booking/", {"code": done.code}).headers["Location"] == "/reception/booking/"
    page = client.get("/reception/booking/").text
    assert "上门探访" in page and "严知行" in page
