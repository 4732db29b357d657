"""Addresses of the desk."""

from django.urls import URLPattern, URLResolver, path
from django.views.generic import TemplateView

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", TemplateView.as_view(template_name="desk/base.html"), name="home"),
]
