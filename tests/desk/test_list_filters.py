"""Narrowing a list by area, handler, day of receipt and age: what is left, what is offered, what is kept."""

import re
from datetime import datetime, timedelta

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from huiyin.desk.work.filters import list_query_of, query_of
from huiyin.kernel.actor import Role
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.matters.core.rules.states import Channel, Kind, State
from huiyin.matters.lists.selectors import choices
from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList, matter_list_for
from huiyin.matters.lists.services import filter_as_words, filter_of_words
from huiyin.matters.models import Matter
from huiyin.orgs.models import Area, Category, Post, Unit
from huiyin.orgs.rules import FILTER_QUERY_LENGTH, path_ids
from huiyin.orgs.selectors import officer_view, officers_of_unit
from huiyin.orgs.services import PostPlan, post_create
from tests.cast import AT, SEED, Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.both_databases
UNIT = "/desk/work/unit/"


def _titles(page: str) -> set[str]:
    return set(re.findall(r"<a [^>]*data-open>([^<]+)</a>", page))


def _at(day: str, hour: int = 9) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=OFFICE_ZONE)


def _query(text: str, at: datetime = AT) -> MatterFilter:
    return list_query_of(QueryDict(text), at=at).only


def test_an_area_has_all_that_lies_below_it(cast: Cast, desk: Desk) -> None:
    county, town = cast.areas["county"], cast.areas["town"]
    cast.file(title="镇里的", area_id=town)
    cast.file(title="县里的", area_id=county)
    cast.file(title="没写的", area_id=None)
    browser = desk("registrar")
    assert _titles(browser.get(f"{UNIT}?area={county}").text) == {"镇里的", "县里的"}
    page = browser.get(f"{UNIT}?area={town}").text
    assert _titles(page) == {"镇里的"}
    # The area of a line is offered, and the wider one around it.
    assert re.search(rf'<option value="{town}" selected>柳荫镇', page) and f'<option value="{county}">云渡县' in page
    assert _titles(browser.get(f"{UNIT}?area=99999999").text) == set()
    assert len(_titles(browser.get(f"{UNIT}?area=x").text)) == 3


def test_by_handler_there_are_matters_of_one_s_own_unit_only(cast: Cast, desk: Desk) -> None:
    first, second = cast.file(title="一号的"), cast.file(title="二号的")
    cast.to_handler(first)
    cast.to_handler(second, "handler_two")
    own = f"handler={cast.officers['handler']}"
    browser = desk("housing_registrar")
    page = browser.get(f"{UNIT}?{own}").text
    assert _titles(page) == {"一号的"} and re.search(rf'<option value="{cast.officers["handler"]}" selected', page)
    assert _titles(browser.get(f"{UNIT}?handler=none").text) == set()
    # From above nobody lists what somebody in another unit does, whatever the address says.
    above = desk("mayor")
    assert _titles(above.get("/desk/work/below/").text) == {"一号的", "二号的"}
    assert 'name="handler"' not in above.get("/desk/work/below/").text
    assert _titles(above.get(f"/desk/work/below/?{own}").text) == set()


def test_matters_without_a_handler_or_a_category(cast: Cast, desk: Desk) -> None:
    cast.file(title="有类别")
    bare = cast.file(title="没类别")
    Matter.objects.filter(pk=bare.matter_id).update(category=None)
    browser = desk("registrar")
    page = browser.get(f"{UNIT}?category=none").text
    assert _titles(page) == {"没类别"} and re.search(r'<option value="none" selected>没有类别', page)
    assert _titles(browser.get(f"{UNIT}?handler=none").text) == {"有类别", "没类别"}


