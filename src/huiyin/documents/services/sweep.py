"""Remove what a killed process or a rolled-back transaction left on the disk."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from huiyin.documents.models import StoredFile
from huiyin.documents.storage import PART, root
from huiyin.kernel.ids import parse_uuid

_BATCH = 500


def files_sweep(*, at: datetime, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove contents without a row that were last touched before `at - older_than`; gives how many.

    A day is far longer than any transaction, so a content whose row is still to be committed is never touched.
    """
    removed = 0
    for folder in sorted(root().glob("[0-9a-f][0-9a-f]")):
        old = list(_old_files(folder, (at - older_than).timestamp()))
        for start in range(0, len(old), _BATCH):
            removed += _sweep_batch(old[start : start + _BATCH])
    return removed


def file_parts() -> Iterator[Path]:
    """Contents that are being written, or were when their process was killed."""
    yield from sorted(root().glob(f"[0-9a-f][0-9a-f]/*{PART}"))


def _old_files(folder: Path, before: float) -> Iterator[Path]:
    for path in folder.iterdir():
        try:
            if path.stat().st_mtime < before:
                yield path
        except FileNotFoundError:
            continue  # another worker's sweep was faster


def _sweep_batch(paths: list[Path]) -> int:
    # What isn't a content of ours has another name; it is left alone.
    ids = {path: parse_uuid(path.name) for path in paths}
    wanted = [file_id for file_id in ids.values() if file_id]
    known = set(StoredFile.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    orphans = [path for path, file_id in ids.items() if file_id and file_id not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
