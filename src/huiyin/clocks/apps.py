"""Clocks as a Django app."""

from django.apps import AppConfig
from django.core.checks import register

from huiyin.clocks.checks import check_rulebooks
from huiyin.kernel.refs import ref_kinds_register


class ClocksConfig(AppConfig):
    """Rulebooks, calendars and running clocks."""

    name = "huiyin.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A rulebook that can't be used stops the start, not the first filing."""
        from huiyin.clocks import deviations, registration  # noqa: PLC0415 - they import models

        register(check_rulebooks, "rulebooks")
        deviations.register()
        registration.register()
        ref_kinds_register(("clock", "rulebook"))
