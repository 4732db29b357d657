"""Officers sign on by OpenID Connect with a provider that runs here; nobody gets an account by it."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from huiyin.kernel.actor import system
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.ledger.models import Entry
from huiyin.orgs.models import KnownDevice, Officer
from huiyin.orgs.services import officer_deactivate
from huiyin.web.accounts import StaffMfaAdapter
from huiyin.web.models import BrowserSession
from huiyin.web.sign_on.rests import is_resting
from tests.cast import Cast
from tests.sign_on.conftest import PATIENCE

BEGIN = "/accounts/sign-on/county/"
CALLBACK = f"{BEGIN}callback/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("oidc")]
SubjectOf = Callable[[str], str]
Link = Callable[..., Any]


def _asked(browser: Client, next_url: str = "") -> str:
    """Where the button leads."""
    answer = browser.get(BEGIN, {"next": next_url} if next_url else {})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def _back(address: str, **given: str) -> str:
    """Sign on at the provider; gives the address with which it sends back."""
    answer = requests.get(address, given, allow_redirects=False, timeout=PATIENCE)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix("http://testserver")


def _sign_on(browser: Client, username: str, *, next_url: str = "", amr: str = "") -> Any:
    return browser.get(_back(_asked(browser, next_url), **{"as": username, "amr": amr}))


def _is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def _events(kind: str) -> list[dict[str, Any]]:
    found = Entry.objects.filter(kind=f"security.{kind}").order_by("id")
    return [json.loads(content or "{}")["facts"] for content in found.values_list("content", flat=True)]


def test_a_linked_officer_comes_in_as_by_password(
    cast: Cast, browser: Client, link: Link, subject_of: SubjectOf
) -> None:
    link("handler", subject_of("qiubai"))
    page = browser.get("/accounts/login/", {"next": "/desk/account/"}).text
    assert f'href="{BEGIN}?next=/desk/account/"' in page and "用县统一认证登录" in page
    answer = _sign_on(browser, "qiubai", next_url="/desk/account/")
    assert answer.headers["Location"] == "/desk/account/"
    handler = cast.officers["handler"]
    assert _events("sign_in.done") == [{"officer": handler, "provider": "county"}]
    # The own kinds of sessions and devices, so that their pages and limits hold for it.
    assert BrowserSession.objects.filter(officer_id=handler).exists()
    assert KnownDevice.objects.filter(officer_id=handler).exists()
    assert "正在登录的地方" in browser.get("/accounts/sessions/").text


def test_what_is_asked_has_state_nonce_and_pkce_and_nothing_from_the_address(browser: Client) -> None:
    asked = parse_qs(
        urlsplit(browser.get(f"{BEGIN}?scope=groups&auth_params=prompt%3Dnone").headers["Location"]).query
    )
    assert (
        asked["code_challenge_method"] == ["S256"] and asked["code_challenge"] and asked["nonce"] and asked["state"]
    )
    assert asked["redirect_uri"] == [f"http://testserver{CALLBACK}"]
    assert set(asked["scope"][0].split()) == {"openid", "profile"} and "prompt" not in asked


def test_a_stranger_gets_no_account_and_no_session(
    cast: Cast, browser: Client, subject_of: SubjectOf, link: Link
) -> None:
    """Neither by name nor by mail address, which both are those of an officer's account."""
    link("handler_two", subject_of("qiubai"))
    officers = set(Officer.objects.values_list("pk", flat=True))
    answer = _sign_on(browser, "handler")
    assert answer.status_code == 403 and not _is_signed_in(browser)
    for text in ("没有与之对应的账号", "请联系管理员", "handler·甲", "县统一认证（county）", subject_of("handler")):
        assert text in answer.text, text
    assert set(Officer.objects.values_list("pk", flat=True)) == officers
    (event,) = _events("sign_in.unlinked")
    assert event["officer"] is None and "handler" not in json.dumps(event)


def test_a_link_that_waits_opens_nothing(cast: Cast, browser: Client, link: Link, subject_of: SubjectOf) -> None:
    row = link("handler", subject_of("qiubai"))
    row.agreed_at = None
    row.save()
    assert _sign_on(browser, "qiubai").status_code == 403 and not _is_signed_in(browser)


def test_a_shut_account_stays_shut(cast: Cast, browser: Client, link: Link, subject_of: SubjectOf) -> None:
    link("handler", subject_of("qiubai"))
    officer_deactivate(officer_id=cast.officers["handler"], actor=system("organisation"), at=cast.at)
    for amr in ("", "mfa"):
        answer = _sign_on(browser, "qiubai", amr=amr)
        assert "这个账号已停用" in browser.get(answer.headers["Location"]).text
        assert not _is_signed_in(browser)
    assert {event["officer"] for event in _events("sign_in.failed")} == {cast.officers["handler"]}


def _step(cast: Cast) -> None:
    secret = StaffMfaAdapter().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user_id=cast.officers["handler"], type="totp", data={"secret": secret})


def test_our_second_step_is_asked_for_unless_the_provider_did_it(
    cast: Cast, browser: Client, link: Link, subject_of: SubjectOf, settings: Any
) -> None:
    link("handler", subject_of("qiubai"))
    _step(cast)
    assert _sign_on(browser, "qiubai", amr="pwd").headers["Location"] == "/accounts/2fa/authenticate/"
    assert not _is_signed_in(browser) and _events("sign_in.done") == []
    assert _sign_on(browser, "qiubai", amr="pwd otp").headers["Location"] == "/desk/"
    assert _is_signed_in(browser)


