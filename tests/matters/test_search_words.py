"""Words of every script are found, and all that was written on a matter; what an older version indexed, too."""

# ruff: noqa: RUF001 - letters that look like Latin ones are what this is about
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.matters.above import GROUNDS, ask, staff_above

from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.work import matter_answer, matter_ask, matter_note
from huiyin.matters.models import IndexProgress, Matter
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.matters.search.services import rebuild

pytestmark = pytest.mark.both_databases


def _found(cast: Cast, text: str, username: str = "registrar") -> list[str]:
    return [row.number for row in matter_search_for(actor=cast.actor(username), text=text)]


SCRIPTS = [
    ("سۇ تۇرۇبىسى يېرىلىپ كەتتى", "تۇرۇبى"),
    ("سۇ تۇرۇبىسى يېرىلىپ كەتتى", "تۇرۇبـــىسى"),
    ("\ufeb3\ufbd8 كەتتى", "سۇ"),
    ("ཆུ་མདོ་ཆད་འདུག", "མདོ་ཆད"),
    ("ᠤᠰᠤ ᠭᠠᠷᠬᠤ ᠦᠭᠡᠢ", "ᠭᠠᠷᠬᠤ"),
    ("ئالما باغدا", "الما"),
    ("الما باغدا", "ئالما"),
    ("كوچىدا مەكتەپ", "مهكتهپ"),
    ("كوچىدا مه\u0643ته\u067e", "مەكتەپ"),
    ("كېچ\ufeea", "كېچە"),
    ("كېچە", "كېچ\ufeea"),
    ("ھەممە يەر", "ههممه"),
    ("بىر ئۆي", "\u0628\u06cc\u0631"),
    ("بىر ئۆي", "\u0628\u064a\u0631"),
    ("Қазақ тілінде", "КАЗАК"),
    ("Казакша", "Қазақша"),
    ("楼道着火了", "著火"),
    ("樓道著火了", "着火"),
    ("看著牆裂開", "看着"),
    ("至今沒有答覆", "答复"),
    ("至今没有答复", "答覆"),
    ("想瞭解進度", "了解"),
    ("隣居漏水", "邻居"),
    ("Көчәдә су юк, лампочка ЁЛКИ", "елки"),
    ("Көчәдә су юк", "көч"),
    ("Der Café-Aufzug in der Straße", "cafe"),
    ("Der Cafe-Aufzug", "CAFÉ"),
    ("Der Aufzug in der Straße", "strasse"),
    ("우리아파트에서 물이 안 나와요", "아파트"),
    ("น้ำไม่ไหล", "ไหล"),
    ("ꀉꁌ ꃅꄿ", "ꁌ"),
    ("楼下电话１３８０", "1380"),
    ("ＭＩＴＳＵ 牌电梯", "mitsu"),
    ("村口的路燈不亮", "路灯"),
]


def test_words_of_every_script_are_found(cast: Cast) -> None:
    other = cast.file(text="自来水发黄有异味")
    filed = {text: cast.file(text=text).number for text in dict.fromkeys(written for written, _sought in SCRIPTS)}
    missed = {
        (written, sought): found
        for written, sought in SCRIPTS
        if filed[written] not in (found := _found(cast, sought)) or other.number in found
    }
    assert not missed


def test_different_words_stay_different(cast: Cast) -> None:
    """A character that is written for another in some words only is read by its neighbours."""
    named, looked = cast.file(text="當地著名的老樹").number, cast.file(text="看着名单上没有我").number
    assert (_found(cast, "著名"), _found(cast, "看着名单")) == ([named], [looked])
    covered, answered = cast.file(text="井盖覆盖不全").number, cast.file(text="答复盖了章").number
    assert (_found(cast, "覆盖"), _found(cast, "答覆")) == ([covered], [answered])


