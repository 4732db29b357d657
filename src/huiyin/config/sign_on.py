"""Which systems officers sign on with. Each list of a kind has an item for each system, in the same order."""

import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec

from huiyin.config import environment
from huiyin.kernel.sign_on import SignOnProvider, is_safe_address
from huiyin.orgs.rules import is_username, sign_in_name

_CODE = re.compile(r"[a-z][a-z0-9-]{0,29}")


def read_providers() -> tuple[SignOnProvider, ...]:
    """All that are set up, in the order of the page. Raises ValueError, which names the setting."""
    found = (*_of_oidc(), *_of_wecom(), *_of_zwding(), *_of_cas(), *_of_ldap())
    codes = [provider.code for provider in found]
    for code in codes:
        if not _CODE.fullmatch(code):
            raise ValueError(f"统一认证的代号只能用小写字母、数字和 -，以字母开头，现在是“{code}”")
        if codes.count(code) > 1:
            raise ValueError(f"统一认证的代号“{code}”写了两次")
    return found


def read_password_names(*, has_sign_on: bool) -> list[str]:
    """The sign-in names that passwords go on to open, as they are stored. Raises ValueError, which names the setting.

    Whether there are such accounts is asked when the database can be (`orgs/checks.py`).
    """
    names = [sign_in_name(word) for word in environment.words("PASSWORDS_ONLY_FOR")]
    if names and not has_sign_on:
        raise ValueError("HUIYIN_PASSWORDS_ONLY_FOR 要先设置统一认证，不然别人都登录不了")
    for name in names:
        if not is_username(name):
            raise ValueError(f"HUIYIN_PASSWORDS_ONLY_FOR 里的“{name}”不是账号名：写账号名，几个之间用英文逗号分开")
    return names


def _of_oidc() -> Iterator[SignOnProvider]:
    codes = environment.words("OIDC")
    columns = {
        "server_url": _column("OIDC_ISSUERS", environment.words("OIDC_ISSUERS"), codes),
        "client_id": _column("OIDC_CLIENTS", environment.words("OIDC_CLIENTS"), codes),
        "secret": _column("OIDC_SECRETS", environment.words("OIDC_SECRETS"), codes),
        "label": _column("OIDC_LABELS", environment.words("OIDC_LABELS"), codes),
    }
    # "-" for a system whose own second step isn't believed; without the setting none is.
    amr = environment.words("OIDC_AMR") or ["-"] * len(codes)
    columns["amr"] = _column("OIDC_AMR", amr, codes)
    for place, code in enumerate(codes):
        options = {name: column[place] for name, column in columns.items()}
        if not is_safe_address(options["server_url"]):
            raise ValueError("HUIYIN_OIDC_ISSUERS 要写 https:// 开头的地址")
        yield SignOnProvider(code, "oidc", options.pop("label"), options)


def _of_wecom() -> Iterator[SignOnProvider]:
    client_id = environment.text("WECOM_CORP")
    if not client_id:
        return
    options = {
        "client_id": client_id,
        "secret": environment.text("WECOM_SECRET"),
        "agent": environment.text("WECOM_AGENT"),
        "url": environment.text("WECOM_URL", "https://qyapi.weixin.qq.com").rstrip("/"),
        "login": environment.text("WECOM_LOGIN", "https://login.work.weixin.qq.com/wwlogin/sso/login"),
        "authorize": environment.text("WECOM_AUTHORIZE", "https://open.weixin.qq.com/connect/oauth2/authorize"),
    }
    _check("HUIYIN_WECOM", options, addresses=("url", "login", "authorize"))
    yield SignOnProvider("wecom", "wecom", environment.text("WECOM_LABEL", "企业微信"), options)


def _of_zwding() -> Iterator[SignOnProvider]:
    client_id = environment.text("ZWDING_KEY")
    if not client_id:
        return
    options = {
        "client_id": client_id,
        "secret": environment.text("ZWDING_SECRET"),
        "app": environment.text("ZWDING_APP"),
        "url": environment.text("ZWDING_URL", "https://openplatform.dg-work.cn").rstrip("/"),
        "login": environment.text("ZWDING_LOGIN", "https://login.dg-work.cn").rstrip("/"),
        "subject": environment.text("ZWDING_SUBJECT", "tenantUserId"),
    }
    _check("HUIYIN_ZWDING", options, addresses=("url", "login"))
    yield SignOnProvider("zwding", "zwding", environment.text("ZWDING_LABEL", "政务钉钉"), options)


def _check(prefix: str, options: Mapping[str, str], *, addresses: tuple[str, ...]) -> None:
    missing = [name for name, value in options.items() if not value]
    if missing:
        raise ValueError(f"{prefix}_{missing[0].upper()} 还没有写")
    for name in addresses:
        if not is_safe_address(options[name]):
            raise ValueError(f"{prefix}_{name.upper()} 要写 https:// 开头的地址")


def _of_cas() -> Iterator[SignOnProvider]:
    url = environment.text("CAS_URL")
    if not url:
        return
    options = {
        "url": url,
        "version": environment.text("CAS_VERSION", "3"),
        "subject": environment.text("CAS_SUBJECT", "user"),
        "name": environment.text("CAS_NAME", "user"),
    }
    if not is_safe_address(url):
        raise ValueError("HUIYIN_CAS_URL 要写 https:// 开头的地址")
    if options["version"] not in {"2", "3"}:
        raise ValueError("HUIYIN_CAS_VERSION 要写 2 或 3")
    yield SignOnProvider("cas", "cas", environment.text("CAS_LABEL", "统一认证"), options)


def _of_ldap() -> Iterator[SignOnProvider]:
    url = environment.text("LDAP_URL")
    if not url:
        return
    options = {
        "url": url,
        "ca": environment.text("LDAP_CA"),
        "base": environment.text("LDAP_BASE"),
        "filter": environment.text("LDAP_FILTER", "(&(objectClass=person)(uid=%(user)s))"),
        "subject": environment.text("LDAP_SUBJECT", "entryUUID"),
        "name": environment.text("LDAP_NAME", "cn"),
        "bind_dn": environment.text("LDAP_BIND_DN"),
        "bind_password": environment.text("LDAP_BIND_PASSWORD"),
        "leavers": environment.text("LDAP_LEAVERS", "name"),
    }
    if not url.startswith(("ldap://", "ldaps://")):
        raise ValueError("HUIYIN_LDAP_URL 要写 ldap:// 或 ldaps:// 开头的地址")
    if options["filter"].count("%") != 1 or "%(user)s" not in options["filter"]:
        raise ValueError("HUIYIN_LDAP_FILTER 里 %(user)s 要写一次，不能有别的 %")
    if options["leavers"] not in {"name", "shut"}:
        raise ValueError("HUIYIN_LDAP_LEAVERS 要写 name（只告诉管理员）或 shut（停用账号）")
    if bool(options["bind_dn"]) != bool(options["bind_password"]):
        raise ValueError("HUIYIN_LDAP_BIND_DN 和 HUIYIN_LDAP_BIND_PASSWORD 要一起写")
    if find_spec("ldap") is None:
        raise ValueError("HUIYIN_LDAP_URL 要先装 python-ldap：见 docs/sign-on.md")
    yield SignOnProvider("ldap", "ldap", environment.text("LDAP_LABEL", "单位账号"), options)


def _column(name: str, items: list[str], codes: list[str]) -> list[str]:
    if len(items) != len(codes):
        raise ValueError(f"HUIYIN_{name} 要和 HUIYIN_OIDC 一样多，用逗号分隔，顺序也一样")
    return items
