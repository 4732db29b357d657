"""Tokens of applications, kept in this process until shortly before they end: how often one asks is counted."""

import time
from collections.abc import Callable
from dataclasses import dataclass

# So long before its end a token isn't used any more.
_MARGIN = 120


@dataclass(frozen=True, slots=True)
class AppToken:
    """A token, and for how many seconds it is good."""

    value: str
    seconds: int


_kept: dict[str, tuple[str, float]] = {}


def app_token(code: str, fetch: Callable[[], AppToken]) -> str:
    """That of a provider; a new one where there is none. In no table: with it one could ask about people."""
    value, until = _kept.get(code, ("", 0.0))
    if time.monotonic() < until:
        return value
    found = fetch()
    _kept[code] = (found.value, time.monotonic() + found.seconds - _MARGIN)
    return found.value


def app_token_drop(code: str) -> None:
    """It isn't good any more."""
    _kept.pop(code, None)
