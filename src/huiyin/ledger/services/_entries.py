"""Recomputing entries: content against commitment, header against leaf, and who erased what."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from huiyin.ledger.rules.canonical import ERASED
from huiyin.ledger.rules.leaf import BLIND, BLIND_TAG, HASH, PLAIN, PLAIN_TAG, PLAIN_UNWRITTEN_TAG, SALT
from huiyin.ledger.services._findings import Findings
from huiyin.ledger.services._rowbook import RowBook
from huiyin.ledger.services._stream import ordered_entries, waiting_entries

_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - SQLite's text has no zone and means UTC
_MICROSECOND = timedelta(microseconds=1)
_instant = datetime.fromisoformat
_members = json.JSONDecoder().decode
# How an entry's content goes on to its rows: the last member of all, as its members are sorted.
_ROWS, _NO_ROWS = '"rows":{"', '"rows":{}}'
# Kind, subject, at, actor, written at.
_Head = tuple[str, str, Any, str, Any]
_UNREADABLE = (TypeError, ValueError, AttributeError, KeyError, OverflowError)


class EntryCheck:
    """Checks entries one by one and notes down what they say of rows."""

    def __init__(self, findings: Findings, book: RowBook) -> None:
        """Nothing checked yet."""
        self._findings = findings
        self._book = book
        self._tombstones: set[int] = set()
        self._erased: set[int] = set()
        # From the first blind leaf on no plain one may follow.
        self._is_blind = False

    def all_right(self, rows: Sequence[tuple[Any, ...]]) -> list[bytes] | None:
        """The leaf hashes of many entries if nothing about them is odd; else None, with nothing noted down."""
        try:
            _ids, _seqs, kinds, subjects, times, actors, salts, contents, sealed, leaves, written, formats, blinds = (
                zip(*rows, strict=True)
            )
            # Erased entries and the records of erasures belong together, which only `check` notes down.
            if ERASED in kinds or None in contents:
                return None
            heads = zip(kinds, subjects, times, actors, written, strict=True)
            is_blind = formats[0] == BLIND
            made = _blind_leaves(blinds, heads, sealed) if is_blind else _plain_leaves(heads, sealed)
            if made != list(leaves) or self._is_mixed(is_blind, formats, blinds):
                return None
            opened = zip(salts, contents, strict=True)
            if [sha256(salt + content.encode()).digest() for salt, content in opened] != list(sealed):
                return None
            committed = _rows_of_all(contents)
        except _UNREADABLE:
            return None
        self._is_blind = is_blind
        self._book.record(committed)
        return made

    def _is_mixed(self, is_blind: bool, formats: Sequence[int], blinds: Sequence[Any]) -> bool:
        """Whether these aren't all of one format, as it is to be from here on."""
        if is_blind:
            return formats.count(BLIND) != len(formats) or set(map(len, blinds)) != {SALT}
        return self._is_blind or formats.count(PLAIN) != len(formats) or blinds.count(None) != len(blinds)

    def check(self, row: tuple[Any, ...]) -> bytes:
        """One entry as it comes from the database; its leaf hash. What can't be read at all is a finding too."""
        try:
            return self._check(*row)
        except _UNREADABLE:
            self._findings.entry(row[0], _("读不出来，格式已被破坏"))
            self._findings.suspect(row[1])
            # Something must stand in its place: else all leaves behind it would be counted wrongly.
            return bytes(32)

    def finish(self) -> None:
        """An erased content must have its own record."""
        for entry_id in sorted(self._tombstones - self._erased):
            self._findings.entry(entry_id, _("内容被清除，却没有清除记录"))

    # The parameters are the columns: this runs for every entry, and naming them any other way costs time.
    def _check(
        self,
        entry_id: int,
        seq: int | None,
        kind: str,
        subject: str,
        at: Any,
        actor: str,
        salt: bytes | None,
        content: str | None,
        sealed: bytes,
        leaf: bytes,
        written: Any,
        leaf_format: int,
        leaf_salt: bytes | None,
    ) -> bytes:
        head = (kind, subject, at, actor, written)
        if _leaf(leaf_format, leaf_salt, head, sealed) != leaf:
            self._findings.entry(entry_id, _("时间、对象、经办人、叶格式、叶盐或承诺值与叶哈希不符"))
            self._findings.suspect(seq)
        elif leaf_format == BLIND:
            self._is_blind = True
        if leaf_format == PLAIN and self._is_blind:
            self._findings.entry(entry_id, _("叶子写成了旧格式，前面却已有新格式的记录"))
        if content is None or salt is None:
            self._tombstone(entry_id, whole=content is None and salt is None)
        else:
            self._open(entry_id, kind, salt, content, sealed)
        return leaf

    def _open(self, entry_id: int, kind: str, salt: bytes, content: str, sealed: bytes) -> None:
        if sha256(salt + content.encode()).digest() != sealed:
            self._findings.entry(entry_id, _("内容与承诺值不符"))
        opened: Mapping[str, Any] = _members(content)
        rows = opened["rows"]
        if rows:
            self._book.record(rows.items())
        if kind == ERASED:
            self._erased.add(opened["facts"]["entry"])

    def _tombstone(self, entry_id: int, *, whole: bool) -> None:
        if whole:
            self._tombstones.add(entry_id)
        else:
            self._findings.entry(entry_id, _("内容只清除了一半"))


