"""Staff sign in, are locked out after failures, leave by being idle, and can switch on a second step."""

import base64
import re
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.test import Client

from huiyin.web.second_factor import deviations
from tests.web.conftest import PASSWORD

LOGIN = "/accounts/login/"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The instant that the middleware sees; tests replace its only element."""
    instants = [START]
    monkeypatch.setattr("huiyin.web.middleware.idle.now", lambda: instants[0])
    return instants


def _sign_in(client: Client, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": "handler", "password": password, "next": "/desk/"})


def test_sign_in_leads_to_the_desk(client: Client, officer: Any) -> None:
    """And nothing needs an e-mail address."""
    assert _sign_in(client).headers["Location"] == "/desk/"


def test_five_failures_from_one_network_are_followed_by_a_wait(client: Client, officer: Any) -> None:
    """Then even the right password waits there, and nowhere else; the sentence says for how long."""
    for _ in range(5):
        assert "用户名和密码对不上" in _sign_in(client, "falsch-falsch").content.decode()
    waiting = _sign_in(client)
    assert waiting.status_code == 200
    assert "请过 5 分钟再试" in waiting.content.decode()
    assert "_auth_user_id" not in client.session
    assert _sign_in(Client(REMOTE_ADDR="203.0.113.5")).headers["Location"] == "/desk/"


def test_those_who_mistype_at_one_address_shut_no_one_else_out(client: Client, officer: Any) -> None:
    """All of them come from the address of their building."""
    for number in range(40):
        client.post(LOGIN, {"login": f"somebody-{number}", "password": "falsch-falsch"})
    assert _sign_in(client).headers["Location"] == "/desk/"


def test_no_one_signs_up(client: Client, db: None) -> None:
    """Accounts are made by an administrator; parts of the library that aren't used are closed."""
    for part in ("signup", "email", "password/reset", "password/set", "login/code/confirm"):
        assert client.get(f"/accounts/{part}/").status_code == 404
        assert client.post(f"/accounts/{part}/", {"username": "x"}).status_code == 404


@pytest.mark.usefixtures("failing_views")
def test_idle_session_ends(desk: Client, clock: list[datetime]) -> None:
    """One second past the limit the session is gone; the page leads back here."""
    assert desk.get("/desk/rooms/echo/").status_code == 200
    clock[0] = START + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)
    ended = desk.get("/desk/rooms/echo/")
    assert ended.status_code == 403
    assert "登录已过期" in ended.content.decode()
    assert "next=%2Fdesk%2Frooms%2Fecho%2F" in ended.content.decode()
    clock[0] = START
    assert desk.get("/desk/rooms/echo/").status_code != 200


