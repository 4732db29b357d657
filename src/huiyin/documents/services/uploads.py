"""How many files strangers may leave, so that nobody fills the disk from one place and texts always find room."""

import os
import shutil
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings

from huiyin.allowances.rules import Allowance
from huiyin.allowances.services import allowance_use, allowances_used
from huiyin.documents.errors import FileLater
from huiyin.documents.storage import root
from huiyin.kernel.time import milliseconds

_PER = timedelta(hours=4)
_MEGABYTE = 1 << 20
# So much of a network is taken although all networks together have left as much as they may.
_FREE = 20 * _MEGABYTE


def upload_use(*, content: BinaryIO, network: str, at: datetime) -> None:
    """Count a stranger's file before it is kept. Raises FileLater when there is no room for it by now.

    Only the file is asked to come later: whatever it belongs to goes on.
    """
    size = _size(content)
    if shutil.disk_usage(_existing_root()).free - size < settings.HUIYIN_FREE_MEGABYTES * _MEGABYTE:
        raise FileLater
    of_network, of_all = _allowances()
    used_of_network, used_of_all = allowances_used([(of_network, network), (of_all, "")], at=at)
    now = milliseconds(at)
    if of_network.is_limited and of_network.wait(used_of_network, now, size):
        raise FileLater
    is_free = of_network.is_limited and of_network.used(used_of_network, now) + size <= _FREE
    if of_all.is_limited and not is_free and of_all.wait(used_of_all, now, size):
        raise FileLater
    allowance_use(of_network, network, size=size, at=at)
    allowance_use(of_all, "", size=size, at=at)


def _size(content: BinaryIO) -> int:
    here = content.tell()
    size = content.seek(0, os.SEEK_END)
    content.seek(here)
    return size


def _existing_root() -> str:
    folder = root()
    # There is no folder of files before the first one was kept.
    return str(folder if folder.exists() else settings.HUIYIN_VAR)


def _allowances() -> tuple[Allowance, Allowance]:
    of_network = settings.HUIYIN_UPLOADS_OF_NETWORK * _MEGABYTE
    of_all = settings.HUIYIN_UPLOADS * _MEGABYTE
    return (
        Allowance("uploads of a network", of_network, _PER, of_network),
        Allowance("uploads", of_all, _PER, of_all),
    )