@pytest.mark.parametrize(
    "form",
    [
        "编号：{0}-{1}-{2} 查询码：K7QM-3XTD-92RB-WV8H-5CC",
        "查询编号 {0}{1}{2}",
        "登记号:{0}-{1}-{2}。",
        "请查{0}-{1}-{2}这件",
        "受理编号：{0}",
        "({0}-{1}-{2})",
        *(
            f"{left}{{0}}{right}"
            for left, right in ("()", "（）", "“”", "【】", "〔〕", "《》", "「」", "[]", "''", "<>")
        ),
        "编号（{0}）。",
        "{0}-{1}号",
        "[{0}{1}]，",
    ],
)
def test_a_number_is_found_behind_any_label(cast: Cast, form: str) -> None:
    filed = cast.file(text="自来水发黄有异味")
    number = filed.number
    assert _found(cast, form.format(number[:8], number[8:12], number[12:])) == [number]


def test_all_that_is_written_on_a_matter_finds_it_for_who_may_see_it(cast: Cast) -> None:
    staff_above(cast)
    filed = cast.file(text="自来水发黄有异味")
    cast.to_handler(filed)
    handler, petitioner = cast.actor("handler"), cast.petitioner(filed)
    matter_ask(actor=handler, matter_id=filed.matter_id, body="请问门牌号码", at=cast.at)
    petitioner_write(actor=petitioner, matter_id=filed.matter_id, body="补充两张缴费单", at=cast.at)
    matter_answer(actor=handler, matter_id=filed.matter_id, body="已经派人勘察", at=cast.at)
    matter_note(actor=handler, matter_id=filed.matter_id, body="内部核对管网图纸", at=cast.at)
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=handler, matter_id=filed.matter_id, at=cast.at)
    ask(cast, filed)
    for sought in ("门牌", "缴费单", "勘察", "图纸", "实地查看", "物业管理条例", GROUNDS):
        assert _found(cast, sought, "handler") == [filed.number], sought
        assert _found(cast, sought, "education_registrar") == []


def _index_as_before(texts: Sequence[tuple[Matter, str]]) -> None:
    """As version 1 wrote it: no key, on SQLite an entry for each message."""
    IndexProgress.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matters_search")
        for matter, tokens in texts:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "INSERT INTO matters_search VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))"
                    " ON CONFLICT (matter_id) DO NOTHING",
                    [matter.pk, tokens],
                )
            else:
                cursor.execute("INSERT INTO matters_search VALUES (%s, %s)", [matter.pk.hex, tokens])


def _entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM matters_search")
        return int(cursor.fetchone()[0])


def test_what_an_older_version_indexed_is_indexed_anew_in_portions(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "_PORTION", 2)
    monkeypatch.setattr(rebuild, "_PORTIONS_AT_ONCE", 1)
    filed = [cast.file(text=f"سۇ تۇرۇبىسى {number}号") for number in range(5)]
    matters = [cast.matter(registered) for registered in filed]
    matter_note(actor=cast.actor("registrar"), matter_id=filed[0].matter_id, body="下周来", at=cast.at)
    _index_as_before([*((matter, "号") for matter in matters), (matters[0], "下周 周来 来")])
    assert _found(cast, "تۇرۇبىسى") == [] and _found(cast, "号") != []
    # Written while the worker hasn't come by yet.
    matter_note(actor=cast.actor("registrar"), matter_id=filed[4].matter_id, body="明天去", at=cast.at)
    looked_at = [rebuild.search_renew(at=cast.at)]
    assert looked_at == [2] and len(_found(cast, "تۇرۇبىسى")) == 2, "a portion, and no more"
    while looked_at[-1]:
        looked_at.append(rebuild.search_renew(at=cast.at))
    assert max(looked_at) == 2 and _entries() == 5
    assert len(_found(cast, "تۇرۇبىسى")) == 5
    assert _found(cast, "下周") == [filed[0].number] and _found(cast, "明天") == [filed[4].number]
    with CaptureQueriesContext(connection) as captured:
        assert rebuild.search_renew(at=cast.at) == 0
    assert len(captured) == 1, "once done it costs a look"
