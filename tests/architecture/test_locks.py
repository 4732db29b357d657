"""The lock files hold what was asked for, with hashes, and name no host."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements/base.txt", "requirements/dev.txt", "src/huiyin/web/frontend/package-lock.json")


def _names(path: Path) -> set[str]:
    """The packages that a requirements file names, in the one spelling that lock files use."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = (re.match(r"[A-Za-z][\w.-]*", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match}


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_requirement_is_locked(name: str) -> None:
    asked, locked = (_names(ROOT / "requirements" / f"{name}.{ending}") for ending in ("in", "txt"))
    assert asked <= locked, f"run `make lock`: {sorted(asked - locked)}"


def test_what_runs_is_what_is_tested() -> None:
    base, dev = (
        set(
            re.findall(
                r"^\S+==\S+", (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8"), re.MULTILINE
            )
        )
        for name in ("base", "dev")
    )
    assert base <= dev, f"run `make lock`: {sorted(base - dev)}"


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_host(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
