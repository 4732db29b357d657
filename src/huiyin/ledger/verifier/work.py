"""Rows that several processes share out among themselves, piece by piece of each table."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huiyin.ledger.verifier.reading import Digested, Reader, TableReading


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one table: its place among the readings, and the ends that the reading's statement is given."""

    table: int
    first: Any
    last: Any


@dataclass(frozen=True, slots=True)
class Work:
    """All that is to be read. A piece is done by whoever is the first to claim it with a file in `folder`."""

    readings: list[TableReading]
    pieces: list[Piece]
    folder: Path

    def claimed(self, order: range) -> Iterator[int]:
        """Those pieces that this process may do, in this order, one after another."""
        for number in order:
            try:
                os.close(os.open(self.folder / f"{number}.claimed", os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            except FileExistsError:
                continue
            yield number

    def done(self, reader: Reader, number: int) -> Iterator[Digested]:
        """Do one piece."""
        piece = self.pieces[number]
        return reader.digested(self.readings[piece.table], piece.first, piece.last)

    def left_in(self, number: int) -> Path:
        """Where a helper leaves what it made of a piece."""
        return self.folder / f"{number}.rows"
