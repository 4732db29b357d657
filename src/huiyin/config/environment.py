"""Reading settings from environment variables. `docs/settings.md` lists them all."""

import os
from pathlib import Path


def text(name: str, default: str = "") -> str:
    """HUIYIN_<NAME> as text."""
    return os.environ.get(f"HUIYIN_{name}", default)


def number(name: str, default: int) -> int:
    """HUIYIN_<NAME> as a whole number. Raises ValueError, which names the setting."""
    try:
        return int(text(name) or default)
    except ValueError:
        raise ValueError(f"HUIYIN_{name} 要写整数，现在是“{text(name)}”") from None


def switch(name: str, *, default: bool = False) -> bool:
    """HUIYIN_<NAME> as on (1, true, yes, on) or off."""
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def folder(name: str, default: Path) -> Path:
    """HUIYIN_<NAME> as an absolute path."""
    return Path(text(name) or default).resolve()


def words(name: str, default: str = "") -> list[str]:
    """HUIYIN_<NAME> as a list, split at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
