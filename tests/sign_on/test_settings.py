"""What the settings may say of sign-on systems; what they can't mean stops the start, with the setting's name."""

import pytest

from huiyin.config.sign_on import read_providers

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
