"""The sheets of areas and of categories: things with a code, which is what a row is known by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from huiyin.flows.organisation.cells import cell_needed, kept_if_same, same_key
from huiyin.flows.organisation.known import CodedThings
from huiyin.flows.organisation.reading import BookRow, BookTable
from huiyin.flows.organisation.results import RowOutcome, RowState, SheetResult
from huiyin.flows.organisation.rows import ChangeList, Writing, check_once, parents_first, sheet_written
from huiyin.orgs.consequences import AREA_MOVED, CATEGORY_MOVED
from huiyin.orgs.selectors import AreaView, CategoryView, keywords_of_categories
from huiyin.orgs.services import (
    AreaPlan,
    CategoryPlan,
    area_create,
    area_move,
    area_revise,
    category_create,
    category_move,
    category_revise,
)

View = AreaView | CategoryView


@dataclass(slots=True)
class _Coded:
    """What the two sheets differ in: services that take name, code and words, and what a move is asked about."""

    writing: Writing
    table: BookTable
    things: CodedThings
    words: dict[int, str]
    seen: dict[object, int]
    create: Callable[..., Any]
    revise: Callable[..., Any]
    move: Callable[..., Any]
    moved_ask: str

    def handle(self, row: BookRow) -> RowOutcome:
        sheet = self.table.sheet
        code = cell_needed(sheet, "code", row.get("code"))
        name = cell_needed(sheet, "name", row.get("name"))
        check_once(self.seen, same_key(code), row)
        changes = ChangeList(self.table)
        known = self.things.by_code(code)
        parent = self.things.find(row.get("parent")) if row.get("parent") else None
        if known is None:
            made = self.create(name, code, row.get("keywords"), parent.id if parent else None)
            self._keep(made.pk, code, name, parent)
            return RowOutcome(RowState.NEW)
        asks: tuple[str, ...] = ()
        if changes.has("parent") and known.parent_id != (parent.id if parent else None):
            changes.add("parent", self.things.cell(known.parent_id), parent.name if parent else "")
            self.move(known.id, parent.id if parent else None)
            asks = (gettext(self.moved_ask),)
        name = kept_if_same(known.name, name)
        words = self.words.get(known.id, "")
        if changes.has("keywords"):
            words = kept_if_same(words, row.get("keywords"))
            changes.add("keywords", self.words.get(known.id, ""), words)
        changes.add("name", known.name, name)
        self.revise(known.id, name, known.code, words)
        self._keep(known.id, known.code, name, parent if changes.has("parent") else self._parent(known))
        return RowOutcome.of_changes(changes.found, asks=asks)

    def parent_row(self, row: BookRow) -> BookRow | None:
        """The row of this sheet that a row stands under, by its code, else by its name."""
        wanted = same_key(row.get("parent"))
        if not wanted:
            return None
        coded = [other for other in self.table.rows if same_key(other.get("code")) == wanted]
        found = coded or [other for other in self.table.rows if same_key(other.get("name")) == wanted]
        return found[0] if len(found) == 1 else None

    def _parent(self, known: View) -> View | None:
        return self.things.by_id.get(known.parent_id or 0)

    def _keep(self, pk: int, code: str, name: str, parent: View | None) -> None:
        # What later rows ask for; depth and trail are nothing to them.
        above = parent.id if parent else None
        self.things.by_id[pk] = AreaView(id=pk, parent_id=above, name=name, code=code, depth=0)


def areas_written(writing: Writing, table: BookTable) -> SheetResult:
    """Areas that are new, called or placed otherwise."""
    actor, at = writing.actor, writing.at

    def create(name: str, code: str, _words: str, parent_id: int | None) -> Any:
        return area_create(plan=AreaPlan(name, code), parent_id=parent_id, actor=actor, at=at)

    def revise(pk: int, name: str, code: str, _words: str) -> Any:
        return area_revise(area_id=pk, name=name, code=code, actor=actor, at=at)

    def move(pk: int, parent_id: int | None) -> Any:
        return area_move(area_id=pk, parent_id=parent_id, actor=actor, at=at)

    things = writing.known.areas
    return _written(_Coded(writing, table, things, {}, {}, create, revise, move, AREA_MOVED))


def categories_written(writing: Writing, table: BookTable) -> SheetResult:
    """Categories that are new, called, found or placed otherwise."""
    actor, at = writing.actor, writing.at

    def create(name: str, code: str, words: str, parent_id: int | None) -> Any:
        return category_create(plan=CategoryPlan(name, code, words), parent_id=parent_id, actor=actor, at=at)

    def revise(pk: int, name: str, code: str, words: str) -> Any:
        return category_revise(category_id=pk, name=name, code=code, keywords=words, actor=actor, at=at)

    def move(pk: int, parent_id: int | None) -> Any:
        return category_move(category_id=pk, parent_id=parent_id, actor=actor, at=at)

    things, words = writing.known.categories, keywords_of_categories()
    return _written(_Coded(writing, table, things, words, {}, create, revise, move, CATEGORY_MOVED))


def _written(coded: _Coded) -> SheetResult:
    order, circles = parents_first(coded.table.rows, coded.parent_row, row_name)
    return sheet_written(
        coded.table, coded.handle, order=order, name=row_name, failed=coded.things.failed, circles=circles
    )


def row_name(row: BookRow) -> str:
    """What a row of these sheets is about."""
    return " ".join(filter(None, (row.get("code"), row.get("name"))))
