"""Officers sign on with their password of an LDAP directory: a real OpenLDAP server, which the tests start."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from huiyin.config.sign_on import read_providers
from huiyin.kernel.actor import system
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.ledger.models import Entry
from huiyin.orgs.models import FailedSignIns, KnownDevice, Officer
from huiyin.orgs.services import officer_deactivate
from huiyin.web.sign_on.directory import Directory, DirectoryAway, needs_start_tls
from huiyin.web.sign_on.rests import is_resting
from tests.cast import PASSWORD, Cast
from tests.sign_on.directory import HANDLER_UUID, PEOPLE, RunningDirectory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
ADDRESS = "/accounts/sign-on/ldap/"
THEIRS = PEOPLE[0][2]
Link = Callable[..., Any]


@pytest.fixture(autouse=True)
def _signs_on(settings: Any, directory_options: dict[str, str]) -> None:
    settings.HUIYIN_SIGN_ON = (SignOnProvider("ldap", "ldap", "单位账号", directory_options),)


@pytest.fixture
def asked(directory_options: dict[str, str]) -> Directory:
    """The directory itself, without our pages."""
    return Directory(directory_options)


def _enter(browser: Client, username: str = "qiubai", password: str = THEIRS, **more: str) -> Any:
    return browser.post(ADDRESS, {"username": username, "password": password, **more})


def _is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_a_linked_officer_comes_in_with_the_password_of_the_directory(
    cast: Cast, browser: Client, link: Link
) -> None:
    link("handler", HANDLER_UUID, "ldap")
    assert "用单位账号登录" in browser.get("/accounts/login/").text
    page = browser.get(ADDRESS, {"next": "/desk/account/"}).text
    assert 'name="next" value="/desk/account/"' in page
    assert _enter(browser, "QiuBai", next="/desk/account/").headers["Location"] == "/desk/account/"
    handler = cast.officers["handler"]
    content = Entry.objects.filter(kind="security.sign_in.done").values_list("content", flat=True).get()
    assert json.loads(content or "")["facts"] == {"officer": handler, "provider": "ldap"}
    assert KnownDevice.objects.filter(officer_id=handler).exists()
    assert _enter(Client(), next="https://elsewhere.example/").headers["Location"] == "/desk/"


def test_who_is_not_linked_gets_no_account(cast: Cast, browser: Client) -> None:
    officers = Officer.objects.count()
    answer = _enter(browser)
    assert answer.status_code == 403 and "沈秋白" in answer.text and HANDLER_UUID in answer.text
    assert Officer.objects.count() == officers and not _is_signed_in(browser)


def test_a_shut_account_stays_shut_for_the_directory_too(cast: Cast, browser: Client, link: Link) -> None:
    link("handler", HANDLER_UUID, "ldap")
    officer_deactivate(officer_id=cast.officers["handler"], actor=system("organisation"), at=cast.at)
    assert _enter(browser).headers["Location"] == "/accounts/inactive/" and not _is_signed_in(browser)


@pytest.mark.parametrize("password", ["", "\0", "falsch-falsch"])
def test_no_other_password_opens_it(cast: Cast, browser: Client, link: Link, password: str) -> None:
    """An empty one above all, with which a directory lets anybody in."""
    link("handler", HANDLER_UUID, "ldap")
    assert _enter(browser, password=password).status_code == 200 and not _is_signed_in(browser)


def test_the_directory_is_in_the_trap_and_we_are_not(
    asked: Directory, directory_options: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = asked.find("qiubai")
    assert entry and entry.subject == HANDLER_UUID and entry.name == "沈秋白"
    with asked._connection() as connection:
        connection.simple_bind_s(entry.dn, "")  # it takes that for right
    assert not asked.is_password_of(entry, "")
    assert asked.is_password_of(entry, THEIRS)


@pytest.mark.parametrize("name", ["*", "qiubai)(uid=*", "q*", "(", "\\2a", "", "x" * 300, "没有这个人"])
def test_what_is_typed_is_a_name_and_no_filter(asked: Directory, name: str) -> None:
    assert asked.find(name) is None


def test_wrong_passwords_wait_as_our_own_do(cast: Cast, browser: Client, link: Link) -> None:
    """They count for the officer whose account they would open, and for nobody of the same name."""
    link("handler", HANDLER_UUID, "ldap")
    for _ in range(5):
        assert "用户名和密码对不上" in _enter(browser, password="falsch-falsch").text
    assert "请过 5 分钟再试" in _enter(browser).text and not _is_signed_in(browser)
    assert FailedSignIns.objects.get(officer_id=cast.officers["handler"]).count == 5
    other = Client()
    for _ in range(6):
        page = _enter(other, "approver", "falsch-falsch").text
    assert "请过 5 分钟再试" in page
    ours = {"login": "approver", "password": PASSWORD}
    assert Client().post("/accounts/login/", ours).status_code == 302


def test_encrypted_connections_are_looked_at(
    running_directory: RunningDirectory, directory_options: dict[str, str]
) -> None:
    encrypted = {**directory_options, "url": running_directory.encrypted}
    assert Directory(encrypted).find("qiubai") is not None
    for url in (running_directory.encrypted, running_directory.plain):
        stranger = {**directory_options, "url": url, "ca": "/etc/ssl/certs/ca-certificates.crt"}
        with pytest.raises(DirectoryAway):
            Directory(stranger).find("qiubai")


def test_no_word_goes_to_another_machine_unencrypted(directory_options: dict[str, str]) -> None:
    assert needs_start_tls({"url": "ldap://ldap.example", "ca": ""})
    assert needs_start_tls({"url": "ldap://127.0.0.1.example", "ca": ""})
    assert not needs_start_tls({"url": "ldap://127.0.0.1:389", "ca": ""})
    assert Directory({**directory_options, "ca": ""}).find("qiubai") is not None


def test_while_the_directory_is_away_passwords_of_ours_still_work(
    cast: Cast, browser: Client, settings: Any, directory_options: dict[str, str]
) -> None:
    away = {**directory_options, "url": "ldap://127.0.0.1:9"}
    settings.HUIYIN_SIGN_ON = (SignOnProvider("ldap", "ldap", "单位账号", away),)
    settings.HUIYIN_PASSWORDS_ONLY_FOR = ["administrator"]
    answer = _enter(browser)
    assert answer.status_code == 503 and "现在连不上单位的目录" in answer.text
    assert is_resting(f"{away['url']} {away['ca']}") and _enter(browser).status_code == 503
    assert Entry.objects.filter(kind="security.sign_in.failed").count() == 0
    assert browser.post("/accounts/login/", {"login": "administrator", "password": PASSWORD}).status_code == 302


def test_a_reader_that_the_directory_does_not_know_is_no_wrong_password(directory_options: dict[str, str]) -> None:
    with pytest.raises(DirectoryAway):
        Directory({**directory_options, "bind_password": "falsch"}).find("qiubai")


def test_ids_of_active_directory_read_as_its_tools_show_them(asked: Directory) -> None:
    asked._options = {**asked._options, "subject": "objectGUID"}
    entry = asked._entry("cn=x", {"objectGUID": [bytes(range(16))], "cn": ["名".encode()]})
    assert entry and entry.subject == "03020100-0504-0706-0809-0a0b0c0d0e0f"
    assert asked._entry("cn=x", {"cn": [b"x"]}) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUIYIN_LDAP_URL", "http://ldap.example"),
        ("HUIYIN_LDAP_FILTER", "(uid=x)"),
        ("HUIYIN_LDAP_FILTER", "(|(uid=%(user)s)(mail=%s))"),
        ("HUIYIN_LDAP_BIND_DN", "cn=reader"),
    ],
)
def test_settings_that_cannot_work_stop_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("HUIYIN_LDAP_URL", "ldaps://ldap.example")
    assert [provider.code for provider in read_providers()] == ["ldap"]
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match="HUIYIN_LDAP"):
        read_providers()


def test_without_the_client_only_a_directory_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.config.sign_on.find_spec", lambda _name: None)
    assert read_providers() == ()
    monkeypatch.setenv("HUIYIN_LDAP_URL", "ldaps://ldap.example")
    with pytest.raises(ValueError, match="python-ldap"):
        read_providers()
