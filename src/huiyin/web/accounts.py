"""How staff sign in: accounts are made by an administrator, never by signing up."""

import base64
import hmac
from datetime import datetime
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huiyin.flows.security_events import sign_in_locked, signed_in
from huiyin.flows.sign_in import PASSWORD_SHORTEST, Attempt, Gate, sign_in_failed, sign_in_gate
from huiyin.kernel.keys import load_key
from huiyin.kernel.time import now
from huiyin.orgs.rules import sign_in_name
from huiyin.orgs.services import sign_in_record
from huiyin.web.addresses import plain_address, wide_network_of
from huiyin.web.devices import device_keep, device_of
from huiyin.web.officer_sessions import browser_of
from huiyin.web.second_factor import STEP_TYPES, is_last_demanded
from huiyin.web.sessions import BROWSER

# What the sign-in library would announce although the page shows it anyway.
_QUIET = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our words and rules for the sign-in library."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名和密码对不上，请再看一看。"),
        "too_many_login_attempts": _("验证码连续输错太多次，请 10 分钟后再试。"),
        "sign_in_waits": _(
            "从这里连着输错了几次，请过 %d 分钟再试。用您登录过的设备，或者换一个网络，现在就可以登录。"
        ),
        "sign_in_network_waits": _(
            "从您这个网络来的输错太多，请过 %d 分钟再试。用您登录过的设备，或者换一个网络，现在就可以登录。"
        ),
        "sign_in_locked": _(
            "有人一直在试这个账号的密码。今天只能用登录过的设备登录，或者开启过两步登录的，用它登录；都没有的，请联系管理员。"
        ),
        "sign_in_elsewhere": _("本单位的工作人员用统一认证登录，这个账号不能用密码登录。"),
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
        # Read before: signing in begins the session anew where it was another officer's.
        provider = _provider_of(request, user)
        super().login(request, user)
        signed_in(officer_id=user.pk, at=now(), provider=provider)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The name is looked for as it is stored, in whatever width and case it was typed."""
        if "username" in credentials:
            credentials["username"] = sign_in_name(credentials["username"])
        return super().authenticate(request, **credentials)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before a password is looked at. Raises ValidationError while a wait runs, and for what can't be one."""
        attempt = attempt_of(request, str(credentials.get("username", "")))
        if not may_use_password(attempt.username) and not request.user.is_authenticated:
            raise self.validation_error("sign_in_elsewhere")
        check_gate(attempt)
        if len(credentials.get("password", "")) < PASSWORD_SHORTEST:
            raise self.validation_error(
                "incorrect_password" if request.user.is_authenticated else "username_password_mismatch"
            )

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """It was looked at and wrong."""
        sign_in_failed(attempt=attempt_of(request, str(credentials.get("username", ""))), at=now())

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The device is known from now on; the officer reads how often somebody else has tried."""
        response = super().post_login(request, user, **kwargs)
        # As the account has it, not as it was typed: devices are looked for under this name.
        name = user.get_username()
        done = sign_in_record(officer_id=user.pk, device_id=device_of(request, name), at=now())
        device_keep(request, response, name, done.device_id)
        request.session[BROWSER] = browser_of(request.headers.get("User-Agent", ""))
        if done.failed and done.failed_last_at:
            messages.warning(request, _failed_text(done.failed, done.failed_last_at))
        return cast("HttpResponse", response)

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
        "incorrect_key": _("这个安全密钥不对，请再试一次，或者用验证码。"),
        "cannot_delete_authenticator": _("按本单位的规定，两步登录不能关闭。"),
        "cannot_generate_recovery_codes": _("先开启两步登录，才有备用码。"),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Who must have a second step doesn't switch it off."""
        # Recovery codes may go and be made anew: alone they are no second step.
        return not is_last_demanded(authenticator)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a key is called that its owner gives no name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("安全密钥 %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What browsers and keys call this site; it belongs to the host for good."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.HUIYIN_SITE_NAME}

    def encrypt(self, text: str) -> str:
        """Under a key that follows from the web key."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The other way."""
        return _cipher().decrypt(encrypted_text.encode("ascii")).decode()


def check_gate(attempt: Attempt) -> None:
    """Before a password is looked at. Raises ValidationError while a wait runs."""
    gate, wait = sign_in_gate(attempt=attempt, at=now())
    if gate is Gate.OPEN:
        return
    sign_in_locked(username=attempt.username, at=now())
    if gate is Gate.LOCKED:
        raise StaffAccountAdapter().validation_error("sign_in_locked")
    # Minutes rounded up, and never nought: nobody is sent back too early.
    raise StaffAccountAdapter().validation_error(_WAITING[gate], -(-int(wait.total_seconds()) // 60) or 1)


def may_use_password(name: str) -> bool:
    """Whether a password opens this account; said of any name, so it tells nothing of which accounts there are."""
    return not settings.HUIYIN_PASSWORDS_ONLY_FOR or sign_in_name(name) in settings.HUIYIN_PASSWORDS_ONLY_FOR


_FIRST_STEPS = frozenset({"password", "socialaccount"})
_WAITING = {Gate.WAITS: "sign_in_waits", Gate.NETWORK_WAITS: "sign_in_network_waits"}


def attempt_of(request: HttpRequest, username: str) -> Attempt:
    """Whoever is signed in and gives the password once more is at a device of theirs, cookie or not."""
    name = sign_in_name(username)
    return Attempt(
        username=name,
        network=wide_network_of(request),
        device_id=device_of(request, name),
        has_second=Authenticator.objects.filter(user__username=name, type__in=STEP_TYPES).exists(),
        is_signed_in=request.user.is_authenticated and request.user.get_username() == name,
    )


def _provider_of(request: HttpRequest, user: Any) -> str:
    """The system that this officer has signed on with just now; "" where a password was given."""
    records = get_authentication_records(request, user)
    last = next((record for record in reversed(records) if record["method"] in _FIRST_STEPS), None)
    return str(last.get("provider", "")) if last else ""


def _failed_text(count: int, last_at: datetime) -> str:
    sentence = ngettext(
        "您上次登录以来，有 %(count)d 次输错了您账号的密码，最近一次是%(when)s。",
        "您上次登录以来，有 %(count)d 次输错了您账号的密码，最近一次是%(when)s。",
        count,
    )
    advice = gettext("如果不是您自己，请换一个密码，并开启两步登录。")
    return sentence % {"count": count, "when": date_format(localtime(last_at), "DATETIME_FORMAT")} + advice


def _cipher() -> Fernet:
    # A key for this purpose alone, so that nothing else made with the web key can stand in for it.
    key = hmac.digest(load_key(settings.HUIYIN_KEYS, "web"), b"second step of signing in", "sha256")
    return Fernet(base64.urlsafe_b64encode(key))
