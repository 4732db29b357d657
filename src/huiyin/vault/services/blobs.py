"""Drafts: encrypted so that neither the database nor the petitioner's cookie alone can open them."""

from huiyin.vault.errors import DraftUnreadable
from huiyin.vault.rules.sealing import SealBroken, blob_head, seal_blob, unseal_blob
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


def blob_beginning() -> bytes:
    """What a draft begins with that the present vault key opens; one that begins otherwise is to be sealed anew.

    Raises KeyMissing.
    """
    return blob_head(key_ring())
