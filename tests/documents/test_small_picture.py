"""A photo's small picture: small, upright, made from what is kept, and shown to whoever may see the photo alone."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.documents.conftest import AT, heic_photo

from huiyin.documents.errors import FileMissing
from huiyin.documents.services import file_store, small
from huiyin.documents.services.small import has_small_picture, small_picture

pytestmark = pytest.mark.django_db


def _drawn(format_: str, mode: str = "RGB", size: tuple[int, int] = (600, 400), **options: object) -> bytes:
    content = BytesIO()
    Image.new(mode, size, "red" if mode != "RGBA" else (255, 0, 0, 0)).save(content, format_, **options)
    return content.getvalue()


def _small(content: bytes, name: str) -> Image.Image:
    stored = file_store(content=BytesIO(content), name=name, at=AT)
    made = small_picture(file_id=stored.pk)
    assert len(made) < 12_000
    return Image.open(BytesIO(made))


@pytest.mark.parametrize(
    ("content", "name", "size"),
    [
        (_drawn("JPEG"), "a.jpg", (192, 128)),
        (_drawn("JPEG", progressive=True), "b.jpg", (192, 128)),
        (_drawn("PNG"), "a.png", (192, 128)),
        (_drawn("GIF", "P"), "a.gif", (192, 128)),
        (_drawn("WEBP"), "a.webp", (192, 128)),
        (_drawn("PNG", size=(60, 40)), "klein.png", (60, 40)),
        (heic_photo(), "a.heic", (64, 96)),
    ],
    ids=lambda value: str(value)[-12:],
)
def test_it_is_a_small_jpeg(folder: Path, content: bytes, name: str, size: tuple[int, int]) -> None:
    with _small(content, name) as image:
        assert (image.format, image.size) == ("JPEG", size)


def test_what_lets_something_through_stands_on_white(folder: Path) -> None:
    with _small(_drawn("PNG", "RGBA"), "a.png") as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_a_large_one_is_made_by_a_process_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small, "_QUICK_PIXELS", 100)
    with _small(_drawn("PNG"), "a.png") as image:
        assert image.size == (192, 128)


def test_other_files_have_none(folder: Path) -> None:
    assert not has_small_picture("录音.webm") and has_small_picture("水.JPG")
    stored = file_store(content=BytesIO("甲".encode()), name="a.txt", at=AT)
    with pytest.raises(FileMissing):
        small_picture(file_id=stored.pk)