def test_days_of_receipt_are_whole_days_of_the_office(cast: Cast, desk: Desk) -> None:
    for day, hour in (("2026-02-10", 0), ("2026-02-10", 23), ("2026-02-11", 0)):
        cast.file(title=f"{day[-2:]} {hour}", received_at=_at(day, hour))
    browser = desk("registrar")
    assert _titles(browser.get(f"{UNIT}?from=2026-02-10&until=2026-02-10").text) == {"10 0", "10 23"}
    assert _titles(browser.get(f"{UNIT}?from=2026-02-11").text) == {"11 0"}
    page = browser.get(f"{UNIT}?until=2026-02-09").text
    assert "没有符合条件的事项" in page and 'value="2026-02-09"' in page
    # What is no day is as if it weren't there, as everywhere in this address.
    assert len(_titles(browser.get(f"{UNIT}?from=2026-02-31&until=x&days=0").text)) == 3
    for extreme in ("from=0001-01-01", "until=9999-12-31", "from=9999-12-31&until=0001-01-01", "days=99999"):
        assert browser.get(f"{UNIT}?{extreme}").status_code == 200, extreme


def test_open_for_more_than_so_many_days_is_counted_from_the_day_of_receipt(cast: Cast) -> None:
    for ago in (9, 10, 11):
        cast.file(title=str(ago), received_at=AT - timedelta(days=ago))
    actor = cast.actor("registrar")
    found = matter_list_for(actor=actor, work_list=WorkList.UNIT, only=_query("days=10"))
    assert [row.title for row in found.rows] == ["11"]
    later = matter_list_for(actor=actor, work_list=WorkList.UNIT, only=_query("days=10", AT + timedelta(days=1)))
    assert {row.title for row in later.rows} == {"10", "11"}
    # Together with a last day both hold.
    assert _query("days=10&until=2025-01-01").received_before == _at("2025-01-02", 0)
    # What is over has no such age.
    assert _query("days=10&closed=1") == _query("closed=1")


def test_all_but_a_named_handler_is_kept_in_saved_filters_and_for_exports() -> None:
    text = (
        f"state={State.INVESTIGATING}&kind={Kind.ACCUSATION}&channel={Channel.WEB}&category=none&area=123456789"
        "&handler=none&from=2026-01-01&until=2026-02-01&days=3650&unit=123456789&overdue=1&unread=1&soon=1"
        "&sort=newest"
    )
    asked = list_query_of(QueryDict(text), at=AT)
    assert query_of(asked) == text and len(text) <= FILTER_QUERY_LENGTH
    assert list_query_of(QueryDict(query_of(asked)), at=AT) == asked
    assert filter_of_words(filter_as_words(asked.only)) == asked.only
    by_handler = _query("handler=7&kind=claim")
    assert by_handler.handler_id == 7 and filter_as_words(by_handler) == {"kind": "claim"}
    # A job that was asked for when a handler was still kept.
    assert filter_of_words({"kind": "claim", "handler": "7"}) == by_handler.of_all_handlers


def test_more_conditions_stand_open_once_there_is_any(cast: Cast, desk: Desk) -> None:
    cast.file()
    browser = desk("registrar")
    closed = r'<details class="arrange filters-more">'
    assert re.search(closed, browser.get(UNIT).text)
    for query in ("days=3", "from=2026-01-01", f"area={cast.areas['town']}", "handler=none"):
        assert not re.search(closed, browser.get(f"{UNIT}?{query}").text), query


def _offered(page: str, name: str) -> list[str]:
    found = re.search(rf'<select [^>]*name="{name}">(.*?)</select>', page, re.S)
    return re.findall(r"<option [^>]*>([^<]+)</option>", found[1])[1:] if found else []


def test_what_no_line_of_the_page_has_can_be_chosen_all_the_same(cast: Cast, desk: Desk) -> None:
    """A list of more lines than a page has: what is on a later one is offered on the first."""
    cast.to_handler(cast.file(title="早到的"))
    page = desk("housing_registrar").get(UNIT).text
    assert set(Category.objects.values_list("name", flat=True)) <= set(_offered(page, "category"))
    assert _offered(page, "category")[0] == "没有类别"
    assert set(Area.objects.values_list("name", flat=True)) == set(_offered(page, "area"))
    handlers = officers_of_unit(unit_id=cast.units["housing"], roles=(Role.HANDLER,))
    assert set(_offered(page, "handler")) == {"没有承办人", *(officer.display_name for officer in handlers)}
    assert len(handlers) > 1 and not _offered(page, "unit")
    below = desk("mayor").get("/desk/work/below/").text
    assert len(_offered(below, "unit")) == len(cast.actor("mayor").command_unit_ids)
    assert not _offered(below, "handler")
    # What is over is no list of anybody's.
    assert not _offered(desk("housing_registrar").get(f"{UNIT}?closed=1").text, "handler")


