"""Where an officer is signed in: the list, ending one or all, and what a change of the second step ends."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from huiyin.kernel.actor import system
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now
from huiyin.ledger.models import Entry
from huiyin.ledger.selectors import security_facts
from huiyin.orgs.models import Officer
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.services import OfficerPlan, officer_create, officer_password_set
from huiyin.web.officer_sessions import browser_of, sessions_end, sessions_of
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.both_databases

PAGE = "/accounts/sessions/"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Mobile Safari/537.36"


def _signed_in(**given: Any) -> Client:
    client = Client(**given)
    client.post("/accounts/login/", {"login": "handler", "password": PASSWORD})
    assert _is_in(client)
    return client


def _is_in(client: Client) -> bool:
    return client.get("/accounts/devices/").status_code == 200


def _ended() -> list[tuple[str, object]]:
    actors = Entry.objects.filter(kind="security.session.ended").order_by("pk").values_list("actor", flat=True)
    counts = [facts["count"] for _kind, facts in security_facts(kinds=("session.ended",))]
    return list(zip(actors, counts, strict=True))


def test_an_officer_sees_every_place_and_ends_one(officer: Any) -> None:
    here, phone = _signed_in(), _signed_in(headers={"User-Agent": PHONE})
    phone.get(PAGE)
    page = here.get(PAGE).text
    assert "Chrome · Android" in page and page.count("退出那里") == 1
    (other,) = [session for session in sessions_of(officer_id=officer.pk, at=now()) if session.browser]
    assert str(here.session.session_key) not in page and str(phone.session.session_key) not in page
    assert "已经退出" in here.post(PAGE, {"session": other.id}, follow=True).text
    assert _is_in(here) and not _is_in(phone)
    assert _ended() == [(f"officer:{officer.pk}", 1)]


def test_a_sign_that_the_database_cannot_keep_is_refused_with_a_sentence(officer: Any) -> None:
    here, other = _signed_in(), _signed_in()
    answer = here.post(PAGE, {"session": "a\0b"}, follow=True)
    assert answer.status_code == (422 if connection.vendor == "postgresql" else 200)
    assert ("这一项填写有误" in answer.text) == (connection.vendor == "postgresql")
    assert _is_in(here) and _is_in(other)


def test_all_others_end_at_once(officer: Any) -> None:
    here, others = _signed_in(), [_signed_in(), _signed_in()]
    here.post(PAGE)
    assert _is_in(here) and not any(map(_is_in, others))
    assert _ended() == [(f"officer:{officer.pk}", 2)]


def test_officers_end_only_their_own_sessions(officer: Any) -> None:
    plan = OfficerPlan(username="other", display_name="方予安", password=PASSWORD)
    other = officer_create(plan=plan, actor=system("seed"), at=now())
    # Even where both have the same password hash, as in the demo.
    Officer.objects.filter(pk=officer.pk).update(password=other.password)
    here, stranger = _signed_in(), Client()
    stranger.post("/accounts/login/", {"login": "other", "password": PASSWORD})
    (session,) = sessions_of(officer_id=officer.pk, at=now())
    assert "那里已经退出了" in stranger.post(PAGE, {"session": session.id}, follow=True).text
    with pytest.raises(NotAllowed):
        sessions_end(officer_id=officer.pk, actor=actor_for(officer_id=other.pk), at=now())
    assert _is_in(here) and _ended() == []


def test_the_installation_ends_all_of_them(officer: Any) -> None:
    clients = [_signed_in(), _signed_in()]
    assert sessions_end(officer_id=officer.pk, actor=system("organisation"), at=now()) == 2
    assert not any(map(_is_in, clients))
    assert _ended() == [("system:organisation", 2)]
    assert sessions_end(officer_id=officer.pk, actor=system("organisation"), at=now()) == 0
    assert len(_ended()) == 1


def test_sessions_of_an_older_password_are_not_listed(officer: Any) -> None:
    _signed_in()
    assert len(sessions_of(officer_id=officer.pk, at=now())) == 1
    officer_password_set(officer_id=officer.pk, password="nebel-am-fluss-7", actor=system("seed"), at=now())
    assert sessions_of(officer_id=officer.pk, at=now()) == []


@pytest.mark.parametrize(
    "path",
    [
        PAGE, "/accounts/devices/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
        "/accounts/reauthenticate/", "/accounts/logout/",
    ],
)  # fmt: skip
def test_signing_out_is_at_hand_on_every_page_of_the_account(officer: Any, path: str) -> None:
    page = _signed_in().get(path, follow=True).text
    assert page.count('action="/accounts/logout/"') == 1


@pytest.mark.parametrize(
    ("agent", "kept"),
    [
        (PHONE, "Chrome · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/125.0 Safari/537.36 Edg/125.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0", "Firefox · Linux"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_of_a_browser_only_known_words_are_kept(agent: str, kept: str) -> None:
    assert browser_of(agent) == kept
