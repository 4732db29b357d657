"""Comparing what entries say of rows with the rows themselves, in bounded memory.

Names are dealt out to buckets by their hash; both sides of a comparison fall into the same bucket. Buckets that grow
go to temporary files, and at the end one bucket at a time is compared in memory.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

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
    """Lines of text, dealt out by name."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._lines: list[list[str]] = [[] for _ in range(_BUCKETS)]
        self._files: list[IO[str]] = []
        self._held = 0

    def add(self, name: str, line: str) -> None:
        self._lines[hash(name) % _BUCKETS].append(line)
        self._held += 1
        if self._held >= _IN_MEMORY:
            self._spill()

    def bucket(self, place: int) -> Iterator[str]:
        """The lines of a bucket in the order in which they were added."""
        if self._files:
            self._files[place].seek(0)
            for line in self._files[place]:
                yield line[:-1]
        yield from self._lines[place]

    def _spill(self) -> None:
        if not self._files:
            self._files = [self._open() for _ in range(_BUCKETS)]
        for file, lines in zip(self._files, self._lines, strict=True):
            file.writelines(f"{line}\n" for line in lines)
            lines.clear()
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
        add = self._said.add
        for name, digest in rows.items():
            add(name, f"{name}\t{digest}\t{entry_id}")

    def see(self, name: str, digest: str) -> None:
        """A row as it is."""
        self._seen.add(name, f"{name}\t{digest}")

    def mismatches(self) -> Iterator[Mismatch]:
        """Rows that were altered, that are missing, and that no entry knows."""
        for place in range(_BUCKETS):
            yield from self._compare(place)

    def _compare(self, place: int) -> Iterator[Mismatch]:
        said: dict[str, tuple[str, str]] = {}
        for line in self._said.bucket(place):
            name, digest, entry_id = line.split("\t")
            said[name] = (digest, entry_id)
        for line in self._seen.bucket(place):
            name, digest = line.split("\t")
            committed, by = said.pop(name, ("", ""))
            if committed != digest:
                yield Mismatch(name=name, entry_id=int(by) if by else None, committed=committed, digest=digest)
        for name, (committed, by) in said.items():
            if committed:
                yield Mismatch(name=name, entry_id=int(by), committed=committed, digest="")
