"""The desk's pages of what takes two people."""

from datetime import timedelta

import pytest

from huiyin.kernel.actor import Role
from huiyin.orgs.models import Grant, Post
from huiyin.orgs.services import PostPlan, post_create
from tests.cast import SEED, Cast, keep_time
from tests.desk.conftest import Desk

PROPOSED = "等另一个人同意后生效"


@pytest.fixture(autouse=True)
def _now(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_time(cast, monkeypatch)
    cast.file()


def _propose(cast: Cast, desk: Desk, unit: str = "housing", role: Role = Role.APPROVER) -> Grant:
    post = post_create(plan=PostPlan(cast.units[unit], role, "要职"), actor=SEED, at=cast.at)
    answer = desk("administrator").post(
        f"/desk/organisation/posts/{post.pk}/",
        {"form": "fill", "officer": str(cast.officers["nobody"])},
        follow=True,
    )
    assert PROPOSED in answer.text
    assert Post.objects.get(pk=post.pk).officer_id is None
    return Grant.objects.get(post=post)


def test_the_proposer_sees_that_it_waits(cast: Cast, desk: Desk) -> None:
    grant = _propose(cast, desk)
    browser = desk("administrator")
    assert f"/desk/grants/{grant.pk}/" in browser.get("/desk/grants/").text
    page = browser.get(f"/desk/grants/{grant.pk}/").text
    assert "等待同意" in page
    assert 'value="withdraw"' in page
    assert 'value="agree"' not in page


def test_who_has_to_agree_finds_it_where_work_begins(cast: Cast, desk: Desk) -> None:
    """On the overview, in the list of what waits for approval, and on the page of grants; others don't."""
    grant = _propose(cast, desk)
    address = f"/desk/grants/{grant.pk}/"
    leader = desk("housing_leader")
    for page in ("/desk/", "/desk/grants/"):
        assert address in leader.get(page).text
    assert address in desk("auditor").get("/desk/grants/").text
    for username in ("town_leader", "office_approver"):
        assert address not in desk(username).get("/desk/grants/").text
        assert desk(username).get(address).status_code == 404


def test_in_a_unit_apart_it_stands_beside_what_waits_for_approval(cast: Cast, desk: Desk) -> None:
    grant = _propose(cast, desk, "commission", Role.LEADER)
    address = f"/desk/grants/{grant.pk}/"
    assert address in desk("commission_registrar").get("/desk/work/approvals/").text
    assert 'value="agree"' not in desk("auditor").get(address).text


def test_agreeing_puts_it_into_effect(cast: Cast, desk: Desk) -> None:
    grant = _propose(cast, desk)
    leader, address = desk("housing_leader"), f"/desk/grants/{grant.pk}/"
    assert "nobody@example.invalid" in leader.get(address).text
    assert "已同意" in leader.post(address, {"action": "agree"}, follow=True).text
    assert cast.actor("nobody").holds(Role.APPROVER)
    assert leader.post(address, {"action": "agree"}).status_code == 409


def test_the_administrator_agrees_to_nothing(cast: Cast, desk: Desk) -> None:
    grant = _propose(cast, desk)
    answer = desk("administrator").post(f"/desk/grants/{grant.pk}/", {"action": "agree"})
    assert answer.status_code == 409
    assert "不能由提出的人或本人同意" in answer.text
    assert not cast.actor("nobody").posts


def test_refusing_without_a_reason_comes_back(cast: Cast, desk: Desk) -> None:
    grant = _propose(cast, desk)
    leader, address = desk("housing_leader"), f"/desk/grants/{grant.pk}/"
    empty = leader.post(address, {"action": "refuse", "reason": ""})
    assert empty.status_code == 422
    assert "请填写这一项" in empty.text and "请写明不同意的理由" not in empty.text
    assert "没有同意" in leader.post(address, {"action": "refuse", "reason": "不是我局的人"}, follow=True).text
    assert "不是我局的人" in desk("administrator").get(address).text


def test_a_page_says_that_it_has_lapsed(cast: Cast, desk: Desk) -> None:
    grant = _propose(cast, desk)
    cast.at = grant.expires_at + timedelta(minutes=1)
    page = desk("housing_leader").get(f"/desk/grants/{grant.pk}/").text
    assert "过期，没有生效" in page
    assert 'value="agree"' not in page


def test_a_new_passphrase_waits_for_a_reader(cast: Cast, desk: Desk) -> None:
    cast.seal_keys("registrar")
    browser = desk("office_leader")
    words = "一句 很长 很长 的话"
    page = browser.post("/desk/seal-key/", {"form": "create", "new": words, "again": words}, follow=True).text
    assert "正在等同事同意" in page
    grant = Grant.objects.get(officer_id=cast.officers["office_leader"])
    desk("registrar").post(f"/desk/grants/{grant.pk}/", {"action": "agree"})
    assert "正在等同事同意" not in browser.get("/desk/seal-key/").text
