"""Checks of the settings that name accounts."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning

from huiyin.orgs.models import Officer

# The tag under which they are asked; they look into the database, which not everything that starts may do.
ACCOUNTS = "accounts"
_SETTING = "HUIYIN_PASSWORDS_ONLY_FOR"


def check_password_accounts(
    *, app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """orgs.W001: a name of HUIYIN_PASSWORDS_ONLY_FOR that opens nothing on the day when it is needed.

    No error: an account that is shut one day must not keep the pages from starting the next.
    """
    names = settings.HUIYIN_PASSWORDS_ONLY_FOR
    if not names or not databases:
        return []
    officers = {officer.username: officer for officer in Officer.objects.filter(username__in=names)}
    lacks = {name: _lack(officers.get(name)) for name in names}
    return [Warning(f"{_SETTING}：{name} {lack}", id="orgs.W001") for name, lack in lacks.items() if lack]


def _lack(officer: Officer | None) -> str:
    if officer is None:
        return "没有这个账号"
    if not officer.is_active:
        return "账号已停用"
    return "" if officer.has_usable_password() else "还没有密码"
