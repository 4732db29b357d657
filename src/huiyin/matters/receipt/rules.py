"""The secret of the form that a matter came from."""

import hashlib


def token_hash(token: str) -> bytes:
    """The 32 bytes that are stored of a form's token. It has 256 random bits, so a plain hash hides it."""
    return hashlib.sha256(b"huiyin-form:" + token.encode()).digest()
