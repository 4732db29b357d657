"""政务钉钉 (专有钉钉, 浙政钉): its own page with a code to scan, and requests that are signed.

Its documents know a page in a frame as well. Here the whole page leads there and back, so no frame is let in.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta, timezone
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from django.http import HttpRequest
from django.utils.http import urlencode

from huiyin.kernel.time import now
from huiyin.web.sign_on.app_tokens import AppToken, app_token, app_token_drop
from huiyin.web.sign_on.complete import ProvedIdentity
from huiyin.web.sign_on.oauth import CodeAdapter, LinkedOAuth

_TOKEN, _USER = "/gettoken.json", "/rpc/oauth2/getuserinfo_bycode.json"
# The token isn't good any more.
_ASK_ANEW = "240133"
_CHINA = timezone(timedelta(hours=8))


def signed_headers(
    *, key: str, secret: str, method: str, path: str, params: dict[str, str], at: datetime
) -> dict[str, str]:
    """HMAC-SHA256 over method, time, nonce, path and the sorted, unescaped parameters, a line each."""
    stamp = at.astimezone(_CHINA).isoformat(timespec="milliseconds")
    nonce = f"{int(at.timestamp() * 1000)}{secrets.randbelow(9000) + 1000}"
    text = "&".join(f"{name}={params[name]}" for name in sorted(params))
    signature = hmac.digest(secret.encode(), f"{method}\n{stamp}\n{nonce}\n{path}\n{text}".encode(), hashlib.sha256)
    return {
        "X-Hmac-Auth-Timestamp": stamp,
        "X-Hmac-Auth-Version": "1.0",
        "X-Hmac-Auth-Nonce": nonce,
        "X-Hmac-Auth-Signature": base64.b64encode(signature).decode("ascii"),
        "apiKey": key,
        # Asked for by its documents and looked at by nobody: no address of this machine has to be told.
        "X-Hmac-Auth-IP": "127.0.0.1",
        "X-Hmac-Auth-MAC": "02:00:00:00:00:00",
    }


class ZwDingClient(OAuth2Client):  # type: ignore[misc]
    """The page with a code to scan."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        """As its documents have it."""
        query = {
            "response_type": "code",
            "client_id": extra_params["app"],
            "redirect_uri": self.callback_url,
            "scope": "get_user_info",
            "authType": "QRCODE",
            "state": self.state,
        }
        return f"{authorization_url}?{urlencode(query)}"


class ZwDingAdapter(CodeAdapter):
    """Asks who a code is."""

    client_class = ZwDingClient

    @property
    def authorize_url(self) -> str:
        """On the host for people, which isn't that for requests."""
        return f"{self.get_provider().app.settings['login']}/oauth2/auth.htm"

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Who signs on; nothing that would be a token of theirs. Raises OAuth2Error."""
        code = request.GET["code"]
        found = self._user(app, code)
        if str(found.get("responseCode")) == _ASK_ANEW:
            app_token_drop(self.provider_id)
            found = self._user(app, code)
        return {"access_token": "", "user": _data(found)}

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Raises OAuth2Error, KeyError."""
        return self.get_provider().sociallogin_from_response(request, kwargs["response"]["user"])

    def _user(self, app: Any, code: str) -> dict[str, Any]:
        token = app_token(self.provider_id, lambda: self._new_token(app))
        return self._ask(app, "POST", _USER, {"access_token": token, "code": code})

    def _new_token(self, app: Any) -> AppToken:
        data = _data(self._ask(app, "GET", _TOKEN, {"appkey": app.client_id, "appsecret": app.secret}))
        return AppToken(str(data["accessToken"]), int(data["expiresIn"]))

    def _ask(self, app: Any, method: str, path: str, params: dict[str, str]) -> dict[str, Any]:
        headers = signed_headers(
            key=app.client_id, secret=app.secret, method=method, path=path, params=params, at=now()
        )
        place = "params" if method == "GET" else "data"
        with get_adapter().get_requests_session() as session:
            answer = session.request(method, f"{app.settings['url']}{path}", headers=headers, **{place: params})
            answer.raise_for_status()
            return dict(answer.json()["content"])


class ZwDing(LinkedOAuth, OAuth2Provider):  # type: ignore[misc]
    """Found by what names a person within the organisation."""

    id = "zwding"
    oauth2_adapter_class = ZwDingAdapter

    def get_auth_params(self) -> dict[str, str]:
        """The name of the application, which isn't its key."""
        return {"app": self.app.settings["app"]}

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The attribute that the settings name."""
        found = data.get(self.app.settings["subject"])
        if isinstance(found, bool) or not isinstance(found, (str, int)) or not str(found).strip():
            raise OAuth2Error("no subject")
        return str(found)

    def proved(self, login: SocialLogin) -> ProvedIdentity:
        """A person of the organisation, with the name to be shown."""
        return ProvedIdentity(self.known, login.account.uid, str(login.account.extra_data.get("lastName") or ""))


def _data(content: dict[str, Any]) -> dict[str, Any]:
    if content.get("success") is not True or str(content.get("responseCode")) != "0":
        raise OAuth2Error(f"responseCode {content.get('responseCode')}")
    return dict(content["data"])
