"""What stands before and behind a matter in a list: so that forty are worked through without going back to it."""

from dataclasses import dataclass

from huiyin.kernel.actor import Actor
from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList, matters_listed
from huiyin.matters.lists.selectors.order import Cursor, sort_column, sort_matters


@dataclass(frozen=True, slots=True)
class MatterBeside:
    """A matter and its own place in the list."""

    number: str
    title: str
    place: Cursor


@dataclass(frozen=True, slots=True)
class MattersBeside:
    """The matters on both sides of a place; None where the list begins or ends."""

    before: MatterBeside | None
    behind: MatterBeside | None


def neighbours_in_list(*, actor: Actor, work_list: WorkList, only: MatterFilter, place: Cursor) -> MattersBeside:
    """The matters around a place of a list. Two statements.

    The place may be one that its matter has left: what was behind it still is.
    """

    def first(*, is_backwards: bool) -> MatterBeside | None:
        query = sort_matters(listed, only.sort, after=place, is_backwards=is_backwards)
        found = query.values_list("number", "title", sort_column(only.sort), "pk").first()
        return MatterBeside(found[0], found[1], Cursor(found[2], found[3])) if found and found[2] else None

    listed = matters_listed(actor=actor, work_list=work_list, only=only)
    return MattersBeside(first(is_backwards=True), first(is_backwards=False))
