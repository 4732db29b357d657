"""All addresses of an installation."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

from huiyin.web.devices import devices_page
from huiyin.web.security_keys import remove_key
from huiyin.web.session_pages import sessions_page
from huiyin.web.style import style_page
from huiyin.web.tiles import tile
from huiyin.web.views import closed_page, type_size

# Parts of the sign-in library that aren't used here: accounts are made and mended by an administrator.
_CLOSED = (
    r"^accounts/(?:signup|email|confirm-email|password/set|password/reset|login/code|3rdparty|social"
    r"|2fa/webauthn/keys/\d+/edit)/"
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huiyin.portal.urls")),
    path("desk/", include("huiyin.desk.urls")),
    re_path(_CLOSED, closed_page),
    path("accounts/devices/", devices_page, name="devices"),
    path("accounts/sessions/", sessions_page, name="sessions"),
    path("accounts/reset/", include("huiyin.desk.password_reset.urls")),
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", remove_key, name="mfa_remove_webauthn"),
    path("accounts/sign-on/", include("huiyin.web.sign_on.urls")),
    path("accounts/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    path("type-size/", type_size, name="type_size"),
    path("tiles/<int:zoom>/<int:column>/<int:row>", tile, name="tile"),
]

if settings.DEBUG or settings.HUIYIN_DEMO:
    urlpatterns.append(path("style/", style_page, name="style"))

handler400 = "huiyin.web.views.bad_request"
handler403 = "huiyin.web.views.forbidden"
handler404 = "huiyin.web.views.not_found"
handler500 = "huiyin.web.views.server_error"
