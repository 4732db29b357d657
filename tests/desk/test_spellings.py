"""The whole table of spellings at the counter: said back while the registrar types, and kept as it was said."""

import re
from collections.abc import Iterable
from html import unescape

import pytest
from django.test import Client

from huiyin.kernel.time import now, office_day
from huiyin.matters.models import Matter
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.models import Unit
from huiyin.orgs.rules import Respondents
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.orgs.spellings import CAST

# The registrar's own unit, whoever leads it from above, and the registrar: nobody registers what is said of them.
OWN_UNITS = {"office", "county"}
OWN_OFFICERS = {"registrar", "office_leader", "mayor"}
SENT = (
    "", "路灯管理所", "柳荫镇不作为", "县住建局", "镇长", "住建局局长楚天阔", "沈秋白和方予安", "纪委的秦直",
    "住建局，教育局，柳荫镇政府", "江望舒县长", "云渡县政府", "信访局接访窗口的人", "你们那里的穆清和，态度很差",
    "《云渡县住建局》", "闲云小区物业",
)  # fmt: skip

EventWordings = tuple[set[str], int, str]


def _recognised(part: str) -> EventWordings:
    """Units, number of officers and the words that nobody bears."""
    words = unescape(part)
    units = re.findall(r"已认出“(.+?)”。它和它的下级看不到这件事项。", words)
    officers = re.search(r"已认出 (\d+) 名工作人员。", words)
    unknown = re.search(r"没有认出“(.*?)”。核对清楚以前", words)
    return set(units), int(officers[1]) if officers else 0, unknown[1] if unknown else ""


def _ask(browser: Client, **typed: str) -> EventWordings:
    answer = browser.post("/desk/register/suggest/", typed, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return _recognised(answer.text)


@pytest.mark.parametrize(("kind", "field"), [("accusation", "concerned"), ("claim", "respondent")])
def test_every_spelling_is_repeated_while_typing(cast: Cast, desk: Desk, kind: str, field: str) -> None:
    names = {pk: short or name for pk, short, name in Unit.objects.values_list("pk", "short_name", "name")}
    browser, wrong = desk("registrar"), {}
    for text, (units, officers, rest) in CAST.items():
        expected = {names[cast.units[key]] for key in units.split()}, len(officers.split()), rest
        recognised = _ask(browser, kind=kind, **{field: text})
        if recognised != expected:
            wrong[text] = recognised, expected
    assert not wrong


def _assert_registered(cast: Cast, browser: Client, texts: Iterable[str]) -> None:
    token = re.search(r'name="token" value="([^"]+)"', browser.get("/desk/register/").text)
    assert token
    form = {
        "channel": "letter", "received_on": office_day(now()).isoformat(), "kind": "accusation",
        "text": "验收走过场。", "requests": "请查清", "name": "谷小满",
    }  # fmt: skip
    for index, text in enumerate(texts):
        given = form | {"respondent": text, "token": f"{token[1][:-3]}{index:03}"}
        answer = browser.post("/desk/register/", given)
        units, officers, rest = (set(part.split()) for part in CAST[text])
        if units & OWN_UNITS or officers & OWN_OFFICERS:
            assert answer.status_code == 422 and "您不能登记这件事" in answer.text, text
            continue
        assert answer.status_code == 302, text
        matter = Matter.objects.latest("id")
        named = Respondents.of([cast.units[key] for key in units], [cast.officers[key] for key in officers])
        assert respondents_of(matter) == named, text
        assert matter.respondents_settled == (not rest and bool(text)), text


def test_each_sort_is_kept_as_it_was_typed(cast: Cast, desk: Desk) -> None:
    _assert_registered(cast, desk("registrar"), dict.fromkeys((*SENT, *list(CAST)[::12])))


@pytest.mark.long
def test_every_spelling_is_kept_as_it_was_typed(cast: Cast, desk: Desk) -> None:
    _assert_registered(cast, desk("registrar"), CAST)
