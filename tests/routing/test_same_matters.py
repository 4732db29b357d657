"""Whether the same matter is there already: same subject, same place; never shown to whom it is about."""

import csv
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.routing.rules.likeness import likeness, profile_of, rarity_of
from huiyin.routing.selectors import SameMatter, same, same_matters
from tests.cast import AT, Cast

pytestmark = pytest.mark.both_databases

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "complaints-zh" / "f3_messages.csv"
TEXT = "云水小区三号楼电梯停运三周，老人无法下楼，物业说没有维修资金。"
SAME_IN_OTHER_WORDS = "我家老人住云水小区，三号楼的电梯已经停运好几周，下不了楼，物业讲维修资金没有了。"


@pytest.fixture(autouse=True)
def _count_anew() -> None:
    same._rarity.cache_clear()


def _ask(cast: Cast, username: str = "registrar", **given: Any) -> list[SameMatter]:
    asked = {
        "text": SAME_IN_OTHER_WORDS,
        "place": "云水小区",
        "area_id": None,
        "category_id": None,
        "at": cast.at,
        **given,
    }
    return same_matters(actor=cast.actor(username), **asked)


def test_the_same_matter_in_other_words_is_found(cast: Cast) -> None:
    filed = cast.file(text=TEXT, place="柳荫镇云水小区")
    cast.file(text="村口的路灯坏了半个月，晚上看不见路。", place="上柳村")
    found = _ask(cast)
    assert [match.number for match in found] == [filed.number]
    assert (found[0].unit, found[0].state_label) == ("云渡县信访局", "已登记")
    assert 0.32 <= found[0].likeness <= 1


def test_the_same_words_are_likely_the_same(cast: Cast) -> None:
    cast.file(text=TEXT, place="云水小区")
    found = _ask(cast, text=TEXT)
    assert found[0].is_likely


def test_the_same_trouble_elsewhere_counts_less(cast: Cast) -> None:
    cast.file(text=TEXT, place="云水小区")
    here, there = _ask(cast, text=TEXT), _ask(cast, text=TEXT, place="石桥乡枫林苑")
    assert there[0].likeness < here[0].likeness


def test_usual_words_alone_make_nothing_alike(cast: Cast) -> None:
    cast.file(text="希望有关部门尽快处理小区物业的问题，严重影响居民生活。")
    assert _ask(cast, text="我们小区居民希望政府部门尽快解决物业管理问题，影响生活。", place="") == []


@pytest.mark.parametrize("text", ["", "电梯", "。。。。。。。。", "\U0001f600" * 20, "abc def ghi " * 50])
def test_too_little_to_go_by_is_nothing(cast: Cast, text: str) -> None:
    cast.file(text=TEXT)
    assert _ask(cast, text=text, place="") == []


def test_only_the_last_half_year_counts(cast: Cast) -> None:
    cast.file(text=TEXT, received_at=AT - timedelta(days=181))
    assert _ask(cast, text=TEXT) == []


def test_strangers_and_the_barred_are_shown_nothing(cast: Cast) -> None:
    cast.file(text=TEXT, respondent_officer_id=cast.officers["office_leader"])
    assert _ask(cast, text=TEXT) == []
    open_to_office = cast.file(text=TEXT)
    assert [match.number for match in _ask(cast, text=TEXT)] == [open_to_office.number]
    assert _ask(cast, "education_registrar", text=TEXT) == []


def test_no_word_of_the_person(cast: Cast) -> None:
    cast.file(text=TEXT)
    assert set(SameMatter.__slots__) == {"number", "title", "received_on", "unit", "state_label", "likeness"}


def test_it_takes_two_statements_however_many_matters(cast: Cast) -> None:
    for number in range(30):
        cast.file(text=f"{TEXT}{number}")
    actor = cast.actor("registrar")
    _ask(cast)
    with CaptureQueriesContext(connection) as captured:
        found = same_matters(
            actor=actor, text=SAME_IN_OTHER_WORDS, place="云水小区", area_id=None, category_id=None, at=cast.at
        )
    assert len(found) == 5
    assert len(captured) <= 2


@pytest.mark.skipif(not REAL.exists(), reason="the real letters aren't on this machine")
def test_on_real_letters_the_same_words_are_found_and_others_mostly_left_alone() -> None:
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))[:1500]
    draw = random.Random(7)
    rarity = rarity_of([f"{row['title']}\n{row['detail']}" for row in draw.sample(rows, 400)])
    profiles = [profile_of(title=row["title"], text=row["detail"], place="") for row in rows]
    chosen = draw.sample(range(len(rows)), 40)
    alone = [likeness(profiles[key], profiles[key], rarity=rarity) for key in chosen if len(profiles[key].text) > 20]
    assert min(alone) > 0.9
    pairs = [(index, draw.randrange(len(rows))) for index in range(len(rows))]
    high = [likeness(profiles[index], profiles[other], rarity=rarity) > same.LEAST_LIKENESS for index, other in pairs]
    assert sum(high) / len(high) < 0.01


HIDDEN_WORDS = "举报供水工程验收造假收受回扣"


def _decoys(cast: Cast) -> None:
    """What a barred registrar would file to find out: the words in question, alone and in company, many times."""
    for number in range(4):
        cast.file(text=f"{TEXT}{HIDDEN_WORDS[: 2 + 3 * number]}")
    for number in range(50):
        cast.file(text=f"第{number}号井盖松动，{HIDDEN_WORDS[:6]}。", requests=("修好",))


def _probes(cast: Cast) -> list[list[SameMatter]]:
    same._rarity.cache_clear()
    probes = [HIDDEN_WORDS, TEXT, f"{TEXT}{HIDDEN_WORDS}", f"井盖松动，{HIDDEN_WORDS[:6]}。"]
    probes += [f"井盖松动{HIDDEN_WORDS[number : number + 6]}" for number in range(0, 9, 2)]
    return [_ask(cast, text=probe, title=title, limit=60) for probe in probes for title in ("", HIDDEN_WORDS[:8])]


def test_no_probe_tells_a_barred_registrar_that_a_hidden_matter_has_a_word(cast: Cast) -> None:
    """Neither how rare a word is nor which candidates fit in may depend on what the registrar doesn't see."""
    _decoys(cast)
    without = _probes(cast)
    assert sum(len(found) for found in without) > 20, "the probes find the decoys"
    about: tuple[dict[str, Any], ...] = (
        {"respondent_officer_id": cast.officers["office_leader"]},
        {"respondent_unit_id": cast.units["office"]},
    )
    for number in range(6):
        hidden = f"{HIDDEN_WORDS}。{TEXT}" if number % 2 else f"井盖松动，{HIDDEN_WORDS}。"
        cast.file(text=hidden, title=HIDDEN_WORDS, unit_id=cast.units["commission"], **about[number % 2])
    assert _probes(cast) == without
    seen_by_others = _ask(cast, "commission_registrar", text=HIDDEN_WORDS, title=HIDDEN_WORDS)
    assert seen_by_others, "they are there for whoever may see them"


def test_who_has_no_post_is_shown_nothing(cast: Cast) -> None:
    cast.file(text=TEXT)
    assert _ask(cast, "nobody", text=TEXT) == []
