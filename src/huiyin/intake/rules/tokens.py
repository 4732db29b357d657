"""The secret of a draft and the name that its row has."""

import hashlib


def draft_id(token: str) -> str:
    """64 hexadecimal digits. The token has 256 random bits, so a plain hash hides it."""
    return hashlib.sha256(b"huiyin-draft:" + token.encode()).hexdigest()