def test_units_are_offered_wherever_several_may_have_matters(cast: Cast, desk: Desk) -> None:
    """Their names, whether they have any or not: what is offered says nothing of a matter."""
    every = set(Unit.objects.values_list("name", flat=True))
    commanded = set(Unit.objects.filter(pk__in=cast.actor("mayor").command_unit_ids).values_list("name", flat=True))
    assert set(_offered(desk("mayor").get("/desk/work/approvals/").text, "unit")) == commanded
    assert set(_offered(desk("handler").get("/desk/work/assist/").text, "unit")) == every
    plan = PostPlan(cast.units["county"], Role.REVIEWER, "复查", cast.officers["nobody"])
    post_create(plan=plan, actor=SEED, at=AT)
    assert set(_offered(desk("nobody").get("/desk/work/reviews/").text, "unit")) == every


def test_posts_in_two_units_make_a_list_of_two(cast: Cast, desk: Desk) -> None:
    plan = PostPlan(cast.units["education"], Role.REGISTRAR, "登记", cast.officers["housing_registrar"])
    post_create(plan=plan, actor=SEED, at=AT)
    names = dict(Unit.objects.values_list("pk", "name"))
    both = [cast.units["housing"], cast.units["education"]]
    registrar = desk("housing_registrar")
    for work_list in ("unit", "arrivals", "to_serve"):
        page = registrar.get(f"/desk/work/{work_list}/?unit={both[0]}").text
        assert set(_offered(page, "unit")) == {names[pk] for pk in both}, work_list
        assert "已选的单位" not in page


def test_who_has_no_post_any_more_is_offered_for_the_matters_that_they_left(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    name = officer_view(officer_id=cast.officers["handler"]).display_name
    Post.objects.filter(officer=cast.officers["handler"]).update(officer=None, held_since=None)
    registrar = desk("housing_registrar")
    assert name in _offered(registrar.get(UNIT).text, "handler")
    # Not to whom the one matter that they left is about, nor to whom that one commands.
    Matter.objects.filter(pk=filed.matter_id).update(respondent_officer=cast.officers["housing_leader"])
    for accused in ("housing_leader", "housing_registrar"):
        assert name not in _offered(desk(accused).get(UNIT).text, "handler"), accused


def test_what_is_offered_says_nothing_of_a_matter_that_bars(cast: Cast, desk: Desk) -> None:
    accused = desk("housing_leader")
    before = [_offered(accused.get(UNIT).text, name) for name in ("category", "area", "handler")]
    filed = cast.file()
    cast.to_handler(filed)
    Matter.objects.filter(pk=filed.matter_id).update(respondent_officer=cast.officers["housing_leader"])
    assert [_offered(accused.get(UNIT).text, name) for name in ("category", "area", "handler")] == before


def test_of_very_many_areas_the_wider_ones_are_offered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    widest = min(len(path_ids(path)) for path in Area.objects.values_list("path", flat=True))
    monkeypatch.setattr(choices, "AREAS_MOST", 1)
    asked = choices.list_choices(actor=cast.actor("registrar"), work_list=WorkList.UNIT, by_handler=False)
    found = asked.areas
    assert 0 < len(found) < Area.objects.count()
    paths = dict(Area.objects.values_list("pk", "path"))
    assert {len(path_ids(paths[key])) for key in found} == {widest}


def test_names_are_offered_in_one_statement(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    mayor = cast.actor("mayor")
    with django_assert_num_queries(1):
        choices.list_choices(actor=mayor, work_list=WorkList.UNIT, by_handler=True)
