"""An empty installation doesn't open its door: until somebody can receive, work and approve, the portal says so."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.intake.models import Draft
from huiyin.kernel.actor import Role, system
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import is_open, opening_lacks
from huiyin.orgs.selectors.opening import _opening
from huiyin.orgs.services import (
    OfficerPlan,
    PostPlan,
    UnitPlan,
    officer_create,
    officer_deactivate,
    post_create,
    unit_create,
)
from tests.cast import Cast
from tests.portal.walker import WHAT, Citizen
from tests.reception.house import publish

AT, SEED = datetime(2026, 3, 2, tzinfo=UTC), system("seed")
SHUT = "这里还没有开放"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _portal_closed(monkeypatch: pytest.MonkeyPatch, _portal_open: None) -> None:
    monkeypatch.setattr(_opening, "was_open", False)


def _unit(name: str = "云渡县信访局", kind: UnitKind = UnitKind.OFFICE) -> int:
    return unit_create(plan=UnitPlan(name, kind), parent_id=None, actor=SEED, at=AT).pk


def _officer(username: str) -> int:
    return officer_create(plan=OfficerPlan(username, username), actor=SEED, at=AT).pk


def _post(unit_id: int, role: Role, officer_id: int | None) -> None:
    post_create(plan=PostPlan(unit_id, role, role.value, officer_id), actor=SEED, at=AT)


def _lacks() -> list[str]:
    return [str(lack) for lack in opening_lacks()]


def test_what_is_missing_is_named_until_nothing_is() -> None:
    assert "还没有接收诉求的单位" in _lacks()[0]
    office = _unit()
    assert [lack[:11] for lack in _lacks()] == [
        "云渡县信访局还没有登记",
        "云渡县信访局或别的单位",
        "有承办人的单位还要有另",
    ]
    first, second = _officer("one"), _officer("two")
    _post(office, Role.REGISTRAR, None)
    assert "云渡县信访局还没有登记员" in _lacks()
    _post(office, Role.REGISTRAR, first)
    _post(office, Role.HANDLER, first)
    assert _lacks() == ["云渡县信访局有承办人，还没有另一位审批人"]
    _post(office, Role.APPROVER, first)
    assert _lacks() == ["云渡县信访局有承办人，还没有另一位审批人"], "nobody approves what they have written"
    assert not is_open()
    _post(office, Role.APPROVER, second)
    assert _lacks() == [] and is_open()


def test_another_unit_may_do_the_work() -> None:
    office, bureau = _unit(), _unit("云渡县住建局", UnitKind.BUREAU)
    _post(office, Role.REGISTRAR, _officer("one"))
    _post(bureau, Role.HANDLER, _officer("two"))
    assert _lacks() == ["云渡县住建局有承办人，还没有另一位审批人"]
    three = _officer("three")
    _post(bureau, Role.APPROVER, three)
    assert _lacks() == []
    officer_deactivate(officer_id=three, actor=SEED, at=AT)
    assert _lacks() == ["云渡县住建局有承办人，还没有另一位审批人"]


def test_the_portal_says_that_it_is_not_open_and_takes_nothing() -> None:
    _unit()
    citizen = Citizen()
    home = citizen.page("/")
    assert SHUT in home and 'href="/file/"' not in home
    for path in ("/file/", "/file/what/", "/file/check/"):
        answer = citizen.client.get(path)
        assert answer.status_code == 503 and SHUT in answer.text
    same_site = {"Sec-Fetch-Site": "same-origin"}
    answer = citizen.client.post("/file/what/", {**WHAT, "do": "next"}, headers=same_site)
    assert answer.status_code == 503 and WHAT["text"] in answer.text
    assert citizen.client.post("/file/what/keep/", WHAT).status_code == 503
    assert not Draft.objects.exists()
    for path in ("/lookup/", "/letters/check/", "/how/", "/reception/"):
        assert citizen.client.get(path).status_code == 200, path
    assert 'href="/file/"' not in citizen.page("/reception/")


def test_once_open_it_stays_open_and_asks_nothing(cast: Cast) -> None:
    assert SHUT not in Citizen().page("/")
    for username in ("registrar", "handler"):
        officer_deactivate(officer_id=cast.officers[username], actor=SEED, at=cast.at)
    with CaptureQueriesContext(connection) as captured:
        assert SHUT not in Citizen().page("/")
    assert len(captured) == 0


def test_booking_waits_for_the_opening_too(cast: Cast) -> None:
    day_id = publish(cast)
    officer_deactivate(officer_id=cast.officers["registrar"], actor=SEED, at=cast.at)
    for answer in (Client().get(f"/reception/days/{day_id}/"), Client().post(f"/reception/days/{day_id}/")):
        assert answer.status_code == 503 and SHUT in answer.text
