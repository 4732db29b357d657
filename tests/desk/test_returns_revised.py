"""Revising a scheme over HTTP: who may, what the page shows before it is done, and what two people see."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.kernel.time import office_day
from huiyin.returns.models import Return, Scheme, SchemeRevision
from huiyin.returns.rules.timetable import Rhythm
from huiyin.returns.services import scheme_end
from tests.cast import Cast, keep_time
from tests.desk.conftest import Desk
from tests.returns.schemes import begin, of_unit, revise, send

_ASKED = "我看过了，就这样改"


@pytest.fixture
def daily(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """A daily scheme runs; pages take the cast's instant for now."""
    keep_time(cast, monkeypatch)
    return begin(cast)


def _address(scheme_id: UUID, page: str = "_revise") -> str:
    return reverse(f"desk:return_scheme{page}", args=[scheme_id])


def _form(cast: Cast, **given: Any) -> dict[str, Any]:
    return {
        "form": "revise", "seen": 1, "name": "安全每日报告", "document": "", "reason": "汛期安全", "rhythm": "daily",
        "weekday": "", "month_day": "", "second_month_day": "", "off_days": "stay", "times": "15:00",
        "covers": "up_to_due", "ends_on": "", "field_codes": ["hazards_found", "meetings_held"],
        "unit_ids": [cast.units["housing"], cast.units["town"]], "why": "与县里的会商时间一致", **given,
    }  # fmt: skip


def test_the_form_holds_what_the_scheme_says(daily: UUID, desk: Desk) -> None:
    client = desk("mayor")
    assert _address(daily) in client.get(_address(daily, "")).text
    page = client.get(_address(daily)).text
    assert 'value="15:00"' in page and "每天 15:00 前" in page and 'value="安全每日报告"' in page
    ticked = re.findall(r'name="(?:unit_ids|field_codes|rhythm)" value="([^"]+)"[^>]*checked', page)
    assert {"daily", "hazards_found", "meetings_held"} <= set(ticked) and len(ticked) == 5
    # The first day and the receiver are no part of it.
    assert "begins_on" not in page and "receiving_unit_id" not in page


def test_what_will_happen_is_shown_before_it_does(daily: UUID, cast: Cast, desk: Desk) -> None:
    send(cast, of_unit(cast))
    client = desk("mayor")
    given = _form(cast, times="16:30", unit_ids=[cast.units["housing"], cast.units["education"]])
    asked = client.post(_address(daily), given)
    assert asked.status_code == 422 and _ASKED in asked.text and not SchemeRevision.objects.exists()
    for words in (
        "几点以前：原来“15:00”，改成“16:30”。",
        "从 2026-03-02 16:30 那一期起按新规定，那一期报 2026-03-02 00:00 — 2026-03-02 16:30 的。",
        "提前报了的 1 期保留",
        "还没报的 1 期取消",
        "新要报的单位会收到通知：云渡县教育局。",
        "不用再报的单位会收到通知：柳荫镇人民政府。",
    ):
        assert words in asked.text, words
    page = client.post(_address(daily), given | {"sure": "on"}, follow=True).text
    assert "已修订" in page and "每天 16:30 前" in page
    history = page[page.index("谁定的，改过什么") :]
    assert "江望舒" in history and "与县里的会商时间一致" in history and "15:00 → 16:30" in history
    assert "2026-03-02 16:30" in history
    # Units that owe it can read the same, and can't revise it.
    unit = desk("handler").get(_address(daily, "")).text
    assert "15:00 → 16:30" in unit and _address(daily) not in unit


def test_what_is_refused_stands_beside_its_field(daily: UUID, cast: Cast, desk: Desk) -> None:
    client = desk("mayor")
    for wrong, words in (
        ({}, "没有改动"),
        ({"times": "16:00", "why": ""}, "请填写"),
        ({"times": "16:00", "why": "改"}, "至少 4 个字"),
        ({"unit_ids": []}, "请选哪些单位要报"),
        ({"rhythm": "twice", "month_day": "1", "second_month_day": "1"}, "两个日子不能相同"),
        ({"rhythm": "weekly"}, "请选星期几"),
        ({"ends_on": "2026-03-01"}, "不能早于今天"),
    ):
        answer = client.post(_address(daily), _form(cast, **wrong, sure="on"))
        assert answer.status_code == 422 and words in answer.text, wrong
    assert not SchemeRevision.objects.exists()


def test_the_second_of_two_people_sees_the_first_ones_revision(daily: UUID, cast: Cast, desk: Desk) -> None:
    client = desk("mayor")
    revise(cast, daily, times="16:00")
    given = _form(cast, times="17:00", sure="on")
    refused = client.post(_address(daily), given)
    assert refused.status_code == 409 and "又修订过" in refused.text
    assert "每天 16:00 前" in refused.text and 'value="17:00"' in refused.text
    assert 'name="seen" value="2"' in refused.text
    # What it would change is asked once more, beside the rules as they are.
    asked = client.post(_address(daily), given | {"seen": 2, "sure": ""})
    assert asked.status_code == 422 and "原来“16:00”，改成“17:00”" in asked.text
    client.post(_address(daily), given | {"seen": 2})
    assert Scheme.objects.get().times == "17:00" and SchemeRevision.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "status"),
    [("mayor", 200), ("housing_leader", 403), ("handler", 403), ("education_handler", 404), ("auditor", 404)],
)
def test_who_gets_the_form(daily: UUID, cast: Cast, desk: Desk, name: str, status: int) -> None:
    client = desk(name)
    assert client.get(_address(daily)).status_code == status
    if status != 200:
        assert client.post(_address(daily), _form(cast, times="16:00", sure="on")).status_code == status
        assert Scheme.objects.get().times == "15:00"


def test_an_ended_scheme_has_no_form(daily: UUID, cast: Cast, desk: Desk) -> None:
    last_day = office_day(cast.at)
    scheme_end(actor=cast.actor("mayor"), scheme_id=daily, last_day=last_day, reason="汛期结束。", at=cast.at)
    client: Client = desk("mayor")
    assert _address(daily) not in client.get(_address(daily, "")).text
    assert client.get(_address(daily)).status_code == 409


def test_a_scheme_of_working_days_and_one_of_twice_a_month_are_begun(daily: UUID, cast: Cast, desk: Desk) -> None:
    client = desk("mayor")
    for given, words in (
        ({"rhythm": "workdays", "covers": "period_before", "times": "9:30"}, "每个工作日 09:30 前"),
        (
            {"rhythm": "twice", "month_day": "15", "second_month_day": "1", "off_days": "next"},
            "每月 1 日和 15 日 15:00 前，遇到放假顺延到下一个工作日",
        ),
    ):
        new = _form(cast, **given, receiving_unit_id=cast.units["county"], begins_on="2026-03-02")
        assert words in client.post(reverse("desk:return_scheme_begin"), new, follow=True).text
    assert set(Scheme.objects.values_list("rhythm", flat=True)) == {"daily", "workdays", "twice"}
    rows = Return.objects.filter(scheme__rhythm=Rhythm.WORKDAYS, unit=cast.units["town"])
    assert [office_day(row.covers_from).isoformat() for row in rows] == ["2026-02-28"]  # a Saturday that is worked
