"""The whole table of spellings through the filing form: what is said back before sending and on the receipt."""

import re
from collections.abc import Iterable
from html import unescape

import pytest

from huiyin.matters.models import Matter
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.models import Unit
from huiyin.orgs.rules import Respondents
from tests.cast import Cast
from tests.orgs.spellings import CAST
from tests.portal.walker import KIND, Citizen

# Kind, field and choice by which somebody can be named so that they don't see the matter.
FIELDS = {
    "the person of an accusation": ("accusation", "respondent", ""),
    "the unit of an accusation": ("accusation", "concerned", ""),
    "the unit of a claim": ("claim", "concerned", "concerned"),
    "others of a claim": ("claim", "respondent", "others"),
}
WALKED_ALWAYS = "the person of an accusation"
# Of each sort one: nobody, a part nobody knows, units, a title, a unit and its officer, an officer alone, several,
# the root of the tree, the unit that receives, and one of it.
SENT = (
    "", "路灯管理所", "柳荫镇不作为", "县住建局", "镇长", "住建局局长楚天阔", "沈秋白和方予安", "纪委的秦直",
    "住建局，教育局，柳荫镇政府", "江望舒县长", "云渡县政府", "信访局", "信访局接访窗口的人",
    "你们那里的穆清和，态度很差", "《云渡县住建局》", "闲云小区物业",
)  # fmt: skip

EventWordings = tuple[set[str], int, str, bool]


def _recognised(page: str) -> EventWordings:
    """Units, number of officers, the words that nobody bears, and whether it is still to be settled."""
    words = unescape(page)
    units = re.search(r"已认出：([^。]+?)，它和下属看不到这件事。", words)
    officers = re.search(r"已认出 (\d+) 名工作人员，本人和由其领导的人看不到这件事。", words)
    unknown = re.search(r"没有认出：“(.*?)”。登记的人会先核对", words)
    return (
        set(units[1].split("、")) if units else set(),
        int(officers[1]) if officers else 0,
        unknown[1] if unknown else "",
        "核对清楚以前不转给任何单位" in words,
    )


def _expected(cast: Cast, text: str, names: dict[int, str]) -> EventWordings:
    units, officers, rest = CAST[text]
    unit_names = {names[cast.units[key]] for key in units.split()}
    return unit_names, len(officers.split()), rest, bool(rest) or not text.strip()


def _short_names() -> dict[int, str]:
    return {pk: short or name for pk, short, name in Unit.objects.values_list("pk", "short_name", "name")}


def _walk(cast: Cast, field: str, texts: Iterable[str]) -> dict[str, tuple[EventWordings, EventWordings]]:
    """Type each text into one form and give those that aren't said back as the table has them."""
    kind, name, hide = FIELDS[field]
    names, wrong = _short_names(), {}
    citizen = Citizen()
    citizen.write()
    citizen.press("kind", **{**KIND, "kind": kind})
    for text in texts:
        answer = citizen.press("about", **{"concerned": "", "respondent": "", "hide": hide, name: text})
        if kind == "claim" and not text.strip():
            assert answer.status_code == 422
            continue
        assert answer.status_code == 302, text
        recognised, expected = _recognised(citizen.page("/file/check/")), _expected(cast, text, names)
        if recognised != expected:
            wrong[text] = recognised, expected
    return wrong


def test_every_spelling_is_repeated_before_sending(cast: Cast) -> None:
    assert not _walk(cast, WALKED_ALWAYS, CAST)


@pytest.mark.parametrize("field", sorted(FIELDS.keys() - {WALKED_ALWAYS}))
def test_the_other_fields_say_the_same(cast: Cast, field: str) -> None:
    assert not _walk(cast, field, list(CAST)[::10])


@pytest.mark.long
@pytest.mark.parametrize("field", sorted(FIELDS.keys() - {WALKED_ALWAYS}))
def test_every_spelling_in_every_field(cast: Cast, field: str) -> None:
    assert not _walk(cast, field, CAST)


def _send(cast: Cast, text: str) -> str:
    """Send an accusation that names this, compare what is stored, and give the receipt."""
    # Each from a network of its own: so many from one would have to take their turn.
    citizen = Citizen(REMOTE_ADDR=f"10.1.{list(CAST).index(text)}.1")
    citizen.write()
    citizen.press("kind", **{**KIND, "kind": "accusation"})
    citizen.press("about", concerned="", respondent=text)
    assert citizen.send().status_code == 302, text
    units, officers, rest = CAST[text]
    matter = Matter.objects.latest("id")
    named = Respondents.of(
        [cast.units[key] for key in units.split()], [cast.officers[key] for key in officers.split()]
    )
    assert respondents_of(matter) == named, text
    assert matter.respondents_settled == (not rest and bool(text)), text
    assert matter.received_unit_id not in named.unit_ids, text
    return citizen.receipt_page()


def _assert_receipts(cast: Cast, texts: Iterable[str]) -> None:
    names = dict(Unit.objects.values_list("pk", "name"))
    for text in texts:
        units, officers, _rest, unsettled = _expected(cast, text, names)
        recognised = _recognised(_send(cast, text))
        assert recognised == (units, officers, "", unsettled), text


def test_the_receipt_says_the_same_of_each_sort(cast: Cast) -> None:
    _assert_receipts(cast, dict.fromkeys((*SENT, *list(CAST)[::12])))


@pytest.mark.long
def test_the_receipt_says_the_same_of_every_spelling(cast: Cast) -> None:
    _assert_receipts(cast, CAST)
