"""Comparing what entries say of rows with the rows themselves, in bounded memory.

Names are dealt out to buckets by their hash; both sides of a comparison fall into the same bucket. Buckets that grow
go to temporary files, and at the end one bucket at a time is compared in memory.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

from huiyin.ledger.rules.canonical import GONE

_BUCKETS = 64
_IN_MEMORY = 400_000


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A row that isn't as the ledger has it. `digest`: of the row as it is, "" when it isn't there.

    `entry_id` is the entry that committed to it last, None when none ever did.
    """

    name: str
    entry_id: int | None
    committed: str
    digest: str


class _Buckets:
    """Name, digest and the entry's id (0: none), dealt out by name."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._rows: list[list[tuple[str, str, int]]] = [[] for _ in range(_BUCKETS)]
        self._files: list[IO[str]] = []
        self._held = 0

    def add(self, rows: Iterable[tuple[str, str]], entry_id: int) -> None:
        held = self._rows
        for name, digest in rows:
            held[hash(name) % _BUCKETS].append((name, digest, entry_id))
            self._held += 1
        if self._held >= _IN_MEMORY:
            self._spill()

    def bucket(self, place: int) -> Iterator[tuple[str, str, int]]:
        """The rows of a bucket in the order in which they were added."""
        if self._files:
            self._files[place].seek(0)
            for line in self._files[place]:
                name, digest, entry_id = line.split("\t")
                yield name, digest, int(entry_id)
        yield from self._rows[place]
        self._rows[place] = []

    def _spill(self) -> None:
        if not self._files:
            self._files = [self._open() for _ in range(_BUCKETS)]
        for file, rows in zip(self._files, self._rows, strict=True):
            file.writelines(f"{name}\t{digest}\t{entry_id}\n" for name, digest, entry_id in rows)
            rows.clear()
        self._held = 0

    def _open(self) -> IO[str]:
        file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - the stack closes it
        return self._stack.enter_context(file)


class RowBook:
    """What entries said of rows, and what the rows are. Use as a context manager: temporary files go with it."""

    def __init__(self) -> None:
        """Nothing said, nothing seen."""
        self._stack = ExitStack()
        self._said = _Buckets(self._stack)
        self._seen = _Buckets(self._stack)

    def __enter__(self) -> "RowBook":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def say(self, entry_id: int, rows: Mapping[str, str]) -> None:
        """An entry's row digests; entries come in their order, and a later one replaces what an earlier one said."""
        self._said.add(rows.items(), entry_id)

    def see(self, rows: Iterable[tuple[str, str]]) -> None:
        """Rows as they are: name and digest."""
        self._seen.add(rows, 0)

    def mismatches(self) -> Iterator[Mismatch]:
        """Rows that were altered, that are missing, and that no entry knows."""
        for place in range(_BUCKETS):
            yield from self._compare(place)

    def _compare(self, place: int) -> Iterator[Mismatch]:
        said = {name: (digest, entry_id) for name, digest, entry_id in self._said.bucket(place)}
        for name, digest, _ in self._seen.bucket(place):
            committed, by = said.pop(name, (GONE, 0))
            if committed != digest:
                yield Mismatch(name=name, entry_id=by or None, committed=committed, digest=digest)
        for name, (committed, by) in said.items():
            if committed != GONE:
                yield Mismatch(name=name, entry_id=by, committed=committed, digest=GONE)
