"""Comparing what entries say of rows with the rows themselves, in bounded memory.

As long as the names fit, they stay in memory and each row is compared as it comes. Beyond that both sides are dealt
out by name to temporary files, and at the end one file at a time is compared in memory.
"""

import marshal
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import repeat
from typing import IO

from huiyin.ledger.rules.canonical import GONE
from huiyin.ledger.verifier.reading import Digested

_BUCKETS = 64
_SIZE = 8
# Some 300 bytes each. Files take half as long again.
_IN_MEMORY = 1_000_000
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A row that isn't as the ledger has it. `digest`: of the row as it is, "" when it isn't there.

    `committed` is what the last entry about it says, None when no entry names it.
    """

    name: str
    committed: str | None
    digest: str


class _Files:
    """Names and digests, dealt out by name to temporary files."""

    def __init__(self, stack: ExitStack) -> None:
        opened = (tempfile.TemporaryFile() for _ in range(_BUCKETS))  # noqa: SIM115 - the stack closes them
        self._files: list[IO[bytes]] = [stack.enter_context(file) for file in opened]

    def add(self, pairs: Pairs) -> None:
        dealt: list[list[tuple[str, str]]] = [[] for _ in range(_BUCKETS)]
        for pair in pairs:
            # Python's hash differs from process to process; both sides are dealt out in this one.
            dealt[hash(pair[0]) % _BUCKETS].append(pair)
        for file, part in zip(self._files, dealt, strict=True):
            if part:
                packed = marshal.dumps(part)
                file.write(len(packed).to_bytes(_SIZE, "little"))
                file.write(packed)

    def parts(self, place: int) -> Iterator[list[tuple[str, str]]]:
        """What one file was given, in that order."""
        file = self._files[place]
        end = file.tell()
        file.seek(0)
        while file.tell() < end:
            # In one go: straight from the file each text would be read by itself, which takes several times as long.
            packed = file.read(int.from_bytes(file.read(_SIZE), "little"))
            yield marshal.loads(packed)  # noqa: S302 - written by this process, and nobody else can open it


class RowBook:
    """What entries said of rows. Use as a context manager: temporary files go with it."""

    def __init__(self) -> None:
        """Nothing said yet."""
        self._stack = ExitStack()
        self._committed: dict[str, str] = {}
        self._spilt: _Files | None = None

    def __enter__(self) -> "RowBook":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def record(self, rows: Pairs) -> None:
        """The row digests of entries in their order: a later one replaces what an earlier one said."""
        self._committed.update(rows)
        if len(self._committed) >= _IN_MEMORY:
            self._spill()

    def mismatches(self, batches: Iterable[Digested]) -> Iterator[Mismatch]:
        """Rows that were altered, that no entry knows, that are missing. `batches`: rows as they are, digested."""
        if self._spilt is None:
            yield from _compare(self._committed, batches)
            return
        self._spill()
        seen = _Files(self._stack)
        for batch in batches:
            seen.add(zip(*batch, strict=True))
        for place in range(_BUCKETS):
            expected: dict[str, str] = {}
            for part in self._spilt.parts(place):
                expected.update(part)
            parts = (tuple(zip(*part, strict=True)) for part in seen.parts(place))
            yield from _compare(expected, ((list(names), list(digests)) for names, digests in parts))

    def _spill(self) -> None:
        self._spilt = self._spilt or _Files(self._stack)
        self._spilt.add(self._committed.items())
        self._committed.clear()


def _compare(expected: dict[str, str], batches: Iterable[Digested]) -> Iterator[Mismatch]:
    take = expected.pop
    for names, digests in batches:
        commitments = list(map(take, names, repeat(None)))
        if commitments == digests:
            continue
        for name, committed, digest in zip(names, commitments, digests, strict=True):
            if committed != digest:
                yield Mismatch(name=name, committed=committed, digest=digest)
    for name, committed in expected.items():
        # The last entry about it says that it was deleted: then it is right that there is no row.
        if committed != GONE:
            yield Mismatch(name=name, committed=committed, digest=GONE)
