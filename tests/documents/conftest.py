"""The cast: a folder of its own for each test, and small true files of every sort."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

AT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Where contents go in this test."""
    settings.HUIYIN_FILES = tmp_path / "files"
    yield tmp_path / "files"


def left_behind(folder: Path) -> list[Path]:
    """Every file in the folder, half-written ones too."""
    return [path for path in folder.rglob("*") if path.is_file()]


def picture(image_format: str, size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    """An image whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, (220, 20, 20))
    image.paste((20, 20, 220), (size[0] // 2, 0, size[0], size[1]))
    buffer = BytesIO()
    image.save(buffer, image_format, **options)
    return buffer.getvalue()


def gps_exif(orientation: int = 1) -> bytes:
    """An Exif block that says where, when and with what a photo was taken."""
    exif = Image.Exif()
    exif[0x0110] = "SpyPhone 9"
    exif[0x0112] = orientation
    exif[0x9003] = "2026:11:21 10:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 3.5), 3: "E", 4: (121.0, 28.0, 9.5)})
    return exif.tobytes()


def heic_photo() -> bytes:
    """A photo as a phone keeps it: 96 by 64 pixels, left half red, to be turned upright, with place and device.

    Made once, since none of our libraries writes HEIC.
    """
    return Path(__file__).with_name("turned.heic").read_bytes()