@pytest.mark.usefixtures("failing_views")
def test_use_keeps_a_session_and_background_does_not(desk: Client, clock: list[datetime]) -> None:
    """A request counts, one that a page makes by itself doesn't."""
    half = timedelta(seconds=settings.SESSION_COOKIE_AGE * 2 // 3)
    desk.get("/desk/rooms/echo/")
    clock[0] = START + half
    assert desk.get("/desk/rooms/echo/").status_code == 200
    clock[0] = START + 2 * half
    assert desk.get("/desk/rooms/echo/", headers={"X-Background": "1"}).status_code == 200
    clock[0] = START + 3 * half
    assert desk.get("/desk/rooms/echo/").status_code == 403


@pytest.mark.usefixtures("failing_views")
def test_a_session_in_use_has_a_longest_life(desk: Client, clock: list[datetime]) -> None:
    """However busy: so long after signing in the officer signs in again."""
    step = timedelta(seconds=settings.SESSION_COOKIE_AGE - 60)
    desk.get("/desk/rooms/echo/")
    while clock[0] + step <= START + timedelta(hours=settings.HUIYIN_SESSION_HOURS):
        clock[0] += step
        assert desk.get("/desk/rooms/echo/").status_code == 200
    clock[0] = START + timedelta(hours=settings.HUIYIN_SESSION_HOURS, seconds=1)
    assert desk.get("/desk/rooms/echo/").status_code == 403


@pytest.mark.usefixtures("failing_views")
def test_session_is_written_once_a_minute(
    desk: Client, clock: list[datetime], django_assert_num_queries: Any
) -> None:
    """A click costs a write at most once a minute; else two reads: session and officer."""
    desk.get("/desk/rooms/echo/")
    clock[0] = START + timedelta(seconds=59)
    with django_assert_num_queries(2):
        desk.get("/desk/rooms/echo/")


@pytest.mark.usefixtures("failing_views")
def test_strangers_sign_in_first(client: Client, db: None) -> None:
    """No page of the desk is open by oversight."""
    response = client.get("/desk/rooms/echo/")
    assert response.headers["Location"] == "/accounts/login/?next=/desk/rooms/echo/"
    assert client.post("/desk/rooms/echo/", {"text": "x"}).status_code == 403


def _switch_on(client: Client) -> str:
    """The second step, after the password was confirmed; gives its secret."""
    _sign_in(client)
    again = client.get("/accounts/2fa/totp/activate/")
    page = client.post(again["Location"], {"password": PASSWORD}, follow=True).content.decode()
    found = re.search(r'<p class="secret" translate="no">(\w+)</p>', page)
    assert found, page
    activated = client.post("/accounts/2fa/totp/activate/", {"code": _totp(found[1])}, follow=True)
    assert "备用码" in activated.content.decode()
    return found[1]


def test_second_step_is_ready(client: Client, officer: Any) -> None:
    """Confirm the password, switch it on, get recovery codes, be asked for a code at the next sign-in."""
    secret = _switch_on(client)
    stored = Authenticator.objects.get(user=officer, type="totp").data["secret"]
    assert secret not in stored

    client.post("/accounts/logout/")
    asked = client.post(LOGIN, {"login": "handler", "password": PASSWORD}, follow=True)
    assert "第二步：验证码" in asked.content.decode()
    assert client.get("/desk/").status_code != 200
    assert "验证码不对" in client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()


def test_a_code_of_the_second_step_works_once(client: Client, officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever read it over a shoulder comes too late, within its half minute too; a recovery code as well."""
    secret = _switch_on(client)
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: 3e9))
    recovery = RecoveryCodes.activate(officer).get_unused_codes()
    for code in (str(format_hotp_value(hotp_value(secret, 100_000_000))), recovery[0]):
        first, second = Client(), Client()
        for browser in (first, second):
            _sign_in(browser)
        assert first.post("/accounts/2fa/authenticate/", {"code": code}).headers["Location"] == "/desk/"
        assert "验证码不对" in second.post("/accounts/2fa/authenticate/", {"code": code}).text
        assert "_auth_user_id" not in second.session


def test_a_change_of_the_second_step_ends_all_other_sessions(
    client: Client, officer: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """Switched on, recovery codes made anew, switched off."""
    changes = ("/accounts/2fa/recovery-codes/generate/", "/accounts/2fa/totp/deactivate/")
    for change in ("", *changes):
        other = Client()
        other.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        assert other.get("/accounts/devices/").status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            if change:
                assert client.post(change).status_code == 302
            else:
                _switch_on(client)
        assert other.get("/accounts/devices/").status_code == 302, change
        assert client.get("/accounts/devices/").status_code == 200, change


def test_codes_of_the_second_step_are_long_random_and_short_lived() -> None:
    """Six digits for half a minute and none beyond; recovery codes of 26 bits from a seed of 320."""
    assert (app_settings.TOTP_PERIOD, app_settings.TOTP_DIGITS, app_settings.TOTP_TOLERANCE) == (30, 6, 0)
    assert (app_settings.RECOVERY_CODE_COUNT, app_settings.RECOVERY_CODE_DIGITS) == (10, 8)
    assert settings.MFA_TOTP_PERIOD == 30 and settings.MFA_RECOVERY_CODE_DIGITS == 8
    assert len(base64.b32decode(generate_totp_secret())) == 20
    seeds = {RecoveryCodes.generate_seed() for _ in range(2)}
    assert {len(bytes.fromhex(seed)) for seed in seeds} == {40} and len(seeds) == 2


def test_a_second_step_removed_in_the_database_is_reported(
    client: Client, officer: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _switch_on(client)
    assert list(deviations(START)) == []
    (row,) = Authenticator.objects.filter(user=officer, type="totp")
    Authenticator.objects.filter(pk=row.pk).delete()
    (problem,) = deviations(START)
    assert str(officer.pk) in problem.what and "两步登录" in problem.what
    row.save()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=officer, type="totp").exists()
    assert list(deviations(START)) == []
    row.save()
    assert len(list(deviations(START))) == 1


def test_a_second_step_put_into_the_database_is_reported(
    client: Client, officer: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def problems() -> list[str]:
        return [problem.what for problem in deviations(START)]

    for sort, name in (("totp", "两步登录"), ("recovery_codes", "备用码"), ("webauthn", "安全密钥")):
        row = Authenticator.objects.create(user=officer, type=sort, data={"secret": "x"})
        (found,) = problems()
        assert f"账号 {officer.pk} 的{name}" in found and "没有记录" in found
        row.delete()
    with django_capture_on_commit_callbacks(execute=True):
        _switch_on(client)
        client.post("/accounts/2fa/recovery-codes/generate/")
    assert problems() == []
    # Using it changes the row, and isn't a change of the step.
    codes = Authenticator.objects.get(user=officer, type="recovery_codes")
    assert RecoveryCodes(codes).validate_code(RecoveryCodes(codes).get_unused_codes()[0])
    assert problems() == []
    # Another officer's own secret, which they can read and the web key opens.
    for sort in ("totp", "recovery_codes"):
        row = Authenticator.objects.get(user=officer, type=sort)
        kept = row.data
        row.data = {**kept, ("secret" if sort == "totp" else "seed"): "of-somebody-else"}
        row.save()
        (found,) = problems()
        assert "不是记录里打开的那一个" in found
        row.data = kept
        row.save()
    assert problems() == []


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/logout/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/reauthenticate/",
    ],
)
def test_sign_in_pages_are_ours(client: Client, officer: Any, path: str) -> None:
    """None falls back to the library's own templates."""
    if path != LOGIN:
        _sign_in(client)
    page = client.get(path, follow=True).content.decode()
    assert "face-account" in page
    assert "Menu:" not in page


def _totp(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_spent_recovery_codes_that_are_revived_in_the_database_are_reported(
    client: Client, officer: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def problems() -> list[str]:
        return [problem.what for problem in deviations(START)]

    with django_capture_on_commit_callbacks(execute=True):
        _switch_on(client)
    codes = RecoveryCodes.activate(officer).get_unused_codes()
    for code in codes[:2]:
        browser = Client()
        _sign_in(browser)
        with django_capture_on_commit_callbacks(execute=True):
            assert browser.post("/accounts/2fa/authenticate/", {"code": code}).headers["Location"] == "/desk/"
    row = Authenticator.objects.get(user=officer, type="recovery_codes")
    assert row.data["used_mask"] == 0b11 and problems() == []
    for revived in (0b00, 0b01, 0b10):
        Authenticator.objects.filter(pk=row.pk).update(data={**row.data, "used_mask": revived})
        (found,) = problems()
        assert f"账号 {officer.pk} 用过的备用码" in found
    # Codes of another sort, which the library would take in their place: a secret that somebody knows.
    Authenticator.objects.filter(pk=row.pk).update(data={**row.data, "migrated_codes": ["of-somebody-else"]})
    (found,) = problems()
    assert "不是记录里打开的那一个" in found
    Authenticator.objects.filter(pk=row.pk).update(data=row.data)
    assert problems() == []
    # New ones are other codes: nothing of them is spent.
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")
    assert Authenticator.objects.get(user=officer, type="recovery_codes").data["used_mask"] == 0
    assert problems() == []
