"""The vault as a Django application."""

from django.apps import AppConfig

from huiyin.kernel.refs import ref_kinds_register


class VaultConfig(AppConfig):
    """Encrypted identities and who opened them."""

    name = "huiyin.vault"
    label = "vault"

    def ready(self) -> None:
        """Name what entries may be about that are the vault's own."""
        from huiyin.vault import deviations, registration  # noqa: PLC0415 - they import models

        deviations.register()
        registration.register()
        ref_kinds_register(("vault",))
