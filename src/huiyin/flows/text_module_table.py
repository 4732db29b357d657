"""Text modules in a table: out as CSV, in from CSV or XLSX; the same row never becomes two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from huiyin.flows.list_file import ListEmpty, RefusedRow, cell_at, column_places, header_rule, list_on_disk
from huiyin.intake.importing.cells import SourceRow, as_text
from huiyin.intake.importing.source import OpenedSource, open_source
from huiyin.kernel.actor import Actor
from huiyin.kernel.cells import as_before, csv_text
from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere
from huiyin.kernel.text import N_, clean, clean_line
from huiyin.orgs.selectors import category_by_code, category_views, unit_by_name
from huiyin.text_modules.rules.content import TextContent
from huiyin.text_modules.rules.places import PLACE_LABELS, TextPlace
from huiyin.text_modules.selectors import TextModuleView, text_module_titled, text_modules_edited_by
from huiyin.text_modules.services import (
    text_module_create,
    text_module_restore,
    text_module_revise,
    text_module_withdraw,
)

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "unit": ("单位", "unit"),
    "title": ("标题", "title"),
    "category": ("类别代码", "类别", "category"),
    "places": ("用在哪里", "places"),
    "article": ("依据", "article"),
    "body": ("正文", "body"),
    "withdrawn": ("停用", "withdrawn"),
}
_NEEDED = ("unit", "title", "places", "body")
_YES, _NO = "是", "否"
# Names of places have 、 in them.
_BETWEEN = "；"
# In the table places stand by name; our own codes are read as well.
_PLACES: Mapping[str, TextPlace] = {PLACE_LABELS[place]: place for place in TextPlace} | {
    place.value: place for place in TextPlace
}


class TextPlaceUnknown(BadInput):
    """A place that no form has."""

    sentence = N_("没有叫“%(name)s”的地方。可以写：%(known)s。")


class WithdrawnUnreadable(BadInput):
    """Neither yes nor no."""

    sentence = N_("“停用”这一列写“是”或者“否”。")


@dataclass(frozen=True, slots=True)
class TextImportReport:
    """How it went: rows that made a text module, changed one, changed nothing, were refused."""

    made: int
    changed: int
    same: int
    refused: tuple[RefusedRow, ...]


def text_modules_csv(*, actor: Actor) -> str:
    """All that the actor edits, withdrawn ones too, as the text of a file."""
    views = text_modules_edited_by(actor=actor)
    categories = category_views(category_ids=[view.category_id for view in views if view.category_id])
    codes = {category_id: category.code for category_id, category in categories.items()}
    return csv_text([[names[0] for names in _COLUMNS.values()], *(_cells(view, codes) for view in views)])


def text_module_file_import(*, actor: Actor, content: BinaryIO, name: str, at: datetime) -> TextImportReport:
    """As text_modules_import, of a file that was sent. It lies on the disk while it is read, for us alone."""
    with list_on_disk(content, name) as path:
        return text_modules_import(actor=actor, path=path, at=at)


def text_modules_import(*, actor: Actor, path: Path, at: datetime) -> TextImportReport:
    """Make, change, withdraw or restore what each row says, in a transaction of its own.

    A row is known again by unit and title; one that says what is there changes nothing. Raises SourceUnreadable,
    ListColumnMissing, ListEmpty, ColumnTwice.
    """
    source = open_source(path, rule=header_rule(_COLUMNS, _NEEDED))
    with OpenedSource(source):
        places = column_places(source.header, _COLUMNS, needed=_NEEDED)
        rows = [row for row in source.rows() if row.refusal or any(map(as_text, row.cells))]
    if not rows:
        raise ListEmpty
    made, changed, same, refused = 0, 0, 0, []
    for row in rows:
        try:
            outcome = _take(actor, _texts(row, places), at)
        except (BadInput, Conflict, NotThere, NotAllowed) as refusal:
            refused.append(RefusedRow(row.number, refusal))
            continue
        made, changed, same = made + (outcome == "made"), changed + (outcome == "changed"), same + (outcome == "same")
    return TextImportReport(made, changed, same, tuple(refused))


def _cells(view: TextModuleView, codes: Mapping[int, str]) -> Sequence[str]:
    return (
        view.unit,
        view.title,
        codes.get(view.category_id or 0, ""),
        _BETWEEN.join(PLACE_LABELS[place] for place in view.places),
        view.article,
        view.body,
        _YES if view.is_withdrawn else _NO,
    )


def _texts(row: SourceRow, places: Mapping[str, int]) -> dict[str, str]:
    if row.refusal:
        raise row.refusal
    return {column: as_before(as_text(cell_at(row, place))) for column, place in places.items()}


def _take(actor: Actor, texts: Mapping[str, str], at: datetime) -> str:
    """What became of a row."""
    unit_id = unit_by_name(text=texts["unit"]).id
    content, is_withdrawn = _content(texts), _withdrawn(texts.get("withdrawn", ""))
    found = text_module_titled(unit_id=unit_id, title=clean_line(content.title))
    if found is None:
        row, outcome = text_module_create(actor=actor, unit_id=unit_id, content=content, at=at), "made"
    else:
        module_id, version = found
        row = text_module_revise(actor=actor, module_id=module_id, content=content, at=at, seen=version)
        outcome = "changed" if row.version > version else "same"
    if row.is_withdrawn == is_withdrawn:
        return outcome
    switch = text_module_withdraw if is_withdrawn else text_module_restore
    switch(actor=actor, module_id=row.pk, at=at, seen=row.version)
    return outcome if outcome == "made" else "changed"


def _content(texts: Mapping[str, str]) -> TextContent:
    code = clean_line(texts.get("category", ""))
    return TextContent(
        title=texts["title"],
        body=clean(texts["body"]),
        places=tuple(map(_place, filter(None, map(clean_line, texts["places"].split(_BETWEEN))))),
        article=texts.get("article", ""),
        category_id=category_by_code(code=code).id if code else None,
    )


def _place(name: str) -> TextPlace:
    if name not in _PLACES:
        raise TextPlaceUnknown(name=name, known=_BETWEEN.join(PLACE_LABELS.values()))
    return _PLACES[name]


def _withdrawn(text: str) -> bool:
    if clean_line(text) not in (_YES, _NO, ""):
        raise WithdrawnUnreadable
    return clean_line(text) == _YES
