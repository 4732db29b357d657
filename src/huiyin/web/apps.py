"""The web layer as a Django app."""

from importlib import import_module

from django.apps import AppConfig

from huiyin.db import quiet


class WebConfig(AppConfig):
    """Base templates, components, middleware, sign-in pages."""

    name = "huiyin.web"
    label = "web"

    def ready(self) -> None:
        """Once models are there."""
        # By name and not at the top: these import models, which aren't there before.
        second_factor = import_module("huiyin.web.second_factor")
        second_factor.listen()
        second_factor.register()
        import_module("huiyin.web.upkeep").register()
        quiet.listen()
