"""The desk as a Django application."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import AppConfig

import huiyin.desk


class DeskConfig(AppConfig):
    """What staff see: a folder a topic."""

    name = "huiyin.desk"
    label = "desk"

    def ready(self) -> None:
        """Each topic with a `registration.py` adds its entries to the menu and its parts to the start page."""
        for topic in iter_modules(huiyin.desk.__path__, "huiyin.desk."):
            if topic.ispkg and find_spec(f"{topic.name}.registration"):
                import_module(f"{topic.name}.registration").register()
