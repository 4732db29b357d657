"""A password that an administrator has given opens one page, until its owner has put another in its place."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client

from huiyin.ledger.models import Entry
from huiyin.orgs.models import Officer
from tests.cast import Cast
from tests.desk.conftest import Desk

ADDRESS = "/desk/own-password/"
GIVEN = "erst-mal-dieses-7"
OWN = "清河湾的石桥有三个拱"
OFFICERS = "/desk/organisation/officers/"


def _newcomer(desk: Desk) -> str:
    """An account whose password an administrator gave before they no longer could."""
    desk("administrator").post(OFFICERS, {"display_name": "宁远山", "username": "ningyuanshan"})
    Officer.objects.filter(username="ningyuanshan").update(password=make_password(GIVEN), must_change_password=True)
    return GIVEN


def _sign_in(password: str, username: str = "ningyuanshan") -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": username, "password": password})
    return client


def _change(client: Client, password: str = OWN, again: str = "", **given: str) -> Any:
    return client.post(ADDRESS, {"password": password, "again": again or password, **given})


def test_nothing_opens_before_the_password_is_an_own_one(cast: Cast, desk: Desk) -> None:
    client = _sign_in(_newcomer(desk))
    for path in ("/desk/", "/desk/register/", "/accounts/password/change/", "/accounts/2fa/", "/", "/file/what/"):
        assert client.get(path).headers["Location"].startswith(ADDRESS), path
        assert client.post(path, {"text": "x"}).headers["Location"].startswith(ADDRESS), path
    partial: Any = client.get("/desk/", headers={"HX-Request": "true"})
    assert ADDRESS in str(partial.headers) + partial.text
    assert "请先换一个只有您知道的密码" in client.get(ADDRESS).text
    assert client.post("/language/", {"language": "en", "next": ADDRESS}).headers["Location"] == ADDRESS
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_once_it_is_changed_the_way_is_free_and_the_ledger_knows(cast: Cast, desk: Desk) -> None:
    first = _newcomer(desk)
    client, another = _sign_in(first), _sign_in(first)
    where = client.get("/desk/register/").headers["Location"]
    assert 'value="/desk/register/"' in client.get(where).text
    assert _change(client, next="/desk/register/").headers["Location"] == "/desk/register/"
    assert client.get("/desk/").status_code == 403  # signed in, and without a post as yet
    assert client.get(ADDRESS).headers["Location"] == "/desk/"
    assert "登录已过期" in another.get("/desk/").text
    assert "_auth_user_id" not in _sign_in(first).session
    assert _sign_in(OWN).get(ADDRESS).headers["Location"] == "/desk/"
    officer = Officer.objects.get(username="ningyuanshan")
    kinds = Entry.objects.filter(subject=f"officer:{officer.pk}").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [
        "orgs.officer.created", "orgs.reset.asked", "orgs.reset.handed", "orgs.officer.password_changed",
    ]  # fmt: skip


def test_what_cannot_be_an_own_password_is_refused(cast: Cast, desk: Desk) -> None:
    first = _newcomer(desk)
    client = _sign_in(first)
    for password, again, message in (
        (first, "", "管理员给您的那个密码"),
        ("kurz", "", "至少 10 位"),
        ("huiyin-huiyin-2026", "", "请换一句别的话"),
        (OWN, "别的一句很长的话", "两次输入的不一样"),
        ("", "", "请填写这一项"),
    ):
        answer = _change(client, password, again)
        assert answer.status_code == 422 and message in answer.text, message
        assert client.get("/desk/").headers["Location"].startswith(ADDRESS)


def test_no_way_leads_to_another_site(cast: Cast, desk: Desk) -> None:
    client = _sign_in(_newcomer(desk))
    assert _change(client, next="https://evil.invalid/").headers["Location"] == "/desk/"


def test_who_came_with_a_password_of_their_own_is_asked_nothing(cast: Cast, desk: Desk) -> None:
    """`admin-create`, where it is typed by its owner, and the accounts of the demo."""
    assert not Officer.objects.filter(must_change_password=True).exists()
    assert desk("handler").get("/desk/").status_code == 200
    assert desk("handler").get(ADDRESS).headers["Location"] == "/desk/"
