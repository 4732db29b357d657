"""The sheet of posts. Rows add posts and put people into vacant ones; they displace nobody and vacate nothing.

A post has no name of its own: three handlers of a unit hold three posts alike. So rows are laid beside the posts of
the same unit, role and title, each post beside one row at most: first those whose holder the row names.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext

from huiyin.flows.grants import post_give_within
from huiyin.flows.organisation.cells import cell_choice, cell_needed, same_key
from huiyin.flows.organisation.columns import ROLES, BookSheet
from huiyin.flows.organisation.reading import BookRow, BookTable
from huiyin.flows.organisation.results import RowOutcome, RowState, SheetResult
from huiyin.flows.organisation.rows import ChangeList, Writing, check_once, sheet_written
from huiyin.kernel.actor import Role
from huiyin.orgs.selectors import PostView, posts_of_open_units
from huiyin.orgs.selectors.grants import grants_waiting
from huiyin.orgs.services import PostPlan, post_create

_Alike = tuple[int, Role, str]
"""Unit, role, and the title in the form in which it is compared."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a row asks for."""

    unit_id: int
    role: Role
    title: str
    officer_id: int | None
    username: str = ""

    @property
    def alike(self) -> _Alike:
        """What the posts must have that it may be laid beside."""
        return self.unit_id, self.role, same_key(self.title)


class PostRows:
    """The rows of one sheet of posts."""

    def __init__(self, writing: Writing, table: BookTable) -> None:
        """All posts are read once, and what waits for a second person."""
        self._writing, self._table = writing, table
        self._free: dict[_Alike, list[PostView]] = defaultdict(list)
        for post in posts_of_open_units():
            self._free[post.unit_id, post.role, same_key(post.title)].append(post)
        self._waiting = {
            grant.post_id: grant.officer_id for grant in grants_waiting(at=writing.at) if grant.post_id is not None
        }
        holders = {post.officer_id for posts in self._free.values() for post in posts}
        # Those who are to get a post count as its holders.
        self._held = holders | set(self._waiting.values())
        self._seen: dict[object, int] = {}

    def written(self) -> SheetResult:
        """Posts that are new, and vacant ones that somebody gets."""
        # Who is there already comes first, then who is to come: what is left vacant is for rows without a name.
        order = sorted(self._table.rows, key=self._turn)
        return sheet_written(self._table, self._handle, order=order, name=row_name)

    def _turn(self, row: BookRow) -> int:
        if not row.get("officer"):
            return 2
        officer = self._writing.known.officers.get(same_key(row.get("officer")))
        return 0 if officer is not None and officer.id in self._held else 1

    def _handle(self, row: BookRow) -> RowOutcome:
        wanted = self._wanted(row)
        if wanted.officer_id is None:
            return self._without_holder(wanted)
        check_once(self._seen, (*wanted.alike, wanted.officer_id), row)
        for post in self._free[wanted.alike]:
            if wanted.officer_id in (post.officer_id, self._waiting.get(post.id)):
                self._free[wanted.alike].remove(post)
                waits = post.officer_id != wanted.officer_id
                return RowOutcome(RowState.SAME, notes=(_waiting_note(),) if waits else ())
        return self._given(wanted)

    def _given(self, wanted: _Wanted) -> RowOutcome:
        vacant = self._take(wanted, vacant=True)
        post_id = vacant.id if vacant else self._created(wanted)
        actor, at = self._writing.actor, self._writing.at
        holds = post_give_within(post_id=post_id, officer_id=wanted.officer_id, actor=actor, at=at)
        notes = () if holds else (_waiting_note(),)
        if vacant is None:
            return RowOutcome(RowState.NEW, notes=notes + self._beside(wanted))
        changes = ChangeList(self._table)
        changes.add("officer", "", wanted.username)
        return RowOutcome(RowState.CHANGED, tuple(changes.found), notes)

    def _without_holder(self, wanted: _Wanted) -> RowOutcome:
        if self._take(wanted, vacant=True):
            return RowOutcome(RowState.SAME)
        if held := self._take(wanted, vacant=False):
            note = gettext("现在由%(name)s担任；表里没写担任人，不会因此空出来。")
            return RowOutcome(RowState.SAME, notes=(note % {"name": held.officer_name},))
        self._created(wanted)
        return RowOutcome(RowState.NEW)

    def _take(self, wanted: _Wanted, *, vacant: bool) -> PostView | None:
        """A post alike that no other row has and that nobody holds or waits for; or else one that is held."""
        for post in self._free[wanted.alike]:
            is_vacant = post.officer_id is None and (wanted.officer_id is None or post.id not in self._waiting)
            if is_vacant is vacant:
                self._free[wanted.alike].remove(post)
                return post
        return None

    def _created(self, wanted: _Wanted) -> int:
        # Vacant at first: who holds it goes through the door that asks for a second person and tells everybody.
        plan = PostPlan(wanted.unit_id, wanted.role, wanted.title)
        return post_create(plan=plan, actor=self._writing.actor, at=self._writing.at).pk

    def _beside(self, wanted: _Wanted) -> tuple[str, ...]:
        """That others hold the same, in case somebody was to take their place."""
        names = [post.officer_name for post in self._free[wanted.alike] if post.officer_name]
        if not names:
            return ()
        note = gettext("同样的职位现在由%(names)s担任，这里另建一个；要换人，请在页面上换。")
        return (note % {"names": gettext("、").join(names)},)

    def _wanted(self, row: BookRow) -> _Wanted:
        known = self._writing.known
        unit = known.units.find(cell_needed(BookSheet.POSTS, "unit", row.get("unit")))
        role_text = cell_needed(BookSheet.POSTS, "role", row.get("role"))
        role = Role(cell_choice(BookSheet.POSTS, "role", role_text, ROLES))
        officer = known.officer(row.get("officer")) if row.get("officer") else None
        title = row.get("title") or ROLES[role.value][0]
        if officer is None:
            return _Wanted(unit.id, role, title, None)
        return _Wanted(unit.id, role, title, officer.id, officer.username)


def row_name(row: BookRow) -> str:
    """What a row is about."""
    return " · ".join(filter(None, (row.get("unit"), row.get("title") or row.get("role"), row.get("officer"))))


def _waiting_note() -> str:
    return gettext("要另一个人同意才生效，已经提出。")
