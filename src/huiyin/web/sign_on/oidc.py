"""OpenID Connect by the sign-in library, with what it leaves to others: a nonce, and each signature looked at."""

import time
from typing import Any, cast

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, get_random_string
from requests import RequestException

from huiyin.kernel.sign_on import is_safe_address
from huiyin.web.sign_on.complete import ProvedIdentity
from huiyin.web.sign_on.oauth import LinkedOAuth, callback_address
from huiyin.web.sign_on.rests import is_resting, rest

# No shared secrets ("HS256") and no "none": whoever knows the client's secret must not be able to make tokens.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
# Two machines' clocks differ a little.
_LEEWAY = 60
_NONCE_LENGTH = 32
_CONFIG_SECONDS = 600
_configs: dict[str, tuple[dict[str, Any], float]] = {}


class DirectoryOIDCAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Asks the system, and believes only what it has signed for us."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the system says of itself. Raises OAuth2Error where it isn't the one of the settings."""
        expected = self.get_provider().app.settings["server_url"].rstrip("/")
        config = self._kept_config(expected)
        if str(config["issuer"]).rstrip("/") != expected:
            raise OAuth2Error("another issuer than the settings have")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not is_safe_address(str(config[name])):
                raise OAuth2Error(f"{name} without TLS")
        return config

    def _kept_config(self, issuer: str) -> dict[str, Any]:
        """Asked for by anybody who presses the button, so it is asked of the system now and then only."""
        config, until = _configs.get(issuer, ({}, 0.0))
        if time.monotonic() < until:
            return config
        if is_resting(issuer):
            raise OAuth2Error("hasn't answered just now")
        try:
            config = cast("dict[str, Any]", super().openid_config)
        except RequestException:
            rest(issuer)
            raise
        _configs[issuer] = config, time.monotonic() + _CONFIG_SECONDS
        return config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Of the site's own address, whatever the request calls itself."""
        return callback_address(self.provider_id)

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Who the signed token says. Raises OAuth2Error."""
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("no id_token")
        return self.get_provider().sociallogin_from_response(request, {"id_token": self._claims(app, id_token)})

    def _claims(self, app: Any, id_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        try:
            wanted = jwt.get_unverified_header(id_token).get("kid")
            key = next((key for key in keys if key.key_id == wanted), None)
            if key is None:
                raise OAuth2Error("signed with an unknown key")
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=key,
                algorithms=_ALGORITHMS,
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=_LEEWAY,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("id_token not to be believed") from error
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("issued to somebody else")
        return claims


class DirectoryOIDC(LinkedOAuth, OpenIDConnectProvider):  # type: ignore[misc]
    """A system that speaks OpenID Connect; found by the `sub` of its signed token alone."""

    oauth2_adapter_class = DirectoryOIDCAdapter
    pkce_enabled_default = True

    def get_default_scope(self) -> list[str]:
        """The name, to be shown to whoever has no account here; no mail address, since nothing goes by it."""
        return ["openid", "profile"]

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        """To the system, with a nonce that its token must bring back."""
        nonce = get_random_string(_NONCE_LENGTH)
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        response: HttpResponse = super().redirect(request, process, nonce=nonce, **kwargs)
        return response

    def proved(self, login: SocialLogin) -> ProvedIdentity:
        """Raises OAuth2Error where the token was made for another sign-on than this one."""
        claims = login.account.extra_data["id_token"]
        if not constant_time_compare(str(claims.get("nonce", "")), str(login.state["nonce"])):
            raise OAuth2Error("another nonce")
        believed = set(self.app.settings["amr"].split("+")) - {"-", ""}
        methods = claims.get("amr")
        return ProvedIdentity(
            provider=self.known,
            subject=str(claims["sub"]),
            name=str(claims.get("name") or claims.get("preferred_username") or ""),
            second_step=isinstance(methods, list) and bool(believed & set(map(str, methods))),
        )
