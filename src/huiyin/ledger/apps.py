"""The ledger as a Django app."""

from django.apps import AppConfig

from huiyin.kernel.refs import ref_kinds_register


class LedgerConfig(AppConfig):
    """Entries, their order, and the signed checkpoints."""

    name = "huiyin.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what entries may be about that are the ledger's own."""
        from huiyin.ledger import registration  # noqa: PLC0415 - it imports models

        registration.register()
        ref_kinds_register(("ledger", "security", "installation"))
