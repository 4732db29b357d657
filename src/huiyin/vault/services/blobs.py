"""Drafts: encrypted so that neither the database nor the petitioner's cookie alone can open them."""

from huiyin.vault.errors import DraftUnreadable
from huiyin.vault.rules.sealing import SealBroken, seal_blob, unseal_blob
from huiyin.vault.selectors import key_ring


def blob_encrypt(*, key_token: str, content: bytes) -> bytes:
    """Seal a draft; only whoever shows the same token can have it opened. Raises KeyMissing."""
    return seal_blob(key_ring(), token=key_token, content=content)


def blob_decrypt(*, key_token: str, blob: bytes) -> bytes:
    """The draft's content. Raises DraftUnreadable, KeyMissing."""
    try:
        return unseal_blob(key_ring(), token=key_token, blob=bytes(blob))
    except SealBroken:
        raise DraftUnreadable from None
