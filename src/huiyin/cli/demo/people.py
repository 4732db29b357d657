"""Who works in the demo county, and the people who write to it. Plain data, no database."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from huiyin.cli.demo.source import read
from huiyin.kernel.actor import Role

# People of the petition office sign in without its name before theirs: `registrar`, `auditor`, `administrator`.
_BARE = "office"


@dataclass(frozen=True, slots=True)
class Staff:
    """One officer: sign-in name, invented name, the unit's key, the title and the role of the post."""

    username: str
    name: str
    unit: str
    title: str
    role: Role


@dataclass(frozen=True, slots=True)
class Town:
    """A town with the keys and names of its villages (`ford-1`: …)."""

    key: str
    name: str
    villages: tuple[tuple[str, str], ...]


class Roll:
    """All officers of the county, and who holds which role in which unit."""

    def __init__(self, staff: tuple[Staff, ...]) -> None:
        """Keep them in order."""
        self.staff = staff
        self._held: dict[tuple[str, Role], list[str]] = {}
        for member in staff:
            self._held.setdefault((member.unit, member.role), []).append(member.username)

    def of(self, unit: str, role: Role) -> list[str]:
        """The sign-in names of a unit's holders of a role, in the order of their posts."""
        return self._held.get((unit, role), [])

    def first(self, unit: str, role: Role) -> str:
        """The first of them."""
        return self.of(unit, role)[0]


def towns() -> tuple[Town, ...]:
    """The towns and their villages."""
    return tuple(
        Town(
            key=town["key"],
            name=town["name"],
            villages=tuple((f"{town['key']}-{place}", name) for place, name in enumerate(town["villages"], start=1)),
        )
        for town in read("county")["town"]
    )


def bureau_keys() -> tuple[str, ...]:
    """The keys of the bureaus."""
    return tuple(unit["key"] for unit in read("county")["unit"] if unit["kind"] == "bureau")


def roll(rng: random.Random) -> Roll:
    """Everybody who works here; each has a name of their own."""
    names = _names(rng)
    return Roll(
        tuple(
            Staff(username=_username(unit, suffix), name=next(names), unit=unit, title=title, role=Role(role))
            for unit, suffix, title, role in _posts()
        )
    )


def petitioner_names(rng: random.Random) -> Iterator[str]:
    """Names for those who write, without end; a county has namesakes."""
    while True:
        yield from _names(rng)


def _posts() -> Iterator[tuple[str, str, str, str]]:
    staff, extra = read("county")["staff"], read("county")["extra"]
    for unit in ("county", "office", "commission"):
        yield from _posts_of(unit, staff[unit])
    for unit in bureau_keys():
        yield from _posts_of(unit, staff["bureau"] + extra.get(unit, []))
    for town in towns():
        yield from _posts_of(town.key, staff["town"])
        yield from _posts_of(f"{town.key}-station", staff["station"])
        for key, _ in town.villages:
            yield from _posts_of(key, staff["village"])
    for unit, posts in read("county")["added"].items():
        yield from _posts_of(unit, posts)


def _posts_of(unit: str, posts: list[list[str]]) -> Iterator[tuple[str, str, str, str]]:
    for suffix, title, role in posts:
        yield unit, suffix, title, role


def _username(unit: str, suffix: str) -> str:
    return suffix if unit == _BARE else f"{unit}.{suffix}"


def _names(rng: random.Random) -> Iterator[str]:
    lists = read("county")["names"]
    pairs = list(product(lists["surnames"], lists["given"]))
    rng.shuffle(pairs)
    return (surname + given for surname, given in pairs)
