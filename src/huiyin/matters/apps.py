"""Matters as a Django application."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """The life of a matter."""

    name = "huiyin.matters"
    label = "matters"

    def ready(self) -> None:
        """Name what verification recomputes; the models are there by now."""
        from huiyin.matters.deviations import register  # noqa: PLC0415 - it imports models

        register()
