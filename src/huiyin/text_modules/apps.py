"""Text modules as a Django application."""

from django.apps import AppConfig

from huiyin.kernel.refs import ref_kinds_register


class TextModulesConfig(AppConfig):
    """Sentences that are written again and again."""

    name = "huiyin.text_modules"
    label = "text_modules"

    def ready(self) -> None:
        """Their references, and their names in the records."""
        # It imports models.
        from huiyin.text_modules import registration  # noqa: PLC0415

        registration.register()
        ref_kinds_register((registration.SUBJECT,))
