"""What a killed process had begun to write and nobody will finish: files, mails and archived files of matters."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from huiyin.documents.services import file_parts
from huiyin.documents.storage import PART

# Looked for every ten minutes, so that a part is gone within the hour. What is being written is touched all the time.
UNTOUCHED = timedelta(minutes=30)


def parts_round(*, at: datetime) -> int:
    """Remove half-written parts that were last touched half an hour ago; gives how many."""
    before = (at - UNTOUCHED).timestamp()
    return sum(_remove(part) for part in _parts() if _last_touched(part) < before)


def _parts() -> Iterator[Path]:
    yield from file_parts()
    for folder in (settings.HUIYIN_OUTBOX, settings.HUIYIN_ARCHIVE):
        yield from sorted(Path(folder).glob(f".*{PART}"))


def _last_touched(part: Path) -> float:
    """Of a folder, the newest of what is in it; infinite for what is gone by now."""
    try:
        inside = part.rglob("*") if part.is_dir() else ()
        return max(float(path.lstat().st_mtime) for path in (part, *inside))
    except FileNotFoundError:
        return float("inf")


def _remove(part: Path) -> bool:
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    else:
        part.unlink(missing_ok=True)
    return not part.exists()
