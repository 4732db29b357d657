"""Matters as a Django application."""

from django.apps import AppConfig

from huiyin.kernel.refs import ref_kinds_register


class MattersConfig(AppConfig):
    """The life of a matter."""

    name = "huiyin.matters"
    label = "matters"

    def ready(self) -> None:
        """Name what verification recomputes; the models are there by now."""
        from huiyin.matters.deviations import register  # noqa: PLC0415 - it imports models

        register()
        ref_kinds_register(("matter", "recommendation"))
