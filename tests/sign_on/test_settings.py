"""What the settings may say of sign-on systems; what they can't mean stops the start, with the setting's name."""

import pytest
from pytest_django.fixtures import Settings

from huiyin.config.sign_on import read_password_names, read_providers
from huiyin.orgs.checks import check_password_accounts
from huiyin.orgs.models import Officer
from huiyin.orgs.services import officer_deactivate
from tests.cast import SEED, Cast

TWO = {
    "HUIYIN_OIDC": "county, school",
    "HUIYIN_OIDC_ISSUERS": "https://idp.example, http://127.0.0.1:9000/o",
    "HUIYIN_OIDC_CLIENTS": "a,b",
    "HUIYIN_OIDC_SECRETS": "x,y",
    "HUIYIN_OIDC_LABELS": "县统一认证,校园网",
    "HUIYIN_OIDC_AMR": "mfa+otp,-",
}


def _read(monkeypatch: pytest.MonkeyPatch, **given: str) -> list[tuple[str, str, str]]:
    for name, value in {**TWO, **given}.items():
        monkeypatch.setenv(name, value)
    return [(found.code, found.label, found.options.get("amr", "")) for found in read_providers()]


def test_lists_are_read_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _read(monkeypatch) == [("county", "县统一认证", "mfa+otp"), ("school", "校园网", "-")]
    assert _read(monkeypatch, HUIYIN_OIDC_AMR="") == [("county", "县统一认证", "-"), ("school", "校园网", "-")]
    assert "'x'" not in repr(read_providers())  # a secret in a log or a traceback


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"HUIYIN_OIDC_CLIENTS": "a"}, "HUIYIN_OIDC_CLIENTS"),
        ({"HUIYIN_OIDC_ISSUERS": "http://idp.example, https://b.example"}, "HUIYIN_OIDC_ISSUERS"),
        ({"HUIYIN_OIDC": "county,county"}, "county"),
        ({"HUIYIN_OIDC": "county,../x"}, "../x"),
    ],
)
def test_what_they_cannot_mean_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        _read(monkeypatch, **given)


def test_names_that_passwords_open_are_read_as_they_are_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_PASSWORDS_ONLY_FOR", " Admin , AUDITOR,")
    assert read_password_names(has_sign_on=True) == ["admin", "auditor"]
    with pytest.raises(ValueError, match="HUIYIN_PASSWORDS_ONLY_FOR"):
        read_password_names(has_sign_on=False)


@pytest.mark.parametrize("text", ["admin，auditor", "admin auditor", "admin;auditor", "admin,a"])
def test_a_word_that_is_no_sign_in_name_stops_the_start(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HUIYIN_PASSWORDS_ONLY_FOR", text)
    with pytest.raises(ValueError, match=r"HUIYIN_PASSWORDS_ONLY_FOR 里的“.+”不是账号名"):
        read_password_names(has_sign_on=True)


def test_accounts_that_open_nothing_are_named(cast: Cast, settings: Settings) -> None:
    settings.HUIYIN_PASSWORDS_ONLY_FOR = ["administrator", "auditor", "nobody", "adminstrator"]
    officer_deactivate(officer_id=cast.officers["auditor"], actor=SEED, at=cast.at)
    Officer.objects.filter(username="nobody").update(password="!")
    found = check_password_accounts(app_configs=None, databases=["default"])
    assert [message.msg.partition("：")[2] for message in found] == [
        "auditor 账号已停用",
        "nobody 还没有密码",
        "adminstrator 没有这个账号",
    ]
    assert not any(message.is_serious() for message in found)
    # What starts without a database isn't asked for one.
    assert check_password_accounts(app_configs=None) == []
    settings.HUIYIN_PASSWORDS_ONLY_FOR = ["administrator"]
    assert check_password_accounts(app_configs=None, databases=["default"]) == []
