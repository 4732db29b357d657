"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Entries, their order, and the signed checkpoints."""

    name = "huiyin.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
