"""Officers sign on with 企业微信 and 政务钉钉; servers of the tests look at what is asked of them."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from huiyin.config.sign_on import read_providers
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.orgs.models import Officer
from huiyin.web.sign_on import app_tokens
from tests.cast import Cast
from tests.sign_on.chat_servers import CORP, CORP_SECRET, KEY, KEY_SECRET, ChatServer

pytestmark = pytest.mark.django_db
Link = Callable[..., Any]
WECOM: dict[str, Any] = {"userid": "qiubai", "user_ticket": "x"}
ZWDING: dict[str, Any] = {
    "accountId": 100135,
    "lastName": "秋白",
    "tenantUserId": "12371$100135",
    "account": "qiubai",
}
# code: whom it knows, and under which subject
KNOWN = {"wecom": (WECOM, "qiubai"), "zwding": (ZWDING, "12371$100135")}


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    """A server of both kinds."""
    app_tokens._kept.clear()
    with ChatServer() as server:
        server.start()
        yield server
        server.shutdown()


@pytest.fixture(autouse=True)
def _signs_on(settings: Any, chat: ChatServer) -> None:
    settings.HUIYIN_SITE_URL = "http://testserver"
    places = {
        "url": chat.address,
        "login": "https://login.example/page",
        "authorize": "https://open.example/authorize",
    }
    settings.HUIYIN_SIGN_ON = (
        SignOnProvider(
            "wecom", "wecom", "企业微信", {**places, "client_id": CORP, "secret": CORP_SECRET, "agent": "1000002"}
        ),
        SignOnProvider(
            "zwding", "zwding", "政务钉钉",
            {**places, "login": "https://login.example", "client_id": KEY, "secret": KEY_SECRET, "app": "huiyin",
             "subject": "tenantUserId"},
        ),
    )  # fmt: skip


def _asked(browser: Client, code: str, **headers: str) -> str:
    return str(browser.get(f"/accounts/sign-on/{code}/", {"next": "/desk/account/"}, headers=headers)["Location"])


def _come_back(browser: Client, code: str, *, with_code: str = "c-1", **headers: str) -> Any:
    (state,) = parse_qs(urlsplit(_asked(browser, code, **headers)).query)["state"]
    return browser.get(f"/accounts/sign-on/{code}/callback/", {"code": with_code, "state": state})


def _is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


@pytest.mark.parametrize("code", KNOWN)
def test_a_linked_officer_comes_in_by_scanning(
    cast: Cast, browser: Client, link: Link, chat: ChatServer, code: str
) -> None:
    chat.codes["c-1"], subject = KNOWN[code]
    link("handler", subject, code)
    assert _come_back(browser, code).headers["Location"] == "/desk/account/"
    assert _is_signed_in(browser)


@pytest.mark.parametrize("code", KNOWN)
def test_a_stranger_gets_no_account_by_scanning(cast: Cast, browser: Client, chat: ChatServer, code: str) -> None:
    chat.codes["c-1"], subject = KNOWN[code]
    officers = Officer.objects.count()
    answer = _come_back(browser, code)
    assert answer.status_code == 403 and subject in answer.text and not _is_signed_in(browser)
    assert Officer.objects.count() == officers


@pytest.mark.parametrize("code", KNOWN)
def test_codes_that_are_not_there_and_answers_to_others_open_nothing(
    cast: Cast, browser: Client, link: Link, chat: ChatServer, code: str
) -> None:
    _known, subject = KNOWN[code]
    link("handler", subject, code)
    assert _come_back(browser, code).status_code == 403
    chat.codes["c-1"] = KNOWN[code][0]
    assert browser.get(f"/accounts/sign-on/{code}/callback/", {"code": "c-1", "state": "x" * 16}).status_code == 403
    assert not _is_signed_in(browser) and "c-1" in chat.codes


@pytest.mark.parametrize("code", KNOWN)
def test_an_applications_token_is_asked_for_once_and_again_when_it_is_over(
    cast: Cast, browser: Client, link: Link, chat: ChatServer, code: str
) -> None:
    found, subject = KNOWN[code]
    link("handler", subject, code)
    for _ in range(2):
        chat.codes["c-1"] = found
        assert _come_back(Client(), code).status_code == 302
    assert chat.tokens_given == 1
    chat.token, chat.codes["c-1"] = "token-2", found
    assert _come_back(browser, code).status_code == 302 and chat.tokens_given == 2


@pytest.mark.parametrize("code", KNOWN)
def test_a_wrong_secret_opens_nothing(
    cast: Cast, browser: Client, link: Link, chat: ChatServer, settings: Any, code: str
) -> None:
    chat.codes["c-1"], subject = KNOWN[code]
    link("handler", subject, code)
    known = {provider.code: provider for provider in settings.HUIYIN_SIGN_ON}[code]
    settings.HUIYIN_SIGN_ON = (SignOnProvider(code, code, "x", {**known.options, "secret": "falsch"}),)
    assert _come_back(browser, code).status_code in {403, 502} and not _is_signed_in(browser)


def test_the_addresses_are_those_of_the_documents(browser: Client) -> None:
    back = "http://testserver/accounts/sign-on/wecom/callback/"
    asked = urlsplit(_asked(browser, "wecom"))
    query = {name: values[0] for name, values in parse_qs(asked.query).items()}
    assert asked.hostname == "login.example" and re.fullmatch("[a-zA-Z0-9]{1,128}", query.pop("state"))
    assert query == {"login_type": "CorpApp", "appid": CORP, "agentid": "1000002", "redirect_uri": back}

    inside = urlsplit(_asked(browser, "wecom", user_agent="Mozilla/5.0 wxwork/4.1.0 MicroMessenger/7.0.1"))
    query = {name: values[0] for name, values in parse_qs(inside.query).items()}
    assert inside.hostname == "open.example" and inside.fragment == "wechat_redirect" and query.pop("state")
    assert query == {
        "appid": CORP, "response_type": "code", "scope": "snsapi_base", "agentid": "1000002", "redirect_uri": back,
    }  # fmt: skip

    ding = urlsplit(_asked(browser, "zwding"))
    query = {name: values[0] for name, values in parse_qs(ding.query).items()}
    assert (ding.hostname, ding.path) == ("login.example", "/oauth2/auth.htm") and query.pop("state")
    assert query == {
        "response_type": "code", "client_id": "huiyin", "redirect_uri": back.replace("wecom", "zwding"),
        "scope": "get_user_info", "authType": "QRCODE",
    }  # fmt: skip


def test_a_stranger_to_the_organisation_has_no_userid(browser: Client, chat: ChatServer, cast: Cast) -> None:
    chat.codes["c-1"] = {"openid": "stranger"}
    assert _come_back(browser, "wecom").status_code == 403 and not _is_signed_in(browser)


def test_no_page_lets_a_frame_in(browser: Client, db: None) -> None:
    """The page with the code to scan is the system's own, so nothing of it stands in ours."""
    policy = browser.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-src" not in policy


_WECOM = {"WECOM_CORP": "ww", "WECOM_SECRET": "x", "WECOM_AGENT": "1"}
_ZWDING = {"ZWDING_KEY": "k", "ZWDING_SECRET": "x", "ZWDING_APP": "a"}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"WECOM_CORP": "ww"}, "HUIYIN_WECOM_SECRET"),
        ({**_WECOM, "WECOM_URL": "http://x.example"}, "HUIYIN_WECOM_URL"),
        ({**_ZWDING, "ZWDING_APP": ""}, "HUIYIN_ZWDING_APP"),
        ({**_ZWDING, "ZWDING_LOGIN": "ftp://x"}, "HUIYIN_ZWDING_LOGIN"),
    ],
)
def test_settings_that_lack_something_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], named: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"HUIYIN_{name}", value)
    with pytest.raises(ValueError, match=named):
        read_providers()
