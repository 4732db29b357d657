"""A letter's content as it is kept: canonical JSON, so that the same content always has the same hash."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from huiyin.documents.letters.content import Item, LetterContent, Line, Section

# 0 stands for False as well.
_EMPTY: tuple[object, ...] = ("", (), 0)


def content_text(content: LetterContent) -> str:
    """The content as text; what is empty is left out, so that a later field changes no older hash."""
    return json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_read(text: str) -> LetterContent:
    """The content again. Raises TypeError, KeyError or ValueError for a text that isn't one."""
    given = json.loads(text)
    given["issued_on"] = date.fromisoformat(given["issued_on"])
    # What was empty isn't in the text, and these values have no default of their own.
    given["fields"] = tuple(Line(**{"value": "", **line}) for line in given.get("fields", ()))
    given["sections"] = tuple(_section(section) for section in given.get("sections", ()))
    for name in ("signatures", "copies"):
        given[name] = tuple(given.get(name, ()))
    return LetterContent(**given)


def _section(given: Mapping[str, Any]) -> Section:
    return Section(
        heading=given.get("heading", ""),
        text=given.get("text", ""),
        items=tuple(Item(**{"text": "", **item}) for item in given.get("items", ())),
        table=tuple(tuple(row) for row in given.get("table", ())),
        attached=given.get("attached", False),
        listed=given.get("listed", False),
    )


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(item) for item in value]
        case LetterContent() | Section() | Item() | Line():
            pairs = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
            return {name: _plain(held) for name, held in pairs if held not in _EMPTY}
        case _:
            return value
