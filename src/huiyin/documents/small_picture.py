"""Makes a small JPEG of a picture that is kept: plain Python, no Django.

What is quickly unpacked is made where it is asked for. Everything else goes through this program, a process of its
own within bounds: `python -m huiyin.documents.small_picture PIXELS SECONDS`, the picture as standard input, the small
one as standard output, both plain files. It ends with 0 once the small one is whole.
"""

import resource
import sys
from typing import BinaryIO

from PIL import Image, ImageOps, JpegImagePlugin

from huiyin.documents.image_copy import bound

# Twice as wide and high as it is shown, for screens with fine dots.
_SIDE = 192
_QUALITY = 72
_BYTES = 312 << 20
# Of the types that are kept; HEIC has a JPEG of its own.
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")


def main(pixels: int, seconds: int) -> None:
    """Write it, or end with something else than 0."""
    bound(resource.RLIMIT_AS, _BYTES)
    bound(resource.RLIMIT_CPU, seconds)
    small_picture_write(sys.stdin.buffer, sys.stdout.buffer, pixels)


def is_quick(source: BinaryIO, pixels: int) -> bool:
    """Whether it takes little to unpack: a usual photo, read at a fraction of its size, or a small picture."""
    with Image.open(source, formats=_FORMATS) as image:
        usual = isinstance(image, JpegImagePlugin.JpegImageFile) and not image.info.get("progressive")
        return usual or image.width * image.height <= pixels


def small_picture_write(source: BinaryIO, target: BinaryIO, pixels: int) -> None:
    """The first picture in it, upright. Raises ValueError for more than `pixels`, and what the decoder raises."""
    source.seek(0)
    with Image.open(source, formats=_FORMATS) as image:
        if image.width * image.height > pixels:
            raise ValueError(image.size)
        image.draft("RGB", (_SIDE, _SIDE))
        image.thumbnail((_SIDE, _SIDE))
        upright = ImageOps.exif_transpose(image)
        _opaque(upright).save(target, "JPEG", quality=_QUALITY)


def _opaque(image: Image.Image) -> Image.Image:
    """On white, where it lets something through."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    whole = Image.new("RGBA", clear.size, "white")
    whole.alpha_composite(clear)
    return whole.convert("RGB")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
