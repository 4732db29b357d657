"""Searching from the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.both_databases

STATEMENTS = 9


def test_two_characters_find_it_and_the_number_does(cast: Cast, desk: Desk) -> None:
    filed = cast.file(title="自来水发黄", text="家里自来水发黄有异味。")
    cast.file(title="路灯不亮", text="村口路灯不亮。")
    browser = desk("registrar")
    for text in ("发黄", "异味", filed.number, f"{filed.number[:8]}-{filed.number[8:12]}-{filed.number[12:]}"):
        page = browser.get("/desk/search/", {"q": text}).text
        assert "自来水发黄" in page and "路灯不亮" not in page, text
        assert f'value="{text}"' in page


def test_a_closed_matter_is_found_too(cast: Cast, desk: Desk) -> None:
    filed = cast.file(title="想了解落户政策", text="想了解落户政策。")
    cast.answer(filed)
    assert "想了解落户政策" in desk("housing_registrar").get("/desk/search/", {"q": "落户"}).text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "按编号或内容查找"),
        ("从没有人写过", "没有找到"),
        ("？！……", "请输入文字或编号"),
        ("x" * 5000, "没有找到"),
    ],
)
def test_nothing_found_says_what_to_do(cast: Cast, desk: Desk, text: str, sentence: str) -> None:
    answer = desk("registrar").get("/desk/search/", {"q": text})
    assert answer.status_code == 200
    assert sentence in answer.text


def test_too_many_results_are_reported(cast: Cast, desk: Desk) -> None:
    for _ in range(51):
        cast.file()
    page = desk("registrar").get("/desk/search/", {"q": "电梯"}).text
    assert page.count("data-open") == 50
    assert "最新的 50 件" in page


def test_barred_and_strangers_find_nothing(cast: Cast, desk: Desk) -> None:
    filed = cast.file(text="反映单位领导占用停车位。", respondent_officer_id=cast.officers["office_leader"])
    for username in ("registrar", "office_leader", "education_registrar"):
        for text in ("停车", filed.number):
            assert "没有找到" in desk(username).get("/desk/search/", {"q": text}).text


def test_markup_in_a_search_stays_text(cast: Cast, desk: Desk) -> None:
    assert "<script>x" not in desk("registrar").get("/desk/search/", {"q": "<script>x</script>"}).text


def test_a_search_takes_a_fixed_number_of_statements(cast: Cast, desk: Desk) -> None:
    for _ in range(30):
        cast.file()
    browser = desk("registrar")
    browser.get("/desk/search/")
    with CaptureQueriesContext(connection) as captured:
        browser.get("/desk/search/", {"q": "电梯"})
    assert len(captured) <= STATEMENTS
