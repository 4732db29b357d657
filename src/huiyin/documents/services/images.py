"""Images without what they tell beside the picture: place, time, device, owner.

Whatever takes long or much memory is done by a process of its own, one at a time in each of ours.
"""

import errno
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from huiyin.documents.errors import ImageUnreadable
from huiyin.documents.image_copy import NO_ROOM, image_copy, is_cheap
from huiyin.documents.rules.heif import NotUnderstood, blank_metadata
from huiyin.documents.rules.media_types import HEIC, MediaType
from huiyin.kernel.heavy import heavy_work

_log = logging.getLogger(__name__)

# All frames together, in colour; scans in grey may have four times as many. A phone's photo has 12 to 50 million.
MEGAPIXELS = 50
# So large a picture is copied where it was received; starting a process would take longer.
_CHEAP_MEGAPIXELS, _CHEAP_BYTES = 2, 3 << 20
# Unpacked images are large; one at a time keeps a node's memory within bounds.
_ONE_AT_A_TIME = threading.Lock()
# A phone's photo takes about two seconds.
_DECODER_SECONDS = 20
_DECODER = (sys.executable, "-m", "huiyin.documents.heic_picture")
_COPIER = (sys.executable, "-m", "huiyin.documents.image_copy")
_SMALLER = (sys.executable, "-m", "huiyin.documents.small_picture")
# Neither gets any of the secrets that stand in our surroundings.
_DECODER_SEES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")


def is_stripped(media_type: MediaType) -> bool:
    """Whether files of this type go through `image_strip`."""
    return bool(media_type.image_format) or media_type == HEIC


def image_strip(source: Path, target: BinaryIO, media_type: MediaType) -> None:
    """Write the image again without metadata, turned upright. Raises ImageUnreadable, OSError (full disk).

    How many pixels it has is read from its header before anything is unpacked.
    """
    try:
        if media_type == HEIC:
            with heavy_work:
                _blank_heic(source, target)
            return
        if _is_cheap(source, media_type.image_format):
            with heavy_work, source.open("rb") as image:
                image_copy(image, target, media_type.image_format, int(MEGAPIXELS * 1_000_000))
        else:
            _copy_in_process(source, target, media_type.image_format)
    except NotUnderstood as error:
        raise _unreadable() from error
    except OSError as error:
        if error.errno is not None:  # the disk's own errors carry a number, the decoder's don't
            raise
        raise _unreadable() from error
    except ImageUnreadable:
        raise
    except Exception as error:  # a decoder fed with a broken file raises whatever it stumbles over
        raise _unreadable() from error


def _blank_heic(source: Path, target: BinaryIO) -> None:
    # Held once: a photo has up to twenty megabytes.
    content = bytearray(source.stat().st_size)
    with source.open("rb") as photo:
        photo.readinto(content)
    blank_metadata(content)
    target.write(content)


def _is_cheap(source: Path, image_format: str) -> bool:
    # By its size first: all that stands before a picture is held in memory to read its header.
    if source.stat().st_size > _CHEAP_BYTES:
        return False
    with source.open("rb") as image:
        return is_cheap(image, image_format, _CHEAP_MEGAPIXELS * 1_000_000)


def heic_picture(source: Path, target: BinaryIO) -> bool:
    """Write a HEIC photo as JPEG, for machines that can't open it; False where nobody can make one from it.

    `source` is the photo as it is kept, so its metadata are gone already. What stands in `target` after False is
    to be thrown away. A photo of more than MEGAPIXELS isn't decoded.
    """
    return _in_process((*_DECODER, str(int(MEGAPIXELS * 1_000_000)), str(_DECODER_SECONDS)), source, target) == 0


def small_in_process(picture: BinaryIO, target: BinaryIO) -> bool:
    """Write a small JPEG of a picture that is kept; False where none can be made. Both are plain files."""
    command = (*_SMALLER, str(MEGAPIXELS * 1_000_000), str(_DECODER_SECONDS))
    return _run(command, picture, target) == 0


def _copy_in_process(source: Path, target: BinaryIO, image_format: str) -> None:
    pixels, seconds = str(int(MEGAPIXELS * 1_000_000)), str(_DECODER_SECONDS)
    code = _in_process((*_COPIER, image_format, pixels, seconds), source, target)
    if code == NO_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if code != 0:
        raise _unreadable()
    # The other process has written through a descriptor that is the same file; ours must stand at its end.
    target.seek(0, os.SEEK_END)


def _in_process(command: tuple[str, ...], source: Path, target: BinaryIO) -> int | None:
    """Let a process of its own read one file and write the other; its exit code, None where it had to be ended."""
    with source.open("rb") as image:
        return _run(command, image, target)


def _run(command: tuple[str, ...], image: BinaryIO, target: BinaryIO) -> int | None:
    surroundings = {name: os.environ[name] for name in _DECODER_SEES if name in os.environ}
    # The other process reads through a descriptor that is the same file: it must stand at its beginning.
    image.seek(0)
    with _ONE_AT_A_TIME:
        try:
            done = subprocess.run(  # noqa: S603 - this very program
                command, stdin=image, stdout=target, stderr=subprocess.DEVNULL, timeout=_DECODER_SECONDS,
                env=surroundings, check=False,
            )  # fmt: skip
        except (subprocess.TimeoutExpired, OSError):
            _log.warning("a process for one image could not be started or had to be ended", exc_info=True)
            return None
    return done.returncode


def _unreadable() -> ImageUnreadable:
    # The sentence counts in 万, ten thousands.
    return ImageUnreadable(limit=int(MEGAPIXELS * 100))
