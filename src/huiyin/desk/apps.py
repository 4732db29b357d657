"""The desk as a Django application."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules, walk_packages

from django.apps import AppConfig

import huiyin.desk
import huiyin.desk.matter


class DeskConfig(AppConfig):
    """What staff see: a folder a topic."""

    name = "huiyin.desk"
    label = "desk"

    def ready(self) -> None:
        """Read what each topic registers: entries of the menu, parts of the start page, moves of matters."""
        for topic in iter_modules(huiyin.desk.__path__, "huiyin.desk."):
            # Some topics stand in no menu and register nothing, such as letters and passwords.
            if topic.ispkg and find_spec(f"{topic.name}.registration"):
                import_module(f"{topic.name}.registration").register()
        for module in walk_packages(huiyin.desk.matter.__path__, "huiyin.desk.matter."):
            # Importing suffices: forms and reasons of moves register themselves by their decorators.
            import_module(module.name)