def _leaf(leaf_format: int, salt: bytes | None, head: _Head, sealed: bytes) -> bytes | None:
    """The leaf hash of one entry; None where nothing of such a form has a leaf."""
    # Salt and commitment stand without a mark at both ends of the header: so their lengths are part of the form.
    if len(sealed) != HASH:
        return None
    if leaf_format == PLAIN and salt is None:
        return _plain_leaves([head], [sealed])[0]
    if leaf_format == BLIND and salt is not None and len(salt) == SALT and head[4] is not None:
        return _blind_leaves([salt], [head], [sealed])[0]
    return None


# Written out once more beside `rules.leaf`: this runs for every entry.
def _plain(kind: str, subject: str, at: Any, actor: str, written: Any) -> bytes:
    if written is None:
        return f"{PLAIN_UNWRITTEN_TAG}\n{kind}\n{subject}\n{_microseconds(at)}\n{actor}\n".encode()
    return f"{PLAIN_TAG}\n{kind}\n{subject}\n{_microseconds(at)}\n{_microseconds(written)}\n{actor}\n".encode()


def _plain_leaves(heads: Iterable[_Head], sealed: Iterable[bytes]) -> list[bytes]:
    return [sha256(b"\0" + _plain(*head) + seal).digest() for head, seal in zip(heads, sealed, strict=True)]


def _blind_leaves(salts: Iterable[Any], heads: Iterable[_Head], sealed: Iterable[bytes]) -> list[bytes]:
    lines = [
        f"{kind}\n{subject}\n{_microseconds(at)}\n{_microseconds(written)}\n{actor}\n".encode()
        for kind, subject, at, actor, written in heads
    ]
    data = [
        sha256(BLIND_TAG + salt + head + seal).digest() for salt, head, seal in zip(salts, lines, sealed, strict=True)
    ]
    return [sha256(b"\0" + inner).digest() for inner in data]


@lru_cache(maxsize=512)
def _microseconds(at: Any) -> int:
    """From SQLite's text; PostgreSQL has counted them itself."""
    return at if type(at) is int else (_instant(at) - _NAIVE_EPOCH) // _MICROSECOND


def _rows_of_all(contents: Sequence[str]) -> Iterable[tuple[str, str]]:
    """What contents say of rows, in order; by cutting where that gives the same as reading all of the JSON."""
    # Names and digests as we write them need no escaping: so what stands between two quotes is a whole one.
    text = ",".join([_rows_as_text(content) for content in contents if not content.endswith(_NO_ROWS)])
    parts = text.split('"')
    count = len(parts) // 4
    if "\\" in text or parts[::4] != ["", *[","] * (count - 1), ""] or parts[2::4] != [":"] * count:
        return [pair for content in contents for pair in _members(content)["rows"].items()]
    return zip(parts[1::4], parts[3::4], strict=True)


def _rows_as_text(content: str) -> str:
    start = content.rfind(_ROWS)
    return content[start + len(_ROWS) - 1 : -2] if start >= 0 and content.endswith('"}}') else "?"


def last_about(names: set[str]) -> dict[str, int]:
    """The last entry about each of these rows: a second reading, only for rows that something is wrong with."""
    found: dict[str, int] = {}
    for batch in chain(ordered_entries(), waiting_entries()):
        for row in batch:
            for name in names.intersection(_rows_in(row[7])):
                found[name] = row[0]
    return found


def _rows_in(content: Any) -> Mapping[str, str]:
    try:
        rows: Mapping[str, str] = _members(content)["rows"]
    except (TypeError, ValueError, KeyError):
        return {}
    return rows if isinstance(rows, dict) else {}
