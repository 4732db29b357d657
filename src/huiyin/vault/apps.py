"""The vault as a Django application."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Encrypted identities and who opened them."""

    name = "huiyin.vault"
    label = "vault"
