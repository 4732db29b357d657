"""Security keys count as a second step; of several each is known by itself, and the last one stays if demanded."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from huiyin.kernel.time import now
from huiyin.orgs.models import Officer
from huiyin.web.accounts import attempt_of
from huiyin.web.second_factor import added, among_with_one, deviations, has_one, removed
from tests.web.conftest import PASSWORD

KEYS = "/accounts/2fa/webauthn/"


def _key(officer: Any, name: str = "办公室的") -> Authenticator:
    data = {"name": name, "credential": {"id": name, "response": {"attestationObject": name}}}
    return Authenticator.objects.create(user=officer, type=Authenticator.Type.WEBAUTHN, data=data)


@pytest.fixture
def signed_in(client: Client, officer: Any) -> Client:
    """A browser of the officer's, with the password just given once more."""
    client.post("/accounts/login/", {"login": "handler", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def _problems() -> list[str]:
    return [problem.what for problem in deviations(now())]


def test_a_key_is_a_second_step(officer: Any, rf: Any) -> None:
    assert not has_one(officer.pk)
    _key(officer)
    assert has_one(officer.pk) and among_with_one([officer.pk]) == {officer.pk}
    request = rf.get("/")
    request.user = Officer()
    assert attempt_of(request, "handler").has_second


def test_each_of_several_keys_is_held_against_the_record(officer: Any, rf: Any) -> None:
    request = rf.get("/")
    request.session = type("Session", (), {"session_key": None})()
    keys = [_key(officer, name) for name in ("一", "二")]
    assert len(_problems()) == 1
    for key in keys:
        added(officer, key, request)
    assert _problems() == []
    keys[0].data["name"] = "换了名字"
    keys[0].save()
    assert _problems() == []
    foreign = _key(officer, "别人的")
    assert "不是记录里打开的那一个" in _problems()[0]
    foreign.delete()
    keys[0].delete()
    assert "不是记录里打开的那一个" in _problems()[0]
    removed(officer, keys[0], request)
    assert _problems() == []
    keys[1].delete()
    removed(officer, keys[1], request)
    assert _problems() == []


def test_the_last_step_stays_where_it_is_demanded(signed_in: Client, officer: Any, settings: Any) -> None:
    settings.HUIYIN_SECOND_FACTOR = "everybody"
    first, second = _key(officer, "一"), _key(officer, "二")
    assert "一" in signed_in.get(KEYS).text
    assert signed_in.post(f"{KEYS}keys/{first.pk}/remove/").headers["Location"] == KEYS
    assert list(Authenticator.objects.filter(user=officer)) == [second]
    assert "不能关闭" in signed_in.post(f"{KEYS}keys/{second.pk}/remove/", follow=True).text
    assert Authenticator.objects.filter(pk=second.pk).exists()
    settings.HUIYIN_SECOND_FACTOR = "optional"
    assert "“二”" in signed_in.get(f"{KEYS}keys/{second.pk}/remove/").text
    signed_in.post(f"{KEYS}keys/{second.pk}/remove/")
    assert not Authenticator.objects.filter(user=officer).exists()


def test_a_key_of_somebody_else_stays(signed_in: Client, officer: Any) -> None:
    other = _key(Officer.objects.create_user("other", display_name="别人"))
    assert signed_in.post(f"{KEYS}keys/{other.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=other.pk).exists()


def test_what_is_not_used_of_it_is_shut(signed_in: Client, officer: Any) -> None:
    """No key stands for a password, and none makes an account."""
    for part in (f"keys/{_key(officer).pk}/edit/", "login/", "signup/"):
        assert signed_in.get(f"{KEYS}{part}").status_code == 404, part


@pytest.mark.parametrize("credential", ["", "null", "[]", "{}", '{"id":"x"}', '{"type":"public-key","response":{}}'])
def test_what_no_key_would_answer_adds_none(signed_in: Client, officer: Any, credential: str) -> None:
    signed_in.get(f"{KEYS}add/")
    assert signed_in.post(f"{KEYS}add/", {"name": "x", "credential": credential}).status_code == 200
    assert not Authenticator.objects.filter(user=officer).exists()
