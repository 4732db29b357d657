"""How staff sign in: accounts are made by an administrator, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# What the sign-in library would announce although the page shows it anyway.
_QUIET = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our words and rules for the sign-in library."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名和密码对不上，请再看一看。"),
        "too_many_login_attempts": _("连续输错太多次，这个账号先停一停。请 10 分钟后再试，或请管理员重设密码。"),
        "incorrect_password": _("密码不对，请再输一次。"),
        "incorrect_code": _("验证码不对，请输入手机上现在显示的 6 位数字。"),
        "enter_current_password": _("请输入现在的密码。"),
        "account_inactive": _("这个账号已停用，请联系本单位的管理员。"),
        "rate_limited": _("操作太频繁，请过几分钟再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say only what the page doesn't show by itself."""
        if message_template not in _QUIET:
            super().add_message(request, level, message_template, *args, **kwargs)
