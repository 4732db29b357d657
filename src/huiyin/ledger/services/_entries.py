"""Recomputing entries: content against commitment, header against leaf, and who erased what."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from huiyin.ledger.rules.canonical import ERASED, FORMAT
from huiyin.ledger.services._findings import Findings
from huiyin.ledger.services._rowbook import RowBook
from huiyin.ledger.services._stream import ordered_entries, waiting_entries

_AWARE_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - SQLite's text has no zone and means UTC
_MICROSECOND = timedelta(microseconds=1)
_instant = datetime.fromisoformat
_members = json.JSONDecoder().decode


class EntryCheck:
    """Checks entries one by one and notes down what they say of rows."""

    def __init__(self, findings: Findings, book: RowBook) -> None:
        """Nothing checked yet."""
        self._findings = findings
        self._book = book
        self._tombstones: set[int] = set()
        self._erased: set[int] = set()

    def check(self, row: tuple[Any, ...]) -> bytes:
        """One entry as it comes from the database; its leaf hash. What can't be read at all is a finding too."""
        try:
            return self._check(*row)
        except (TypeError, ValueError, AttributeError, KeyError, OverflowError):
            self._findings.entry(row[0], _("读不出来，格式已被破坏"))
            self._findings.suspect(row[1])
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
    ) -> bytes:
        since = _instant(at) - _NAIVE_EPOCH if type(at) is str else at - _AWARE_EPOCH
        head = f"\0{FORMAT}\n{kind}\n{subject}\n{since // _MICROSECOND}\n{actor}\n".encode()
        if sha256(head + sealed).digest() != leaf:
            self._findings.entry(entry_id, _("时间、对象、经办人或承诺值与叶哈希不符"))
            self._findings.suspect(seq)
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
            self._book.say(rows if type(rows) is dict else dict(rows.items()))
        if kind == ERASED:
            self._erased.add(opened["facts"]["entry"])

    def _tombstone(self, entry_id: int, *, whole: bool) -> None:
        if whole:
            self._tombstones.add(entry_id)
        else:
            self._findings.entry(entry_id, _("内容只清除了一半"))


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
