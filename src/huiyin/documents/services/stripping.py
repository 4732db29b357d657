"""A copy of a file without what it tells beside its content: place, author, device, times."""

import logging
import os
import shutil
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from huiyin.documents.errors import FileDamaged, FileHasScripts, FileLocked, StorageFull
from huiyin.documents.pdf_outcomes import ACTIVE, LOCKED, NO_ROOM, SIGNED
from huiyin.documents.rules import media_types as kinds
from huiyin.documents.rules.boxes import BoxesBroken, blank_boxes
from huiyin.documents.rules.media_types import MediaType
from huiyin.documents.rules.ofd import copy_ofd, is_signed_ofd
from huiyin.documents.rules.office_copy import copy_office, is_signed_office
from huiyin.documents.rules.ogg import OggBroken, blank_ogg
from huiyin.documents.rules.old_office import blank_summaries
from huiyin.documents.rules.sound import SoundBroken, blank_wav, copy_mp3
from huiyin.documents.rules.webm import WebmBroken, blank_webm
from huiyin.documents.services.images import image_strip, is_stripped
from huiyin.kernel.heavy import heavy_work

_log = logging.getLogger(__name__)

_OFFICE = {kinds.DOCX, kinds.XLSX, kinds.PPTX}
_OLD_OFFICE = {kinds.DOC, kinds.XLS}
_BOXED = {kinds.MP4, kinds.MOV, kinds.M4A}
_COPIED = {kinds.PDF, kinds.OFD, kinds.MP3, *_OFFICE}
_IN_PLACE = {kinds.WAV, kinds.WEBM, kinds.OGG, *_OLD_OFFICE, *_BOXED}
_BROKEN = (
    BoxesBroken, WebmBroken, OggBroken, SoundBroken, zipfile.BadZipFile, zlib.error, RuntimeError,
    NotImplementedError, EOFError,
)  # fmt: skip
_ONE_AT_A_TIME = threading.Lock()
_SECONDS = 30
_PROGRAM = (sys.executable, "-m", "huiyin.documents.pdf_copy")
# It gets none of the secrets that stand in our surroundings.
_SEES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")


def is_copied(media_type: MediaType) -> bool:
    """Whether files of this type go through `file_strip`."""
    return is_stripped(media_type) or media_type in _COPIED | _IN_PLACE


def file_strip(source: Path, target: BinaryIO, media_type: MediaType) -> None:
    """Write the bare copy.

    Raises ImageUnreadable, FileDamaged, FileLocked, FileHasScripts, OSError (full disk).
    """
    if is_stripped(media_type):
        image_strip(source, target, media_type)
        return
    try:
        if media_type == kinds.PDF:
            _copy_pdf(source, target)
            return
        with heavy_work:
            _copy_bare(source, target, media_type)
    except _BROKEN as error:
        raise FileDamaged from error


def _copy_bare(source: Path, target: BinaryIO, media_type: MediaType) -> None:
    if media_type in _OFFICE:
        _copy_archive(source, target, is_signed_office, copy_office)
    elif media_type == kinds.OFD:
        _copy_archive(source, target, is_signed_ofd, copy_ofd)
    elif media_type == kinds.MP3:
        with source.open("rb") as sound:
            copy_mp3(sound, target)
    else:
        _copy(source, target)
        _blank(target, media_type)


def _blank(target: BinaryIO, media_type: MediaType) -> None:
    if media_type in _BOXED:
        blank_boxes(target)
    elif media_type == kinds.WAV:
        blank_wav(target)
    elif media_type == kinds.WEBM:
        blank_webm(target)
    elif media_type == kinds.OGG:
        blank_ogg(target)
    else:
        blank_summaries(target)


def _copy(source: Path, target: BinaryIO) -> None:
    with source.open("rb") as file:
        shutil.copyfileobj(file, target)


def _copy_archive(
    source: Path,
    target: BinaryIO,
    is_signed: Callable[[zipfile.ZipFile], bool],
    copy: Callable[[zipfile.ZipFile, BinaryIO], None],
) -> None:
    with zipfile.ZipFile(source) as archive:
        if not is_signed(archive):
            copy(archive, target)
            return
    _copy(source, target)


def _copy_pdf(source: Path, target: BinaryIO) -> None:
    code = _in_process(source, target)
    if code == SIGNED:
        _copy(source, target)
        return
    refusals = {ACTIVE: FileHasScripts, LOCKED: FileLocked, NO_ROOM: StorageFull}
    if code != 0:
        raise refusals.get(code, FileDamaged)
    # The other process has written through a descriptor that is the same file; ours must stand at its end.
    target.seek(0, os.SEEK_END)


def _in_process(source: Path, target: BinaryIO) -> int:
    """Let a process of its own read one file and write the other; its exit code, -1 where it had to be ended."""
    surroundings = {name: os.environ[name] for name in _SEES if name in os.environ}
    with _ONE_AT_A_TIME, source.open("rb") as pdf:
        try:
            done = subprocess.run(  # noqa: S603 - this very program
                (*_PROGRAM, str(_SECONDS)), stdin=pdf, stdout=target, stderr=subprocess.DEVNULL, timeout=_SECONDS,
                env=surroundings, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            _log.warning("the process for one PDF had to be ended")
            return -1
    return done.returncode
