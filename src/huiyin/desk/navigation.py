"""The menu on the left of the desk: each officer sees the entries that their posts open.

A topic of the desk registers its entries in its `registration.py`; `desk/apps.py` reads them all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from threading import local

from django.utils.translation import gettext

from huiyin.db import Count, Queries
from huiyin.kernel.actor import Actor

# Beyond it the menu shows "99+": whoever has so many learns nothing from the figure.
COUNTED_MOST = 100


class NavGroup(IntEnum):
    """What stands together, from the top. An entry of `ALONGSIDE` stands with whatever is before it."""

    LISTS = 1
    DAILY = 2
    OFFICE = 3
    ALONGSIDE = 4


@dataclass(frozen=True, slots=True)
class NavEntry:
    """An entry as a topic registers it. `label` and `hint` are source texts.

    `address` says where it leads this officer, "" where none of their posts opens it. `covers_below`: the pages below
    that address belong to it. `hint` says in a sentence what can be done there. `counted` gives the queries whose
    rows are the number beside it, all of them through the gate. They say nothing but what is in the actor, above all
    not what time it is: the statement made of them is kept. `key` leads there at a press.
    """

    code: str
    label: str
    address: Callable[[Actor], str]
    group: NavGroup
    order: int
    covers_below: bool = False
    hint: str = ""
    counted: Callable[[Actor], Queries] | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry for one reader: where it leads, whether the reader is there, how much waits there ("": not counted).

    `starts_group` sets it a little apart.
    """

    code: str
    label: str
    href: str
    is_current: bool = False
    starts_group: bool = False
    hint: str = ""
    count: str = ""
    key: str = ""


_ENTRIES: dict[str, NavEntry] = {}
# For as many actors as the gate keeps its queries (matters/core/selectors/gate.py).
_KEPT_MOST = 200
_kept = local()


def nav_entry_register(entry: NavEntry) -> None:
    """From now on the menu has it, too; an entry of the same code gives way."""
    _ENTRIES[entry.code] = entry


def navigation_for(*, actor: Actor, path: str, counts: Mapping[str, int] | None = None) -> tuple[NavItem, ...]:
    """The menu of an officer who is at `path` (with its query). Asks no database."""
    here = path.split("?")[0]
    known = counts or {}
    found = []
    last: NavGroup | None = None
    for entry, href in _open_entries(actor):
        starts = entry.group is not NavGroup.ALONGSIDE and last is not None and entry.group is not last
        last = last if entry.group is NavGroup.ALONGSIDE else entry.group
        found.append(
            NavItem(
                code=entry.code,
                label=gettext(entry.label),
                href=href,
                # Not below every address: that of the start page is the beginning of all others.
                is_current=here == href or (entry.covers_below and here.startswith(href)),
                starts_group=starts,
                hint=gettext(entry.hint) if entry.hint else "",
                count=count_text(known.get(entry.code, 0)),
                key=entry.key,
            )
        )
    return tuple(found)


def navigation_counts(actor: Actor) -> dict[str, int]:
    """How much waits behind each counted entry, up to COUNTED_MOST. One statement.

    The statement is kept as the gate keeps its queries: it says nothing but what is in the actor.
    """
    known: dict[Actor, Count] = _kept.__dict__.setdefault("counts", {})
    count = known.get(actor)
    if count is None:
        # Other posts or another leave make another actor, so what was kept for the former would pile up.
        if len(known) >= _KEPT_MOST:
            known.clear()
        queries = {entry.code: entry.counted(actor) for entry, _href in _open_entries(actor) if entry.counted}
        # Counting stops there, so that it doesn't cost more the more matters there are.
        count = known[actor] = Count.of(queries, most=COUNTED_MOST)
    return count.ask()


def count_text(count: int) -> str:
    """A number as the menu shows it: nothing for none, "99+" for more than that."""
    if count >= COUNTED_MOST:
        return f"{COUNTED_MOST - 1}+"
    return str(count) if count else ""


def _open_entries(actor: Actor) -> Iterator[tuple[NavEntry, str]]:
    entries: Sequence[NavEntry] = sorted(_ENTRIES.values(), key=lambda entry: (entry.group, entry.order))
    for entry in entries:
        if href := entry.address(actor):
            yield entry, href