def test_a_demanded_second_step_may_be_the_providers(
    cast: Cast, browser: Client, link: Link, subject_of: SubjectOf, settings: Any
) -> None:
    settings.HUIYIN_SECOND_FACTOR = "everybody"
    link("handler", subject_of("qiubai"))
    _sign_on(browser, "qiubai")
    assert browser.get("/desk/account/").headers["Location"] == "/accounts/2fa/"
    other = Client()
    _sign_on(other, "qiubai", amr="mfa")
    assert other.get("/desk/account/").status_code == 200


def test_without_the_setting_no_second_step_is_believed(
    cast: Cast, browser: Client, link: Link, subject_of: SubjectOf, settings: Any, oidc: SignOnProvider
) -> None:
    settings.HUIYIN_SIGN_ON = (SignOnProvider("county", "oidc", "县统一认证", {**oidc.options, "amr": "-"}),)
    link("handler", subject_of("qiubai"))
    _step(cast)
    assert _sign_on(browser, "qiubai", amr="mfa").headers["Location"] == "/accounts/2fa/authenticate/"


def test_an_answer_belongs_to_the_browser_that_asked_and_works_once(
    cast: Cast, browser: Client, link: Link, subject_of: SubjectOf
) -> None:
    link("handler", subject_of("qiubai"))
    back = _back(_asked(browser), **{"as": "qiubai"})
    other = Client()
    assert "统一认证没有成功" in other.get(back).text and not _is_signed_in(other)
    assert browser.get(back).headers["Location"] == "/desk/"
    browser.logout()
    assert browser.get(back).status_code == 403 and not _is_signed_in(browser)


def test_another_nonce_or_verifier_is_refused(cast: Cast, browser: Client, link: Link, subject_of: SubjectOf) -> None:
    """An answer that was made for another sign-on of the same browser."""
    link("handler", subject_of("qiubai"))
    for name in ("nonce", "code_challenge"):
        asked = _asked(browser)
        old = parse_qs(urlsplit(asked).query)[name][0]
        new = ("x" if old[0] != "x" else "y") + old[1:]
        answer = browser.get(_back(asked.replace(old, new), **{"as": "qiubai"}))
        assert answer.status_code in {403, 502} and not _is_signed_in(browser), name


def test_a_token_that_another_key_has_signed_is_refused(
    cast: Cast, browser: Client, link: Link, subject_of: SubjectOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it came over the connection that was asked for it."""
    link("handler", subject_of("qiubai"))
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    real = jwt.PyJWKSet.from_dict

    def other_keys(data: Any) -> Any:
        found = real(data)
        found.keys[0].key = key.public_key()
        return found

    monkeypatch.setattr("huiyin.web.sign_on.oidc.jwt.PyJWKSet.from_dict", other_keys)
    assert _sign_on(browser, "qiubai").status_code == 403 and not _is_signed_in(browser)


def test_while_a_provider_is_away_passwords_still_work(
    cast: Cast, browser: Client, settings: Any, oidc: SignOnProvider
) -> None:
    away = {**oidc.options, "server_url": "http://127.0.0.1:9"}
    settings.HUIYIN_SIGN_ON = (SignOnProvider("county", "oidc", "县统一认证", away),)
    answer = browser.get(BEGIN)
    assert answer.status_code == 502 and "现在连不上" in answer.text
    # Asking it again and again would keep our threads: it is left alone for a while.
    assert is_resting("http://127.0.0.1:9")
    assert browser.post("/accounts/login/", {"login": "handler", "password": "tingquan-2026"}).status_code == 302


def test_a_discovery_document_of_another_issuer_is_refused(
    browser: Client, settings: Any, oidc: SignOnProvider
) -> None:
    other = {**oidc.options, "server_url": f"{oidc.options['server_url']}/.well-known/openid-configuration?x="}
    settings.HUIYIN_SIGN_ON = (SignOnProvider("county", "oidc", "县统一认证", other),)
    assert browser.get(BEGIN).status_code == 502


def test_addresses_of_nothing_are_not_there(browser: Client, settings: Any, db: None) -> None:
    for address in ("/accounts/sign-on/elsewhere/", "/accounts/3rdparty/", "/accounts/3rdparty/signup/"):
        assert browser.get(address).status_code == 404, address
    assert browser.get(CALLBACK).status_code == 403


def test_passwords_can_be_left_to_a_few(
    cast: Cast, browser: Client, settings: Any, link: Link, subject_of: SubjectOf
) -> None:
    settings.HUIYIN_PASSWORDS_ONLY_FOR = ["administrator"]
    assert "应急账号" in browser.get("/accounts/login/").text
    given = {"login": "handler", "password": "tingquan-2026"}
    assert "不能用密码登录" in browser.post("/accounts/login/", given).text and not _is_signed_in(browser)
    link("handler", subject_of("qiubai"))
    assert _sign_on(browser, "qiubai").status_code == 302 and _is_signed_in(browser)
    assert Client().post("/accounts/login/", {**given, "login": "Administrator"}).status_code == 302
