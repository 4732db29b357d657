"""Keys are made once, for their owner only, and never in passing."""

import stat
from pathlib import Path

import pytest

from huiyin.kernel.keys import NAMES, KeyBroken, KeyMissing, create_keys, load_key


def test_keys_are_made_once_and_read_by_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert create_keys(folder) == list(NAMES)
    before = {name: load_key(folder, name) for name in NAMES}
    assert create_keys(folder) == []
    assert {name: load_key(folder, name) for name in NAMES} == before
    assert {len(key) for key in before.values()} == {32}
    assert len(set(before.values())) == len(NAMES)
    assert {stat.S_IMODE((folder / f"{name}.key").stat().st_mode) for name in NAMES} == {0o600}
    assert not list(folder.glob("*.part"))


def test_a_missing_key_is_reported_and_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match="huiyin keys create"):
        load_key(tmp_path, "vault")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content", [b"", b"QUJD", b"!!!", "钥匙".encode()], ids=["empty", "short", "no base64", "no ascii"]
)
def test_a_broken_key_is_never_used(tmp_path: Path, content: bytes) -> None:
    """Whatever is sealed under an empty key is open to everybody."""
    (tmp_path / "vault.key").write_bytes(content)
    with pytest.raises(KeyBroken, match=r"vault\.key"):
        load_key(tmp_path, "vault")
