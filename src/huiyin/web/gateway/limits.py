"""How much one process takes in at a time, from all and from one network."""

from dataclasses import dataclass
from pathlib import Path

# What may stand in one request beside its files.
TEXT_BYTES = 2 * 1024 * 1024
FILES_AT_ONCE = 5


def largest_body(file_bytes: int) -> int:
    """Five full-sized files and 2 MB of text."""
    return file_bytes * FILES_AT_ONCE + TEXT_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """All of them hold for one process.

    A body has `body_seconds`, and one second more for every `body_rate` bytes that have come, `body_longest` at most.
    `unfinished` bodies are received at a time and `unfinished_of_network` of one network; the finished ones of all
    and of one network, with what has come of the others, take `bytes_kept` and `bytes_of_network` at most. `waiting`
    whole requests of one network may wait for a thread. Bodies lie in `folder` when they are larger than
    `bytes_in_memory`.
    """

    threads: int
    folder: Path
    largest: int
    body_seconds: float
    body_rate: int
    unfinished: int
    unfinished_of_network: int
    behind_proxy: bool = False
    body_longest: float = 3600
    waiting: int = 500
    bytes_in_memory: int = 64 * 1024

    @property
    def bytes_kept(self) -> int:
        """In all."""
        return 16 * self.largest

    @property
    def bytes_of_network(self) -> int:
        """Of one network."""
        return 4 * self.largest
