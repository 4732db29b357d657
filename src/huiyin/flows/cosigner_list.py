"""A list of names becomes the co-signers of a matter: good rows are taken, bad ones named, nothing else held up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext

from huiyin.flows.list_file import (
    ListColumnMissing,
    ListEmpty,
    RefusedRow,
    cell_at,
    header_rule,
    list_on_disk,
    places_named,
)
from huiyin.intake.importing.cells import SourceRow, as_text, is_rewritten
from huiyin.intake.importing.errors import ColumnTwice, ParticularTooLong, PhoneRewritten
from huiyin.intake.importing.source import OpenedSource, open_source
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import clean_line
from huiyin.matters.joint.services.joint import cosigners_add
from huiyin.matters.joint.services.people import cosigner_check
from huiyin.vault.rules.identity import ADDRESS_MAX, NAME_MAX, PHONE_MAX
from huiyin.vault.services import IdentityDraft

# What columns are called on lists that people keep; anything else on the list is left alone and stored nowhere.
_COLUMNS = {
    "name": ("姓名", "名字", "name"),
    "phone": ("电话", "手机", "手机号", "手机号码", "电话号码", "联系电话", "联系方式", "phone"),
    "address": ("住址", "地址", "家庭住址", "联系地址", "门牌号", "address"),
}
Block = dict[str, tuple[int, ...]]
"""The places of one person's particulars within a row, by field."""
# Of the form that the list is sent with.
_FIELD = "names"
_MOST = {"name": NAME_MAX, "phone": PHONE_MAX, "address": ADDRESS_MAX}


@dataclass(frozen=True, slots=True)
class ListReport:
    """How it went. Of rows refused nothing of what stood there."""

    added: int
    twice: int
    refused: tuple[RefusedRow, ...]


def cosigner_file_add(
    *, actor: Actor, matter_id: UUID, content: BinaryIO, name: str, at: datetime, seen: int | None = None
) -> ListReport:
    """As cosigner_list_add, of a file that was sent. It lies on the disk, readable by us alone, while it is read.

    `name` is what its sender calls it: a refusal names it so.
    """
    with list_on_disk(content, name) as path:
        return cosigner_list_add(actor=actor, matter_id=matter_id, path=path, at=at, seen=seen)


def cosigner_list_add(
    *, actor: Actor, matter_id: UUID, path: Path, at: datetime, seen: int | None = None
) -> ListReport:
    """Read a CSV or XLSX list (columns: name, phone, address) and put everybody on it who can be told apart.

    Raises SourceUnreadable, ListColumnMissing, ColumnTwice, ListEmpty, and what cosigners_add raises.
    """
    source = open_source(path, rule=header_rule(_COLUMNS, ["name"]))
    with OpenedSource(source):
        blocks = _blocks(source.header)
        # To the end before anybody is added: a file that breaks off halfway leaves no half of a list.
        read = list(_read(source.rows(), blocks))
    people = [found for _, found in read if isinstance(found, IdentityDraft)]
    refused = tuple(RefusedRow(number, found) for number, found in read if isinstance(found, BadInput))
    if not read:
        raise ListEmpty(field=_FIELD)
    done = cosigners_add(actor=actor, matter_id=matter_id, people=people, at=at, seen=seen)
    return ListReport(done.added, done.twice, refused)


def _blocks(header: Sequence[str]) -> list[Block]:
    """Where each person's particulars stand in a row: printed lists often have two or three people side by side."""
    found = {field: places_named(header, names) for field, names in _COLUMNS.items()}
    names = found.pop("name")
    if not names:
        columns = gettext("、").join(known[0] for known in _COLUMNS.values())
        raise ListColumnMissing(field=_FIELD, column=_COLUMNS["name"][0], columns=columns)
    if len(names) == 1:
        return [{"name": tuple(names)} | {field: _one_of(header, places) for field, places in found.items()}]
    blocks: list[Block] = [{"name": (place,)} for place in names]
    for field, places in found.items():
        # Each block is laid out like the first, or nobody can say whose number it is.
        if places and {place - name for place, name in zip(places, names, strict=False)} != {places[0] - names[0]}:
            raise ColumnTwice(column=header[places[0]])
        if places and len(places) != len(names):
            raise ColumnTwice(column=header[names[0]])
        for block, place in zip(blocks, places, strict=False):
            block[field] = (place,)
    return blocks


def _one_of(header: Sequence[str], places: Sequence[int]) -> tuple[int, ...]:
    """Columns of different names for the same, of which the first that isn't empty counts (手机, 电话)."""
    # Of two columns of the very same name nobody can say which one is meant.
    if len({header[place] for place in places}) < len(places):
        raise ColumnTwice(column=header[places[0]])
    return tuple(places)


def _read(rows: Iterator[SourceRow], blocks: Sequence[Block]) -> Iterator[tuple[int, IdentityDraft | BadInput]]:
    for row in rows:
        if row.refusal:
            yield row.number, row.refusal
            continue
        for block in blocks:
            # Of several side by side the last ones may be left blank.
            if len(blocks) == 1 or any(as_text(cell_at(row, place)) for places in block.values() for place in places):
                yield row.number, _person(row, block)


def _person(row: SourceRow, block: Block) -> IdentityDraft | BadInput:
    try:
        person = IdentityDraft(**{field: _text(row, field, places) for field, places in block.items()})
        # Asked for each by itself: in cosigners_add one bad row would refuse the whole list.
        cosigner_check(person)
    except BadInput as refusal:
        return refusal
    return person


def _text(row: SourceRow, field: str, places: Sequence[int]) -> str:
    # A spreadsheet keeps a phone number as a number: as text it is one again.
    text = next((text for place in places if (text := clean_line(as_text(cell_at(row, place))))), "")
    if len(text) > _MOST[field]:
        raise ParticularTooLong(column=_COLUMNS[field][0], most=_MOST[field], length=len(text))
    if field == "phone" and is_rewritten(text):
        raise PhoneRewritten(column=_COLUMNS[field][0], value=text)
    return text
