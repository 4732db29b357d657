"""The installation's signing key, made from its secret."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from huiyin.kernel.keys import load_key


def signing_key() -> Ed25519PrivateKey:
    """The Ed25519 key of the ledger. Raises KeyMissing."""
    return Ed25519PrivateKey.from_private_bytes(load_key(settings.HUIYIN_KEYS, "ledger"))
