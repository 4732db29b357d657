"""docs/keys.md lists every key and primitive: what the code makes or imports and the page doesn't name fails."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from huiyin.kernel.keys import NAMES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
_PURPOSE = re.compile(r'load_key\(settings\.HUIYIN_KEYS, "web"\), b"([^"]+)"')


def _sources() -> Iterator[str]:
    for path in (ROOT / "src" / "huiyin").rglob("*.py"):
        if "node_modules" not in path.parts:
            yield path.read_text(encoding="utf-8")


def _primitives() -> set[str]:
    """What is imported from libraries of cryptography, without their exceptions."""
    found: set[str] = set()
    for source in _sources():
        for node in ast.walk(ast.parse(source)) if "cryptography" in source or "pyrage" in source else ():
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cryptography."):
                found.update(alias.name for alias in node.names if not alias.name.startswith("Invalid"))
            elif isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names if alias.name == "pyrage")
    return found


def test_every_key_file_has_its_row() -> None:
    for name in NAMES:
        cells = re.findall(rf"^\| `{name}\.key` \|(.+)\|$", PAGE, re.MULTILINE)
        assert len(cells) == 1 and all(cell.strip() for cell in cells[0].split("|")), name
        assert cells[0].count("|") == 3, f"{name}: used for, lives, replaced by, lost"


def test_every_purpose_of_the_web_key_is_named() -> None:
    found = {purpose for source in _sources() for purpose in _PURPOSE.findall(source)}
    assert len(found) >= 3
    assert {purpose for purpose in found if f"| `{purpose}` |" not in PAGE} == set()


def test_every_primitive_is_named() -> None:
    found = _primitives()
    assert {"AESGCM", "HKDF", "pyrage"} <= found
    assert {name for name in found if f"`{name}`" not in PAGE} == set()


def test_the_other_pages_lead_to_it() -> None:
    for name in ("deploy.md", "vault.md", "ledger.md", "backup.md", "README.md"):
        assert "keys.md" in (ROOT / "docs" / name).read_text(encoding="utf-8"), name
