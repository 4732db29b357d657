"""Officers sign on by CAS with a small server that the tests start; it signs them out, too."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from huiyin.config.sign_on import read_providers
from huiyin.kernel.actor import system
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.ledger.models import Entry
from huiyin.orgs.models import Officer
from huiyin.orgs.services import officer_deactivate
from huiyin.web.models import BrowserSession
from tests.cast import Cast
from tests.sign_on.cas_server import LOGOUT_REQUEST, CasServer
from tests.sign_on.conftest import PATIENCE

pytestmark = pytest.mark.django_db
BEGIN = "/accounts/sign-on/cas/"
CALLBACK = f"{BEGIN}callback/"
Link = Callable[..., Any]


@pytest.fixture(autouse=True)
def options(settings: Any, cas: CasServer) -> dict[str, str]:
    """What the settings say."""
    settings.HUIYIN_SITE_URL = "http://testserver"
    options = {"url": cas.address, "version": "3", "subject": "staffNumber", "name": "name"}
    settings.HUIYIN_SIGN_ON = (SignOnProvider("cas", "cas", "统一认证", options),)
    return options


def _back(browser: Client, username: str = "qiubai", **query: str) -> str:
    asked = browser.get(BEGIN, query).headers["Location"]
    answer = requests.get(asked, {"as": username}, allow_redirects=False, timeout=PATIENCE)
    return answer.headers["Location"].removeprefix("http://testserver")


def _is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_a_linked_officer_comes_in(cast: Cast, browser: Client, link: Link, cas: CasServer) -> None:
    link("handler", "S-qiubai", "cas")
    back = _back(browser, next="/desk/account/")
    assert browser.get(back, HTTP_HOST="testserver").headers["Location"] == "/desk/account/"
    assert _is_signed_in(browser)
    # The address that a ticket is for is ours, whatever the request says.
    assert cas.asked[-1]["service"] == [f"http://testserver{CALLBACK}"]
    assert Entry.objects.filter(kind="security.sign_in.done").count() == 1


def test_version_2_knows_the_name_alone(
    cast: Cast, browser: Client, link: Link, settings: Any, options: dict[str, str]
) -> None:
    plain = {**options, "version": "2", "subject": "user", "name": "user"}
    settings.HUIYIN_SIGN_ON = (SignOnProvider("cas", "cas", "统一认证", plain),)
    link("handler", "qiubai", "cas")
    assert browser.get(_back(browser)).headers["Location"] == "/desk/"


def test_a_stranger_gets_no_account_here_either(cast: Cast, browser: Client) -> None:
    officers = Officer.objects.count()
    answer = browser.get(_back(browser, "handler"))
    assert answer.status_code == 403 and "S-handler" in answer.text and "handler·甲" in answer.text
    assert Officer.objects.count() == officers and not _is_signed_in(browser)


def test_a_shut_account_stays_shut_for_cas_too(cast: Cast, browser: Client, link: Link) -> None:
    link("handler", "S-qiubai", "cas")
    officer_deactivate(officer_id=cast.officers["handler"], actor=system("organisation"), at=cast.at)
    assert browser.get(_back(browser)).headers["Location"] == "/accounts/inactive/" and not _is_signed_in(browser)


def test_a_ticket_works_once_in_the_browser_that_asked(cast: Cast, browser: Client, link: Link) -> None:
    link("handler", "S-qiubai", "cas")
    back = _back(browser)
    stranger = Client()
    assert stranger.get(back).status_code == 403 and not _is_signed_in(stranger)
    assert browser.get(back).headers["Location"] == "/desk/"
    browser.logout()
    browser.get(BEGIN)
    assert browser.get(back).status_code == 502 and not _is_signed_in(browser)


@pytest.mark.parametrize("ticket", ["", "ST-", "PT-abc", "ST-made-up", "ST-x&service=http://elsewhere.example/"])
def test_no_other_ticket_opens_it(cast: Cast, browser: Client, link: Link, ticket: str) -> None:
    link("handler", "S-qiubai", "cas")
    browser.get(BEGIN)
    assert browser.get(CALLBACK, {"ticket": ticket}).status_code in {403, 502} and not _is_signed_in(browser)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (200, "no xml"),
        (200, "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'/>"),
        (200, "<a><authenticationSuccess/></a>"),
        (500, ""),
        (302, ""),
    ],
)
def test_whatever_else_the_server_says_opens_nothing(
    cast: Cast, browser: Client, link: Link, cas: CasServer, status: int, text: str
) -> None:
    link("handler", "S-qiubai", "cas")
    back = _back(browser)
    cas.answer = (status, text)
    answer = browser.get(back)
    assert answer.status_code == 502 and "统一认证没有成功" in answer.text and not _is_signed_in(browser)


def test_signing_out_there_ends_the_session_here(cast: Cast, browser: Client, link: Link) -> None:
    link("handler", "S-qiubai", "cas")
    back = _back(browser)
    browser.get(back)
    (ticket,) = parse_qs(urlsplit(back).query)["ticket"]
    assert not BrowserSession.objects.filter(ticket=ticket).exists() and ticket not in str(dict(browser.session))
    server = Client(enforce_csrf_checks=True)
    for text in ("", "<", "x" * 9000, '<!DOCTYPE a [<!ENTITY b "c">]><a/>', LOGOUT_REQUEST.format(ticket="ST-other")):
        assert server.post(CALLBACK, {"logoutRequest": text}).status_code == 204
    assert browser.get("/desk/account/").status_code == 200
    assert server.post(CALLBACK, {"logoutRequest": LOGOUT_REQUEST.format(ticket=ticket)}).status_code == 204
    assert browser.get("/desk/account/").status_code == 403
    assert Entry.objects.filter(kind="security.session.ended", actor="system:cas").count() == 1


def test_a_post_to_another_provider_ends_no_session(browser: Client, settings: Any) -> None:
    assert browser.post(BEGIN).status_code == 405
    settings.HUIYIN_SIGN_ON = (SignOnProvider("county", "oidc", "县统一认证", {"server_url": "", "amr": "-"}),)
    assert browser.post("/accounts/sign-on/county/callback/").status_code == 405


@pytest.mark.parametrize(("name", "value"), [("URL", "http://cas.example/cas"), ("VERSION", "1")])
def test_settings_of_cas_that_cannot_work_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("HUIYIN_CAS_URL", "https://cas.example/cas")
    assert [provider.code for provider in read_providers()] == ["cas"]
    monkeypatch.setenv(f"HUIYIN_CAS_{name}", value)
    with pytest.raises(ValueError, match="HUIYIN_CAS"):
        read_providers()
