"""The desk as a Django application."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import AppConfig

import huiyin.desk
import huiyin.desk.matter


class DeskConfig(AppConfig):
    """What staff see: a folder a topic."""

    name = "huiyin.desk"
    label = "desk"

    def ready(self) -> None:
        """Each topic with a `registration.py` adds entries to the menu, parts to the start page, moves."""
        for place in (huiyin.desk, huiyin.desk.matter):
            for topic in iter_modules(place.__path__, f"{place.__name__}."):
                if topic.ispkg and find_spec(f"{topic.name}.registration"):
                    import_module(f"{topic.name}.registration").register()
