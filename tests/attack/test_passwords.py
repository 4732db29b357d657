"""Guessing passwords: wrong answers wait, the right one comes in from where its owner is, who hears of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from huiyin.flows import sign_in
from huiyin.kernel.time import now
from huiyin.notices.models import Notice
from huiyin.orgs.models import FailedSignIns, KnownDevice, Officer
from huiyin.orgs.services import officer_password_set
from tests.cast import SEED, Cast

LOGIN = "/accounts/login/"
PASSWORD, WRONG = "tingquan-2026", "falsch-falsch"
HOME, ATTACKER = "203.0.113.5", "192.0.2.{}"


class SteppedClock:
    """The instant of signing in; a test moves it on."""

    def __init__(self) -> None:
        self.at = now()

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[SteppedClock]:
    found = SteppedClock()
    monkeypatch.setattr("huiyin.web.accounts.now", found)
    yield found


@pytest.fixture
def officer(cast: Cast) -> Officer:
    """Somebody who handles matters, with a password of their own."""
    found = Officer.objects.get(pk=cast.officers["handler"])
    found.set_password(PASSWORD)
    found.save()
    return found


def sign_in_from(
    address: str, password: str = PASSWORD, *, name: str = "handler", client: Client | None = None
) -> str:
    """What the page says; "" when the officer is in."""
    client = client or Client()
    response = client.post(LOGIN, {"login": name, "password": password, "next": "/desk/"}, REMOTE_ADDR=address)
    return "" if response.status_code == 302 else response.content.decode()


def guess_from_everywhere(many: int) -> None:
    """So many wrong tries at one account, from networks of their own."""
    for number in range(many):
        assert "用户名和密码对不上" in sign_in_from(f"198.{number // 250}.{number % 250}.1", WRONG)


def test_the_owner_comes_in_from_elsewhere_and_from_a_device_of_theirs(officer: Officer) -> None:
    """Six wrong tries locked the account everywhere."""
    known = Client()
    assert not sign_in_from(ATTACKER.format(1), client=known)
    known.post("/accounts/logout/")
    for number in range(20):
        sign_in_from(ATTACKER.format(number), WRONG)
    assert "请过 5 分钟再试" in sign_in_from(ATTACKER.format(1))
    assert not sign_in_from(HOME)
    assert not sign_in_from(ATTACKER.format(1), client=known)


def test_waits_grow_and_bound_what_one_network_can_guess(officer: Officer, clock: SteppedClock) -> None:
    """In a day of trying on and on: some forty guesses. While a wait runs nothing is looked at."""
    looked_at = 0
    for _minute in range(24 * 60 // 4):
        clock.at += timedelta(minutes=4)
        looked_at += "用户名和密码对不上" in sign_in_from(ATTACKER.format(1), WRONG)
    assert 30 <= looked_at <= 46


def test_one_password_on_every_name_is_slowed_and_the_building_is_not_shut(
    officer: Officer, clock: SteppedClock
) -> None:
    """Sixty names, then two tries for a name and one of the others in half a minute."""
    known = Client()
    assert not sign_in_from(ATTACKER.format(9), client=known)
    known.post("/accounts/logout/")
    for number in range(70):
        sign_in_from(ATTACKER.format(1), WRONG, name=f"somebody-{number}")
    for _ in range(2):
        assert "用户名和密码对不上" in sign_in_from(ATTACKER.format(1), WRONG, name="somebody-else")
    assert "从您这个网络来的输错太多" in sign_in_from(ATTACKER.format(1), WRONG, name="somebody-else")
    # In the same building: whoever has a device, and whoever signs in for the first time.
    assert not sign_in_from(ATTACKER.format(7), client=known)
    assert not sign_in_from(ATTACKER.format(8))


def test_an_account_that_is_guessed_at_from_everywhere_opens_to_its_owner_only(
    officer: Officer, cast: Cast, clock: SteppedClock
) -> None:
    """A known device and a second factor come through; the password alone doesn't, until there is a new one."""
    known = Client()
    assert not sign_in_from(HOME, client=known)
    known.post("/accounts/logout/")
    guess_from_everywhere(100)
    assert "今天只能用登录过的设备登录" in sign_in_from(HOME)
    assert not sign_in_from(HOME, client=known)
    known.post("/accounts/logout/")
    factor = Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    response = client.post(LOGIN, {"login": "handler", "password": PASSWORD}, REMOTE_ADDR=HOME)
    assert response.headers["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    factor.delete()
    officer_password_set(officer_id=officer.pk, password="another-2026", actor=SEED, at=clock.at)
    assert not sign_in_from(HOME, "another-2026")


def test_guesses_on_a_known_device_have_an_end(officer: Officer) -> None:
    """A machine at the counter where somebody else tries: then it is like any other one."""
    known = Client()
    assert not sign_in_from(HOME, client=known)
    known.post("/accounts/logout/")
    answers = [sign_in_from(HOME, WRONG, client=known) for _ in range(16)]
    assert sum("用户名和密码对不上" in page for page in answers) == 15
    assert "请过 5 分钟再试" in answers[-1]


def test_what_cannot_be_a_password_counts_for_nothing(officer: Officer) -> None:
    for _ in range(20):
        assert "用户名和密码对不上" in sign_in_from(ATTACKER.format(1), "zu-kurz")
    assert not sign_in_from(ATTACKER.format(1))
    assert not FailedSignIns.objects.exists()


def test_the_officer_hears_of_tries_by_mail_and_at_the_next_sign_in(officer: Officer) -> None:
    guess_from_everywhere(7)
    (notice,) = Notice.objects.filter(template="officer_sign_in_failed")
    assert (notice.officer_id, notice.params) == (officer.pk, {"count": "5"})
    client = Client()
    assert not sign_in_from(HOME, client=client)
    assert "有 7 次输错了您账号的密码" in client.get("/desk/", follow=True).content.decode()
    client.post("/accounts/logout/")
    assert not sign_in_from(HOME, client=client)
    assert "输错了您账号的密码" not in client.get("/desk/", follow=True).content.decode()


def test_an_unknown_name_is_answered_like_a_known_one(officer: Officer) -> None:
    pages = [
        [sign_in_from(ATTACKER.format(1), WRONG, name=name) for _ in range(7)] for name in ("handler", "nobody-9")
    ]
    delayed = [["5 分钟" in page for page in of_name] for of_name in pages]
    assert delayed == [[False] * 5 + [True] * 2] * 2


def test_a_name_in_full_width_is_the_same_account_for_all_that_counts(officer: Officer, clock: SteppedClock) -> None:
    """As an input method for Chinese writes it."""
    typed = " " + "".join(chr(ord(letter) + 0xFEE0) for letter in "Handler")
    known = Client()
    assert not sign_in_from(HOME, name=typed, client=known)
    known.post("/accounts/logout/")
    guess_from_everywhere(100)
    assert "今天只能用登录过的设备登录" in sign_in_from(HOME, name=typed)
    assert not sign_in_from(HOME, name=typed, client=known)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    response = Client().post(LOGIN, {"login": typed, "password": PASSWORD}, REMOTE_ADDR=HOME)
    assert response.headers["Location"] == "/accounts/2fa/authenticate/"


def test_no_guesses_of_others_keep_an_officer_from_confirming_the_password(
    officer: Officer, clock: SteppedClock
) -> None:
    """Signed in, and the browser isn't known any more: the officer has revoked all devices, this one too."""
    client = Client()
    assert not sign_in_from(HOME, client=client)
    client.post("/accounts/devices/", {"device": ""})
    assert not KnownDevice.objects.exists()
    guess_from_everywhere(100)
    assert "今天只能用登录过的设备登录" in sign_in_from(HOME)
    assert _confirm(client, PASSWORD) == ""
    assert "密码不对" in _confirm(client, WRONG)
    # Whoever sits down at an open session guesses no more than at a known device.
    attempt = sign_in.Attempt(username="handler", network="n", is_signed_in=True)
    for _ in range(9):
        assert sign_in.sign_in_gate(attempt=attempt, at=clock.at)[0] is sign_in.Gate.OPEN
        sign_in.sign_in_failed(attempt=attempt, at=clock.at)
    assert sign_in.sign_in_gate(attempt=attempt, at=clock.at)[0] is sign_in.Gate.LOCKED


def _confirm(client: Client, password: str) -> str:
    """What the page says; "" when it is confirmed."""
    response = client.post("/accounts/reauthenticate/", {"password": password}, REMOTE_ADDR=HOME)
    return "" if response.status_code == 302 else response.content.decode()


def test_devices_are_listed_and_revoked(officer: Officer) -> None:
    """Also all at once by a new password: none of the old ones is known any more."""
    client = Client()
    assert not sign_in_from(HOME, client=client)
    page = client.get("/accounts/devices/").content.decode()
    device = KnownDevice.objects.get()
    assert str(device.pk) in page and "（这台）" in page
    client.post("/accounts/devices/", {"device": str(device.pk)})
    assert not KnownDevice.objects.exists()
    assert "还没有" in client.get("/accounts/devices/").content.decode()
    stranger = KnownDevice.objects.create(
        officer=Officer.objects.exclude(pk=officer.pk)[0], mark="x", created_at=now(), used_on=now().date()
    )
    client.post("/accounts/devices/", {"device": str(stranger.pk)})
    client.post("/accounts/devices/", {"device": "?"})
    assert KnownDevice.objects.get() == stranger
    client.post("/accounts/logout/")
    assert not sign_in_from(HOME, client=client)
    officer.refresh_from_db()
    officer.set_password("another-2026")
    officer.save()
    attempt = sign_in.Attempt(username="handler", network="n", device_id=KnownDevice.objects.get(officer=officer).pk)
    assert not sign_in._own_place(attempt, now())


def test_a_forged_cookie_is_no_device(officer: Officer) -> None:
    client = Client()
    client.cookies["devices"] = '{"handler": "00000000000000000000000000000000"}'
    for _ in range(5):
        sign_in_from(ATTACKER.format(1), WRONG, client=client)
    assert "5 分钟" in sign_in_from(ATTACKER.format(1), client=client)
