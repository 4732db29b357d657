"""The web layer as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Base templates, components, middleware, sign-in pages."""

    name = "huiyin.web"
    label = "web"
