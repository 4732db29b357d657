"""Every address that the installation has, and what can be put into it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from urllib.parse import quote
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

from tests.attack.fuzz.rubbish import short_rubbish

_PLACE = re.compile(r"<(?:(\w+):)?\w+>")


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern of the resolver: fixed parts with places between them, each of some kind (uuid, int, slug, str)."""

    parts: tuple[str, ...]
    kinds: tuple[str, ...]


def addresses() -> list[Address]:
    """All of the resolver's, in its order."""
    return [_address(route) for route in _routes(get_resolver().url_patterns, "")]


def _routes(patterns: "list[URLPattern | URLResolver]", before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + _text(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def _text(pattern: object) -> str:
    """As a route is written, of regular expressions too: their first alternative, their groups as places."""
    if not isinstance(pattern, RegexPattern):
        return str(pattern) if isinstance(pattern, RoutePattern) else ""
    text = re.sub(r"\(\?:([^|)]*)[^)]*\)", r"\1", str(pattern))
    return re.sub(r"\^|\$|\\Z|\\", "", re.sub(r"\(\?P<\w+>[^)]*\)", "<str:x>", text))


def _address(route: str) -> Address:
    pieces = _PLACE.split(route)
    return Address(tuple(pieces[::2]), tuple(kind or "str" for kind in pieces[1::2]))


def filled(address: Address, chance: Random, known: Mapping[str, list[str]]) -> str:
    """A path: at its places what pages have shown of that kind, or rubbish."""
    values = [_value(kind, chance, known) for kind in address.kinds]
    text = address.parts[0] + "".join(value + part for value, part in zip(values, address.parts[1:], strict=True))
    return "/" + text


def _value(kind: str, chance: Random, known: Mapping[str, list[str]]) -> str:
    seen = known.get(kind) or ()
    if seen and chance.random() < 0.7:
        return quote(chance.choice(seen), safe="")
    return {
        "uuid": lambda: str(UUID(int=chance.getrandbits(128))),
        "int": lambda: str(chance.choice((0, 1, 7, 2**31, 2**63, 10**30, chance.randrange(300)))),
        "slug": lambda: chance.choice(
            ("what", "files", "who", "unit", "20260301-1234-5678", "-", "_", "a" * 300, "note")
        ),
    }.get(kind, lambda: quote(short_rubbish(chance), safe="") or "x")()


def kind_of(part: str) -> str:
    """As what a part of a link that a page has shown can stand."""
    if part.isdecimal() and part.isascii() and len(part) < 12:
        return "int"
    if re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", part):
        return "uuid"
    return "slug" if re.fullmatch(r"[-\w]+", part, re.ASCII) else "str"
