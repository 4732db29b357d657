"""Writes an image again without what it tells beside the picture, within bounds: plain Python, no Django.

Small pictures of the simple formats are copied where they are received. Everything else goes through this program, a
process of its own that can use up neither the server's memory nor its time, and that breaks alone:
`python -m huiyin.documents.image_copy FORMAT PIXELS SECONDS`, the image as standard input, the copy as standard
output, both plain files. It ends with 0 once the copy is whole, with NO_ROOM when the disk is full.
"""

import errno
import resource
import sys
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from PIL import Image, ImageOps, JpegImagePlugin

from huiyin.documents.rules.jpeg import copied_scans
from huiyin.documents.rules.webp import copied_chunks, still_pixels

NO_ROOM = 28
# 50 million pixels take 210 MB, as TIFF 280 MB (docs/performance.md).
_BYTES = 312 << 20
# What takes more to unpack and write again is copied without that: progressive photos and WebP.
_UNPACKED_MOST, _WEBP_MOST = 240_000_000, 6_000_000
_MANY_FRAMES = frozenset({"GIF", "WEBP", "TIFF", "PNG"})
# What belongs to the picture itself. Everything else in `info` is dropped: Exif, XMP, comments, text chunks.
_PICTURE_INFO = ("transparency", "background", "duration")
# Bytes of a pixel once it is unpacked; in every other mode it is four.
_ONE_BYTE = frozenset({"1", "L", "P"})
# Above this the picture isn't turned, which takes as much memory again: its block says how to turn it, and no more.
_TURNED_UP_TO = 100_000_000
_ORIENTATION = 0x0112


class TooManyPixels(Exception):
    """Unpacked it would take more than it may."""


def main(image_format: str, pixels: int, seconds: int) -> None:
    """Copy, or end with something else than 0."""
    bound(resource.RLIMIT_AS, _BYTES)
    bound(resource.RLIMIT_CPU, seconds)
    try:
        # Some formats read again what they have written.
        with open(1, "r+b", closefd=False) as target:
            image_copy(sys.stdin.buffer, target, image_format, pixels)
    except OSError as error:
        sys.exit(NO_ROOM if error.errno in {errno.ENOSPC, errno.EDQUOT} else 1)


def is_cheap(source: BinaryIO, image_format: str, pixels: int) -> bool:
    """Whether the header speaks of one picture of at most so many pixels; reads no more than the header."""
    if image_format not in {"JPEG", "PNG", "BMP"}:
        return False
    with Image.open(source, formats=[image_format]) as image:
        return not _count(image, image_format) > 1 and image.width * image.height <= pixels


def image_copy(source: BinaryIO, target: BinaryIO, image_format: str, pixels: int) -> None:
    """Write it again. Raises TooManyPixels before anything is unpacked, and whatever the decoder raises.

    `pixels`: so many in colour, all frames together; four times as many in shades of grey or with a palette.
    """
    # To be opened at all this takes eight bytes a pixel.
    if image_format == "WEBP" and (large := still_pixels(source)) > _WEBP_MOST:
        if large > pixels:
            raise TooManyPixels
        target.writelines(copied_chunks(source.read()))
        return
    source.seek(0)
    with Image.open(source, formats=[image_format]) as image:
        count = _count(image, image_format)
        unpacked = image.width * image.height * count * (1 if image.mode in _ONE_BYTE else 4)
        if unpacked > pixels * 4:
            raise TooManyPixels
        options = _options(image, image_format)
        if count == 1 and _is_too_large(image):
            target.writelines(_copied(source, image))
            return
        if count == 1:
            options |= _turn(image, unpacked)
            _bare(image).save(target, image_format, **options)
            return
        frames = list(_frames(image, count))
        options |= {"save_all": True, "append_images": frames[1:]}
        if image_format != "TIFF":
            options |= {"duration": [frame.info.get("duration", 100) for frame in frames]}
        frames[0].save(target, image_format, **options)


def bound(what: int, most: int) -> None:
    """Not every system knows every bound; the time limit of whoever started this holds everywhere."""
    try:
        resource.setrlimit(what, (most, most))
    except (ValueError, OSError):
        return


def _count(image: Image.Image, image_format: str) -> int:
    return int(getattr(image, "n_frames", 1)) if image_format in _MANY_FRAMES else 1


def _is_too_large(image: Image.Image) -> bool:
    pixels = image.width * image.height
    if not isinstance(image, JpegImagePlugin.JpegImageFile) or not image.info.get("progressive"):
        return False
    # Its numbers are all held, two bytes each, beside the picture.
    parts = [across * down for _, across, down, _ in image.layer]
    return pixels * 4 + 2 * pixels * sum(parts) // max(parts) > _UNPACKED_MOST


def _copied(source: BinaryIO, image: Image.Image) -> Iterable[bytes | memoryview]:
    """Its own bytes, without what it tells beside the picture but how it is turned."""
    turned = _turned_by(image)
    source.seek(0)
    first, *rest = copied_scans(source.read())
    block = b"\xff\xe1" + (len(turned) + 2).to_bytes(2, "big") + turned if turned else b""
    return first, block, *rest


def _turn(image: Image.Image, unpacked: int) -> dict[str, Any]:
    """Turn it as its Exif block says, in place; a broken block must not cost a petitioner the photo."""
    image.load()
    try:
        if unpacked <= _TURNED_UP_TO:
            ImageOps.exif_transpose(image, in_place=True)
            return {}
        turned = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # Exif blocks are as broken as they come
        return {}
    return {"exif": block} if (block := _turned_block(turned)) else {}


def _turned_by(image: Image.Image) -> bytes:
    """An Exif block that says how to turn it and nothing else; empty where it needs none."""
    try:
        return _turned_block(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # as above
        return b""


def _turned_block(turned: object) -> bytes:
    if turned not in range(2, 9):
        return b""
    block = Image.Exif()
    block[_ORIENTATION] = turned
    return block.tobytes()


def _frames(image: Image.Image, count: int) -> Iterator[Image.Image]:
    for number in range(count):
        image.seek(number)
        image.load()
        try:
            frame = ImageOps.exif_transpose(image)
        except Exception:  # as above
            frame = image.copy()
        yield _bare(frame)


def _bare(image: Image.Image) -> Image.Image:
    """The pixels and what belongs to them; a new image around the same memory."""
    bare = image._new(image.im)
    bare.info = {key: image.info[key] for key in _PICTURE_INFO if key in image.info}
    return bare


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


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
