"""Images without what they tell beside the picture: place, time, device, owner."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageOps, JpegImagePlugin

from huiyin.documents.errors import ImageUnreadable
from huiyin.documents.rules.heif import NotUnderstood, blank_metadata
from huiyin.documents.rules.media_types import HEIC, MediaType

_log = logging.getLogger(__name__)

# All frames together, unpacked. A phone's photo has 12 to 50 million pixels, ten scanned pages have 90.
MEGAPIXELS = 100
_MANY_FRAMES = {"GIF", "WEBP", "TIFF", "PNG"}
# What belongs to the picture itself. Everything else in `info` is dropped: Exif, XMP, comments, text chunks.
_PICTURE_INFO = ("transparency", "background", "duration")
# Unpacked images are large; one at a time keeps a node's memory within bounds.
_ONE_AT_A_TIME = threading.Lock()
# A phone's photo takes about two seconds.
_DECODER_SECONDS = 20
_DECODER = (sys.executable, "-m", "huiyin.documents.heic_picture")
# The decoder gets none of the secrets that stand in our surroundings.
_DECODER_SEES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")


def is_stripped(media_type: MediaType) -> bool:
    """Whether files of this type go through `image_strip`."""
    return bool(media_type.image_format) or media_type == HEIC


def image_strip(source: Path, target: BinaryIO, media_type: MediaType) -> None:
    """Write the image again without metadata, turned upright. Raises ImageUnreadable, OSError (full disk)."""
    try:
        if media_type == HEIC:
            target.write(blank_metadata(source.read_bytes()))
            return
        with _ONE_AT_A_TIME:
            _encode_again(source, target, media_type.image_format)
    except NotUnderstood as error:
        raise ImageUnreadable(limit=MEGAPIXELS * 100) from error
    except OSError as error:
        if error.errno is not None:  # the disk's own errors carry a number, the decoder's don't
            raise
        raise ImageUnreadable(limit=MEGAPIXELS * 100) from error
    except Exception as error:  # a decoder fed with a broken file raises whatever it stumbles over
        raise ImageUnreadable(limit=MEGAPIXELS * 100) from error


def heic_picture(source: Path, target: BinaryIO) -> bool:
    """Write a HEIC photo as JPEG, for machines that can't open it; False where nobody can make one from it.

    `source` is the photo as it is kept, so its metadata are gone already. What stands in `target` after False is
    to be thrown away. A photo of more than MEGAPIXELS isn't decoded.
    """
    command = (*_DECODER, str(int(MEGAPIXELS * 1_000_000)), str(_DECODER_SECONDS))
    surroundings = {name: os.environ[name] for name in _DECODER_SEES if name in os.environ}
    with _ONE_AT_A_TIME, source.open("rb") as photo:
        try:
            done = subprocess.run(  # noqa: S603 - this very program
                command, stdin=photo, stdout=target, stderr=subprocess.DEVNULL, timeout=_DECODER_SECONDS,
                env=surroundings, check=False,
            )  # fmt: skip
        except (subprocess.TimeoutExpired, OSError):
            _log.warning("the decoder of HEIC photos could not be started or had to be ended", exc_info=True)
            return False
    return done.returncode == 0


def _encode_again(source: Path, target: BinaryIO, image_format: str) -> None:
    with Image.open(source, formats=[image_format]) as image:
        count = getattr(image, "n_frames", 1) if image_format in _MANY_FRAMES else 1
        if image.width * image.height * count > MEGAPIXELS * 1_000_000:
            raise ImageUnreadable(limit=MEGAPIXELS * 100)
        options = _options(image, image_format)
        frames = list(_frames(image, count))
        if count > 1:
            options |= {"save_all": True, "append_images": frames[1:]}
        if count > 1 and image_format != "TIFF":
            options |= {"duration": [frame.info.get("duration", 100) for frame in frames]}
        frames[0].save(target, image_format, **options)


def _frames(image: Image.Image, count: int) -> Iterator[Image.Image]:
    for number in range(count):
        if count > 1:
            image.seek(number)
        bare = _upright(image)
        bare.info = {key: image.info[key] for key in _PICTURE_INFO if key in image.info}
        yield bare


def _upright(image: Image.Image) -> Image.Image:
    """A plain copy, turned as its Exif block says; a broken block must not cost a petitioner the photo."""
    image.load()
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # Exif blocks are as broken as they come
        return image.copy()


def _options(image: Image.Image, image_format: str) -> dict[str, Any]:
    """How to write it: as near to the original as the format allows, its colour profile and resolution kept."""
    options: dict[str, Any] = {}
    if image_format in {"JPEG", "PNG", "TIFF", "WEBP"} and image.info.get("icc_profile"):
        options["icc_profile"] = image.info["icc_profile"]
    if image_format in {"JPEG", "PNG", "TIFF", "BMP"} and image.info.get("dpi"):
        options["dpi"] = image.info["dpi"]
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        # The same tables as before: nearly nothing is lost, and the file stays about as large as it was.
        options |= {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)}
    if image_format == "TIFF":
        options["compression"] = "group4" if image.mode == "1" else "tiff_adobe_deflate"
    if image_format == "WEBP":
        options["quality"] = 90
    if image_format in {"GIF", "WEBP", "PNG"} and "loop" in image.info:
        options["loop"] = image.info["loop"]
    return options
