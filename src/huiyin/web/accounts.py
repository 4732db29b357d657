"""How staff sign in: accounts are made by an administrator, never by signing up."""

import base64
import hmac
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huiyin.flows.security_events import sign_in_failed, sign_in_locked, signed_in
from huiyin.kernel.keys import load_key
from huiyin.kernel.time import now
from huiyin.web.addresses import plain_address

# What the sign-in library would announce although the page shows it anyway.
_QUIET = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our words and rules for the sign-in library."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名和密码对不上，请再看一看。"),
        "too_many_login_attempts": _("连续输错太多次，这个账号先停一停。请 10 分钟后再试，或请管理员重设密码。"),
        "incorrect_password": _("密码不对，请再输一次。"),
        "enter_current_password": _("请输入现在的密码。"),
        "account_inactive": _("这个账号已停用，请联系本单位的管理员。"),
        "rate_limited": _("操作太频繁，请过几分钟再试。"),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that failures are counted for."""
        return plain_address(super().get_client_ip(request))

    def login(self, request: HttpRequest, user: Any) -> None:
        """Signed in, the second step included: on record."""
        super().login(request, user)
        signed_in(officer_id=user.pk, at=now())

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Where the sign-in has to wait that is on record. Raises ValidationError."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sign_in_locked(username=str(credentials.get("username") or ""), at=now())
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password is on record, with the account but never with what was typed."""
        super().authentication_failed(request, **credentials)
        sign_in_failed(username=str(credentials.get("username") or ""), at=now())

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say only what the page doesn't show by itself."""
        if message_template not in _QUIET:
            super().add_message(request, level, message_template, *args, **kwargs)


class StaffMfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Our words for the second step; its secrets don't lie readable in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不对，请输入手机上现在显示的 6 位数字。"),
        "cannot_delete_authenticator": _("按本单位的规定，两步登录不能关闭。"),
        "cannot_generate_recovery_codes": _("先开启两步登录，才有备用码。"),
    }

    def encrypt(self, text: str) -> str:
        """Under a key that follows from the web key."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The other way."""
        return _cipher().decrypt(encrypted_text.encode("ascii")).decode()


def _cipher() -> Fernet:
    key = hmac.digest(load_key(settings.HUIYIN_KEYS, "web"), b"second step of signing in", "sha256")
    return Fernet(base64.urlsafe_b64encode(key))
