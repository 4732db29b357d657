"""The whole file of a matter as one archive to carry away."""

import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import IO

from huiyin.flows.matter_file import matter_file_bag
from huiyin.kernel.actor import Actor


def case_zip_write(*, actor: Actor, number: str, at: datetime, target: IO[bytes]) -> None:
    """Write the BagIt archive as a zip whose one folder is the number. The export is in the ledger.

    Raises MatterNotFound, FileMissing, FontMissing, StorageFull.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(path: str, content: Iterable[bytes]) -> None:
            with archive.open(f"{number}/{path}", "w") as entry:
                for chunk in content:
                    entry.write(chunk)

        matter_file_bag(actor=actor, number=number, at=at, put=put)
