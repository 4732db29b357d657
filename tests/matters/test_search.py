"""What is written is found however it is written: both scripts, parts of words, numbers as they are typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast

from huiyin.kernel.text import part_tokens, search_tokens, simplified
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.matters.search.services.rebuild import search_rebuild

pytestmark = pytest.mark.both_databases


def _found(cast: Cast, text: str, username: str = "registrar") -> list[str]:
    return [row.number for row in matter_search_for(actor=cast.actor(username), text=text)]


@pytest.mark.parametrize("written", ["村口的路灯不亮", "村口的路燈不亮"])
@pytest.mark.parametrize("sought", ["路灯", "路燈", "燈", "村口的路燈"])
def test_traditional_and_simplified_find_each_other(cast: Cast, written: str, sought: str) -> None:
    filed = cast.file(text=written)
    cast.file(text="自来水发黄有异味")
    assert _found(cast, sought) == [filed.number]


def test_the_table_leads_to_the_usual_form_and_no_further() -> None:
    assert simplified("縣政府後面的廣場、乾隆、頭髮") == "县政府后面的广场、干隆、头发"
    assert simplified(simplified("發展")) == simplified("發展") == "发展"
    assert simplified("云渡县 A1") == "云渡县 A1"


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("电梯牌子是 Mitsubishi 的", "mits"),
        ("电梯牌子是 Mitsubishi 的", "Mitsubishi"),
        ("车牌云A6D23F挡住了路", "6D23"),
        ("车牌云A6D23F挡住了路", "d23f"),
        ("住在12栋1204室", "204"),
        ("住在12栋1204室", "12栋1204"),
        ("表号 4408123456 不走字", "08123456"),
    ],
)
def test_a_part_of_a_word_is_enough(cast: Cast, written: str, sought: str) -> None:
    filed = cast.file(text=written)
    cast.file(text="自来水发黄有异味")
    assert _found(cast, sought) == [filed.number]


@pytest.mark.parametrize("sought", ["mit", "subi", "1305"])
def test_a_beginning_that_is_short_or_no_beginning_finds_nothing(cast: Cast, sought: str) -> None:
    cast.file(text="电梯牌子是 Mitsubishi 的，住在12栋1204室")
    assert _found(cast, sought) == []


def test_long_words_have_no_parts_and_only_words_have_any() -> None:
    assert part_tokens(search_tokens("A6D 水管" + "x1" * 30)) == ["6d"]


@pytest.mark.parametrize(
    "form",
    [
        "{0}-{1}-{2}",
        "{0}{1}{2}",
        "编号：{0}-{1}-{2}",
        "事项编号 {0}{1}{2}",
        "No. {0}-{1}-{2}",
        "{0}\u2013{1}\u2013{2}",
        "{0} — {1} — {2}",
        "{0}\u2011{1}\u2011{2}",
        "{0}\uff0d{1}\uff0d{2}",
        "编号:{0}",
        "{0}-{1}",
    ],
)
@pytest.mark.parametrize("is_wide", [False, True])
def test_a_number_is_found_as_it_is_typed(cast: Cast, form: str, is_wide: bool) -> None:
    filed = cast.file(text="自来水发黄有异味")
    number = filed.number
    typed = form.format(number[:8], number[8:12], number[12:])
    wide = "".join(chr(ord(digit) + 0xFEE0) if digit.isdigit() else digit for digit in typed)
    assert _found(cast, wide if is_wide else typed) == [number]


def test_words_of_messages_find_their_matter_once_and_only_for_who_may_see_it(cast: Cast) -> None:
    filed = cast.file(text="自来水发黄有异味", respondent_officer_id=cast.officers["housing_leader"])
    other = cast.file(text="自来水发黄有异味")
    petitioner_write(actor=cast.petitioner(filed), matter_id=filed.matter_id, body="水錶 88231 又坏了", at=cast.at)
    matter_note(actor=cast.actor("registrar"), matter_id=filed.matter_id, body="自来水公司说下周来", at=cast.at)
    for sought in ("水表", "88231", "823", "下周"):
        assert _found(cast, sought) == [filed.number]
        assert _found(cast, sought, "housing_leader") == []
        assert _found(cast, sought, "education_registrar") == []
    assert sorted(_found(cast, "自来水")) == sorted([filed.number, other.number])


def test_a_message_costs_one_statement_more(cast: Cast) -> None:
    filed = cast.file(text="自来水发黄有异味")
    with CaptureQueriesContext(connection) as captured:
        matter_note(actor=cast.actor("registrar"), matter_id=filed.matter_id, body="下周来", at=cast.at)
    assert len([query for query in captured if "matters_search" in query["sql"]]) == 1


def test_everything_can_be_indexed_anew(cast: Cast) -> None:
    filed = cast.file(text="村口的路燈不亮")
    matter_note(actor=cast.actor("registrar"), matter_id=filed.matter_id, body="下周来", at=cast.at)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matters_search")
    assert _found(cast, "路灯") == []
    assert search_rebuild(at=cast.at) == 1
    for sought in ("路灯", "下周"):
        assert _found(cast, sought) == [filed.number]
