"""Drafts: neither the token alone nor the key alone opens them."""

from pathlib import Path

import pytest

from huiyin.kernel.keys import create_keys, load_key
from huiyin.vault.errors import DraftUnreadable
from huiyin.vault.services import blob_decrypt, blob_encrypt


def test_a_draft_comes_back(keys: Path) -> None:
    """Byte for byte, empty ones too, and never twice as the same ciphertext."""
    for content in (b"", "我要反映的是……".encode(), b"\x00" * 100_000):
        blob = blob_encrypt(key_token="token", content=content)
        assert blob_decrypt(key_token="token", blob=blob) == content
        assert blob != blob_encrypt(key_token="token", content=content)


def test_a_draft_needs_its_token(keys: Path) -> None:
    """The vault key alone opens nothing."""
    blob = blob_encrypt(key_token="token", content=b"draft")
    with pytest.raises(DraftUnreadable):
        blob_decrypt(key_token="other", blob=blob)


def test_a_draft_needs_the_vault_key(keys: Path, tmp_path: Path) -> None:
    """The token alone opens nothing, not even with the key id made to fit."""
    blob = blob_encrypt(key_token="token", content=b"draft")
    (keys / "vault.key").rename(tmp_path / "taken.key")
    create_keys(keys)
    load_key.cache_clear()
    ours = blob_encrypt(key_token="token", content=b"")
    with pytest.raises(DraftUnreadable):
        blob_decrypt(key_token="token", blob=ours[:20] + blob[20:])


@pytest.mark.parametrize("place", [0, 5, 22, -1])
def test_an_altered_draft_is_refused(place: int, keys: Path) -> None:
    """Wherever it is altered; a key id that names no file is refused as well."""
    blob = bytearray(blob_encrypt(key_token="token", content=b"draft"))
    blob[place] ^= 0x80
    with pytest.raises(DraftUnreadable):
        blob_decrypt(key_token="token", blob=bytes(blob))
    with pytest.raises(DraftUnreadable):
        blob_decrypt(key_token="token", blob=b"")
