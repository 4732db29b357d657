"""Addresses of the desk, screen by screen."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

app_name = "desk"
_SCREENS = ("work", "register", "search", "matter_detail", "organisation", "records")
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"huiyin.desk.{screen}.urls"))
    for screen in _SCREENS
    if find_spec(f"huiyin.desk.{screen}") and find_spec(f"huiyin.desk.{screen}.urls")
]
