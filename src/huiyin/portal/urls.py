"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, path
from django.views.generic import TemplateView

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", TemplateView.as_view(template_name="portal/base.html"), name="home"),
]
