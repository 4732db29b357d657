"""Giving a matter to another unit, as an officer does it who reads it first."""

from collections.abc import Callable, Collection

from huiyin.matters.respondents.errors import BETWEEN_WORDS, UnitInWords


def having_read(service: Callable[[Collection[str]], object]) -> None:
    """Go through a door; where it asks whether the matter is about that unit, confirm that it isn't.

    No story of the demo county gives a matter to the one that it is about.
    """
    confirmed: set[str] = set()
    while True:
        try:
            service(frozenset(confirmed))
            return
        except UnitInWords as asked:
            confirmed.update(asked.words.split(BETWEEN_WORDS))
