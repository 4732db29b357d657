"""A list of names becomes the co-signers of a matter: good rows are taken, bad ones named, nothing else held up."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from huiyin.intake.importing.errors import ParticularTooLong
from huiyin.intake.importing.source import Opened, SourceRow, open_source
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import clean_line
from huiyin.matters.services import cosigner_check, cosigners_add
from huiyin.vault.rules.identity import ADDRESS_MAX, NAME_MAX, PHONE_MAX
from huiyin.vault.services import IdentityDraft

_CHUNK = 1 << 20
# What columns are called on lists that people keep; anything else on the list is left alone and stored nowhere.
_COLUMNS = {
    "name": ("姓名", "名字", "name"),
    "phone": ("电话", "手机", "手机号", "手机号码", "电话号码", "联系电话", "联系方式", "phone"),
    "address": ("住址", "地址", "家庭住址", "联系地址", "门牌号", "address"),
}
_MOST = {"name": NAME_MAX, "phone": PHONE_MAX, "address": ADDRESS_MAX}


class NameColumnMissing(BadInput):
    """There is no column of names."""

    sentence = "第一行里没有“姓名”这一列。第一行应是列名：姓名、电话、住址。"
    field = "names"


class NobodyOnTheList(BadInput):
    """The list has a header and nothing below it."""

    sentence = "名单里没有人。第一行是列名，从第二行起每行一个人。"
    field = "names"


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row that wasn't taken: its number as spreadsheets show it, and why. Nothing of what stood there."""

    number: int
    refusal: BadInput


@dataclass(frozen=True, slots=True)
class ListReport:
    """How it went."""

    added: int
    twice: int
    refused: tuple[RowRefused, ...]


def cosigner_file_add(
    *, actor: Actor, matter_id: UUID, content: BinaryIO, at: datetime, seen: int | None = None
) -> ListReport:
    """As cosigner_list_add, of a file that was sent. It lies on the disk, readable by us alone, while it is read."""
    handle, name = tempfile.mkstemp(prefix="huiyin-list-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            while chunk := content.read(_CHUNK):
                file.write(chunk)
        return cosigner_list_add(actor=actor, matter_id=matter_id, path=path, at=at, seen=seen)
    finally:
        path.unlink(missing_ok=True)


def cosigner_list_add(
    *, actor: Actor, matter_id: UUID, path: Path, at: datetime, seen: int | None = None
) -> ListReport:
    """Read a CSV or XLSX list (columns: name, phone, address) and put everybody on it who can be told apart.

    Raises SourceUnreadable, NameColumnMissing, NobodyOnTheList, and what cosigners_add raises.
    """
    source = open_source(path)
    with Opened(source):
        places = _places(source.header)
        read = list(_read(source.rows(), places))
    people = [found for _, found in read if isinstance(found, IdentityDraft)]
    refused = tuple(RowRefused(number, found) for number, found in read if isinstance(found, BadInput))
    if not read:
        raise NobodyOnTheList
    done = cosigners_add(actor=actor, matter_id=matter_id, people=people, at=at, seen=seen)
    return ListReport(done.added, done.twice, refused)


def _places(header: Sequence[str]) -> dict[str, int]:
    tidy = ["".join(name.split()).casefold() for name in header]
    places = {
        field: next(place for place, name in enumerate(tidy) if name in names)
        for field, names in _COLUMNS.items()
        if not set(names).isdisjoint(tidy)
    }
    if "name" not in places:
        raise NameColumnMissing
    return places


def _read(rows: Iterator[SourceRow], places: dict[str, int]) -> Iterator[tuple[int, IdentityDraft | BadInput]]:
    for row in rows:
        try:
            if row.refusal:
                raise row.refusal
            person = IdentityDraft(**{field: _cell(row, field, place) for field, place in places.items()})
            cosigner_check(person)
        except BadInput as refusal:
            yield row.number, refusal
        else:
            yield row.number, person


def _cell(row: SourceRow, field: str, place: int) -> str:
    value = row.cells[place] if place < len(row.cells) else None
    # A spreadsheet keeps a phone number as a number: without its fraction it is one again.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else clean_line(str(value))
    if len(text) > _MOST[field]:
        raise ParticularTooLong(column=_COLUMNS[field][0], most=_MOST[field], length=len(text))
    return text
