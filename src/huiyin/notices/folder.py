"""Writing one notice as one file, whole or not at all."""

import os
from pathlib import Path


def write_whole(folder: Path, name: str, content: bytes) -> None:
    """Write beside and rename, for the owner only: addresses are in it. A second writing makes no second file.

    Raises OSError.
    """
    part = folder / f".{name}.{os.getpid()}.part"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / name)
    finally:
        part.unlink(missing_ok=True)
