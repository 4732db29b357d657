"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, include, path

from huiyin.portal.home.views import home_page
from huiyin.portal.howto.views import how_page
from huiyin.portal.mailbox.views import mailbox_page
from huiyin.portal.rulebook.views import rules_page
from huiyin.portal.shared.views import shared_page
from huiyin.portal.signing.views import sign_list_page

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home_page, name="home"),
    path("how/", how_page, name="how"),
    path("rules/", rules_page, name="rules"),
    path("reception/", include("huiyin.portal.reception.urls")),
    path("file/", include("huiyin.portal.filing.urls")),
    path("receipt/", include("huiyin.portal.receipt.urls")),
    path("lookup/", include("huiyin.portal.lookup.urls")),
    path("status/", include("huiyin.portal.status.urls")),
    path("shared/", shared_page, name="shared"),
    path("joint/", include("huiyin.portal.joint.urls")),
    path("sign/<str:code>/", sign_list_page, name="sign"),
    path("signed/", include("huiyin.portal.signing.urls")),
    path("mailbox/<str:token>/", mailbox_page, name="mailbox"),
    path("letters/", include("huiyin.portal.letters.urls")),
]
