"""Allowances as a Django app."""

from django.apps import AppConfig


class AllowancesConfig(AppConfig):
    """What is counted of strangers, by where they come from."""

    name = "huiyin.allowances"
    label = "allowances"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Once models are there."""
        from huiyin.allowances import registration  # noqa: PLC0415 - it imports models

        registration.register()
