"""Allowances as a Django app."""

from django.apps import AppConfig


class AllowancesConfig(AppConfig):
    """What is counted of strangers, by where they come from."""

    name = "huiyin.allowances"
    label = "allowances"
    default_auto_field = "django.db.models.BigAutoField"
