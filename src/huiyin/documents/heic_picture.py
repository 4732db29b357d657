"""The program that turns a HEIC photo into a JPEG: a process of its own, within bounds.

The decoder is compiled code that reads what strangers send. Here it can use up neither the server's memory nor its
time, and if it breaks, it breaks alone. It isn't made known to Pillow: no other file is ever read with it.

Started as `python -m huiyin.documents.heic_picture PIXELS SECONDS` with the photo as its standard input and the
JPEG-to-be as its standard output, both plain files. It ends with 0 once the JPEG is whole. A photo of more than
PIXELS isn't decoded.
"""

import resource
import sys
from typing import Any, BinaryIO

import pi_heif
from PIL import Image

from huiyin.documents.image_copy import bound

# Threads of the decoder reserve four hundred megabytes that they don't touch.
_BYTES = 1 << 30
# Seven bytes a pixel; above this the picture has half the width and height, which keeps 50 million below 300 MB.
_WHOLE_MOST = 30_000_000
_ROWS_AT_ONCE = 256
_QUALITY = 85


def main(pixels: int, seconds: int) -> None:
    """Decode and write, or end with something else than 0."""
    bound(resource.RLIMIT_AS, _BYTES)
    bound(resource.RLIMIT_CPU, seconds)
    picture_write(sys.stdin.buffer, sys.stdout.buffer, pixels)


def picture_write(photo: BinaryIO, target: BinaryIO, pixels: int) -> None:
    """The photo as JPEG, upright, with its colour profile and without anything else that it tells.

    Raises ValueError for more than so many `pixels`, and whatever the decoder raises for a broken photo.
    """
    pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False
    found = pi_heif.open_heif(photo)
    if found.size[0] * found.size[1] > pixels:
        raise ValueError(found.size)
    image: Image.Image = _halved(found) if found.size[0] * found.size[1] > _WHOLE_MOST else found.to_pillow()
    options: dict[str, Any] = {"quality": _QUALITY}
    if found.info.get("icc_profile"):
        options["icc_profile"] = found.info["icc_profile"]
    # The decoder has turned it already, as the boxes of the photo say.
    image.info = {}
    _opaque(image).save(target, "JPEG", **options)


def _halved(found: pi_heif.HeifFile) -> Image.Image:
    """Half as wide and high, made from some rows at a time."""
    pixels, stride = found.data, found.stride
    width, height = found.size
    half = Image.new(found.mode, (-(-width // 2), -(-height // 2)))
    for top in range(0, height, _ROWS_AT_ONCE):
        rows = min(_ROWS_AT_ONCE, height - top)
        part = pixels[top * stride : (top + rows) * stride]
        strip = Image.frombuffer(found.mode, (width, rows), part, "raw", found.mode, stride, 1)
        half.paste(strip.reduce(2), (0, top // 2))
    return half


def _opaque(image: Image.Image) -> Image.Image:
    """On white where it is transparent: JPEG has no transparency."""
    if image.mode in {"RGB", "L"}:
        return image
    if not image.has_transparency_data:
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return ground


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
