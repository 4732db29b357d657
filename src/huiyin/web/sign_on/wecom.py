"""企业微信, and 政务微信, which is the same on another host: a code, and an application's token that asks about it.

It isn't the OAuth 2 that its name says: nobody gets a token of their own, and the code is asked about with that of
the application (`gettoken`, then `getuserinfo`). Whoever is no member of the organisation has no `userid`.
"""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from django.http import HttpRequest
from django.utils.http import urlencode

from huiyin.web.sign_on.app_tokens import AppToken, app_token, app_token_drop
from huiyin.web.sign_on.complete import ProvedIdentity
from huiyin.web.sign_on.oauth import CodeAdapter, LinkedOAuth

_TOKEN, _USER = "/cgi-bin/gettoken", "/cgi-bin/auth/getuserinfo"
# The token isn't good any more, although its time isn't over: somebody else has asked for a new one.
_TOKEN_IS_OVER = {40014, 42001}


class WeComClient(OAuth2Client):  # type: ignore[misc]
    """Its two ways in: a page with a code to scan, and none at all inside of the app."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        """The order is that of its documents; inside of the app the end after # is required."""
        place = {"redirect_uri": self.callback_url, "state": self.state}
        agent = {"agentid": extra_params["agent"]}
        if "wxwork" in self.request.headers.get("User-Agent", "").lower():
            query = {"appid": self.consumer_key, "response_type": "code", "scope": "snsapi_base"}
            return f"{extra_params['authorize']}?{urlencode({**query, **agent, **place})}#wechat_redirect"
        query = {"login_type": "CorpApp", "appid": self.consumer_key}
        return f"{authorization_url}?{urlencode({**query, **agent, **place})}"


class WeComAdapter(CodeAdapter):
    """Asks who a code is."""

    client_class = WeComClient

    @property
    def authorize_url(self) -> str:
        """The page with the code to scan."""
        return str(self.get_provider().app.settings["login"])

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, str]:
        """Who signs on; nothing that would be a token of theirs. Raises OAuth2Error."""
        code = request.GET["code"]
        found = self._user(app, code)
        if found.get("errcode") in _TOKEN_IS_OVER:
            app_token_drop(self.provider_id)
            found = self._user(app, code)
        if found.get("errcode") != 0:
            raise OAuth2Error(f"errcode {found.get('errcode')}")
        return {"access_token": "", "userid": str(found.get("userid") or found.get("UserId") or "")}

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Raises OAuth2Error for whoever is no member of the organisation."""
        userid = kwargs["response"]["userid"]
        if not userid:
            raise OAuth2Error("no member of the organisation")
        return self.get_provider().sociallogin_from_response(request, {"userid": userid})

    def _user(self, app: Any, code: str) -> dict[str, Any]:
        token = app_token(self.provider_id, lambda: self._new_token(app))
        return self._ask(app, _USER, {"access_token": token, "code": code})

    def _new_token(self, app: Any) -> AppToken:
        found = self._ask(app, _TOKEN, {"corpid": app.client_id, "corpsecret": app.secret})
        if found.get("errcode") != 0 or not found.get("access_token"):
            raise OAuth2Error(f"no token: errcode {found.get('errcode')}")
        return AppToken(str(found["access_token"]), int(found.get("expires_in", 0)))

    def _ask(self, app: Any, path: str, query: dict[str, str]) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(f"{app.settings['url']}{path}", params=query)
            answer.raise_for_status()
            return dict(answer.json())


class WeCom(LinkedOAuth, OAuth2Provider):  # type: ignore[misc]
    """Found by the `userid`, which the organisation's own administrators give and don't give twice."""

    id = "wecom"
    oauth2_adapter_class = WeComAdapter

    def get_auth_params(self) -> dict[str, str]:
        """What the client needs to know for the address."""
        return {"agent": self.app.settings["agent"], "authorize": self.app.settings["authorize"]}

    def extract_uid(self, data: dict[str, str]) -> str:
        """The member."""
        return data["userid"]

    def proved(self, login: SocialLogin) -> ProvedIdentity:
        """A member. The name isn't asked for: that would take the right to read the list of members."""
        return ProvedIdentity(self.known, login.account.uid)
