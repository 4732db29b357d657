"""An OpenID Connect provider of somebody else's making (django-oauth-toolkit), in a process of its own on loopback.

python oidc_provider.py PORT    serves until its standard input is closed

It demands PKCE, signs with RS256, and gives whatever nonce it was sent. Who signs on there says so in the address:
`?as=` is the user name, `?amr=` what the system did to be sure of it; a real one asks for a password.
"""

import json
import sys
import threading
import warnings
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

PORT = int(sys.argv[1])
CLIENT, SECRET = "huiyin", "geheim-fuer-den-versuch"
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)

settings.configure(
    SECRET_KEY="of this process alone",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="__main__",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": _KEY.decode(),
        "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{PORT}/o",
        "OAUTH2_VALIDATOR_CLASS": "__main__.NamingValidator",
        "SCOPES": {"openid": "who", "profile": "name"},
        "PKCE_REQUIRED": True,
    },
)
django.setup()

from django.contrib.auth import get_user_model, login  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider.models import Application  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402
from oauth2_provider.views import AuthorizationView  # noqa: E402

User: Any = get_user_model()
_METHODS: dict[str, list[str]] = {}


class NamingValidator(OAuth2Validator):  # type: ignore[misc]
    """Puts the name and the ways of authentication into the token, as directories do."""

    # All of them, whatever was asked for.
    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """What stands in the token besides its `sub`."""
        user = request.user
        amr = _METHODS.get(user.username)
        return {"name": user.first_name, "email": user.email} | ({"amr": amr} if amr else {})


def authorize(request: HttpRequest) -> HttpResponse:
    """Where a real system would ask for a password."""
    username = request.GET["as"]
    user, _made = User.objects.get_or_create(username=username)
    user.first_name, user.email = f"{username}·甲", f"{username}@example.invalid"
    user.save()
    _METHODS[username] = [method for method in request.GET.get("amr", "").split(" ") if method]
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    response: HttpResponse = AuthorizationView.as_view()(request)
    return response


def subject(request: HttpRequest) -> HttpResponse:
    """What this system calls a user, for the tests."""
    user, _made = User.objects.get_or_create(username=request.GET["as"])
    return HttpResponse(json.dumps({"sub": str(user.pk)}), content_type="application/json")


urlpatterns = [
    path("o/authorize/", authorize),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("subject/", subject),
]


class QuietHandler(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: object) -> None:
        """The tests' output is theirs."""


def main() -> None:
    """Serve until whoever started this goes away."""
    warnings.simplefilter("ignore")
    call_command("migrate", verbosity=0)
    Application.objects.create(
        name="huiyin", client_id=CLIENT, client_secret=SECRET, redirect_uris="http://testserver/accounts/sign-on/county/callback/",
        client_type="confidential", authorization_grant_type="authorization-code", algorithm="RS256",
        skip_authorization=True,
        # Nobody guesses it, and a hash takes longer under load than whoever signs on waits.
        hash_client_secret=False,
    )  # fmt: skip
    with make_server("127.0.0.1", PORT, get_wsgi_application(), handler_class=QuietHandler) as server:
        # Here and not in the other thread: the database in memory belongs to this one.
        threading.Thread(target=_wait_and_stop, args=(server,), daemon=True).start()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()


def _wait_and_stop(server: WSGIServer) -> None:
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main()
