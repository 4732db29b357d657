"""A kept image shows what it showed, upright, and tells nothing else."""

import struct
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin
from tests.documents.conftest import AT, gps_exif, left_behind, picture
from tests.memory import linux_only, most_held

from huiyin.documents import image_copy as copy_module
from huiyin.documents.errors import ImageUnreadable, StorageFull
from huiyin.documents.image_copy import TooManyPixels, image_copy
from huiyin.documents.models import StoredFile
from huiyin.documents.rules.heif import NotUnderstood, blank_metadata
from huiyin.documents.services import file_open, file_store
from huiyin.documents.services import images as images_module

pytestmark = pytest.mark.django_db

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>31,14N</exif:GPSLatitude></x:xmpmeta>'


def keep(content: bytes, name: str = "现场.jpg") -> tuple[StoredFile, bytes]:
    row = file_store(content=BytesIO(content), name=name, at=AT)
    with file_open(file_id=row.id) as file:
        return row, file.read()


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_place_time_and_device_are_gone(folder: Path, image_format: str) -> None:
    sent = picture(image_format, exif=gps_exif(), xmp=XMP) if image_format != "PNG" else _png_with_everything()
    assert b"SpyPhone" in sent

    _, kept = keep(sent)

    for trace in (b"SpyPhone", b"2026:11:21", b"GPSLatitude", b"Exif", b"hidden words"):
        assert trace not in kept
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (40, 20)
        exif = image.getexif()
        assert dict(exif.get_ifd(0x8825)) == {}
        assert 0x0110 not in exif


def test_other_metadata_of_a_jpeg_is_gone(folder: Path) -> None:
    sent = picture("JPEG", comment=b"hidden words")
    sent = sent[:2] + b"\xff\xed\x00\x20Photoshop 3.0\0hidden words...." + sent[2:] + b"hidden words"

    _, kept = keep(sent)

    assert b"hidden" not in kept
    assert b"Photoshop" not in kept


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_picture_stands_as_it_was_seen(folder: Path, orientation: int) -> None:
    _, kept = keep(picture("JPEG", size=(64, 32), exif=gps_exif(orientation)))

    with Image.open(BytesIO(kept)) as image:
        assert image.size == ((64, 32) if orientation < 5 else (32, 64))
        # Where the red half is seen once a viewer has followed the orientation.
        red_at = {1: (8, 16), 2: (56, 16), 3: (56, 16), 4: (8, 16), 5: (16, 8), 6: (16, 8), 7: (16, 56), 8: (16, 56)}
        pixel = image.convert("RGB").getpixel(red_at[orientation])
        assert isinstance(pixel, tuple)
        assert pixel[0] > 180 > 60 > pixel[2]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_broken_exif_block_costs_no_one_the_photo(folder: Path) -> None:
    row, kept = keep(picture("JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7fbroken"))
    assert row.media_type == "image/jpeg"
    assert b"broken" not in kept


def test_the_colours_and_the_size_stay(folder: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    sent = picture("JPEG", size=(400, 300), quality=85, icc_profile=profile, dpi=(300, 300))

    _, kept = keep(sent)

    with Image.open(BytesIO(kept)) as image, Image.open(BytesIO(sent)) as before:
        assert image.info["icc_profile"] == profile
        assert image.info["dpi"] == (300, 300)
        assert getattr(image, "quantization") == getattr(before, "quantization")  # noqa: B009 - only JPEG has it
    assert len(kept) <= len(sent) * 1.1


@pytest.mark.parametrize(("image_format", "count"), [("GIF", 3), ("WEBP", 3), ("TIFF", 3), ("PNG", 3)])
def test_no_page_of_a_scan_and_no_frame_is_lost(folder: Path, image_format: str, count: int) -> None:
    pages = [Image.new("RGB", (30, 30), colour) for colour in ("red", "green", "blue")]
    buffer = BytesIO()
    pages[0].save(buffer, image_format, save_all=True, append_images=pages[1:], **_timing(image_format))

    _, kept = keep(buffer.getvalue())

    with Image.open(BytesIO(kept)) as image:
        assert getattr(image, "n_frames", 1) == count
        image.seek(2)
        pixel = image.convert("RGB").getpixel((5, 5))
        assert isinstance(pixel, tuple)
        assert pixel[2] > 200 > 60 > pixel[0]


def _timing(image_format: str) -> dict[str, int]:
    return {} if image_format == "TIFF" else {"duration": 80, "loop": 0}


def test_transparency_stays(folder: Path) -> None:
    buffer = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(buffer, "PNG")
    _, kept = keep(buffer.getvalue(), "章.png")
    with Image.open(BytesIO(kept)) as image:
        assert image.mode == "RGBA"
        assert image.getpixel((0, 0)) == (255, 0, 0, 0)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_a_damaged_image_is_refused(folder: Path, image_format: str) -> None:
    sent = picture(image_format, size=(300, 300))
    with pytest.raises(ImageUnreadable) as refusal:
        keep(sent[: min(len(sent) // 3, 200)])
    assert refusal.value.field == "files"
    assert left_behind(folder) == []


def test_a_picture_that_would_unpack_to_gigabytes_is_refused(folder: Path) -> None:
    bomb = bytearray(picture("PNG"))
    bomb[16:24] = struct.pack(">II", 30_000, 30_000)
    with pytest.raises(ImageUnreadable):
        keep(bytes(bomb))
    assert left_behind(folder) == []


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_hundred_megapixels_in_a_small_file_are_not_unpacked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They were: 385 kB, six seconds and 760 MB. Not even the process for images does it."""
    sent = bytearray(picture("JPEG"))
    place = sent.index(b"\xff\xc0") + 5
    sent[place : place + 4] = struct.pack(">HH", 9_900, 10_000)
    started = []
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _image: started.append(1))
    with pytest.raises(ImageUnreadable) as refusal:
        keep(bytes(sent))
    assert refusal.value.params["limit"] == 5000
    with pytest.raises(TooManyPixels):
        image_copy(BytesIO(bytes(sent)), BytesIO(), "JPEG", 50_000_000)
    assert started == []


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_photo_is_written_by_a_process_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch, orientation: int
) -> None:
    monkeypatch.setattr(images_module, "image_copy", _never)
    row, kept = keep(picture("JPEG", size=(2000, 1100), exif=gps_exif(orientation)))
    assert row.size == len(kept)
    with Image.open(BytesIO(kept)) as image:
        assert image.size == ((2000, 1100) if orientation == 1 else (1100, 2000))
    assert b"SpyPhone" not in kept


def test_a_very_large_photo_says_how_it_stands_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turning it would take as much memory again."""
    monkeypatch.setattr(copy_module, "_TURNED_UP_TO", 1)
    target = BytesIO()
    image_copy(BytesIO(picture("JPEG", exif=gps_exif(6))), target, "JPEG", 1_000)
    with Image.open(target) as image:
        assert image.size == (40, 20)
        assert dict(image.getexif()) == {0x0112: 6}
    assert b"SpyPhone" not in target.getvalue()


@pytest.mark.parametrize(
    "program",
    ["import time; time.sleep(60)", "import os; os.write(1, b'half'); os.abort()", "raise SystemExit(1)"],
)
def test_a_process_for_an_image_that_hangs_or_breaks_is_a_refusal(
    folder: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(images_module, "_COPIER", (sys.executable, "-c", program))
    monkeypatch.setattr(images_module, "_DECODER_SECONDS", 0.5 if "sleep" in program else 20)
    with pytest.raises(ImageUnreadable):
        keep(picture("GIF"), "a.gif")
    assert left_behind(folder) == []


def test_a_full_disk_is_distinguished_from_a_broken_image(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images_module, "_COPIER", (sys.executable, "-c", "raise SystemExit(28)"))
    with pytest.raises(StorageFull):
        keep(picture("GIF"), "a.gif")
    assert left_behind(folder) == []


def _never(*_arguments: object) -> None:
    raise AssertionError("copied where it was received")


def test_many_small_frames_are_counted_together(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images_module, "MEGAPIXELS", 0.0005)
    pages = [Image.new("L", (30, 30), shade) for shade in (0, 100, 200)]
    buffer = BytesIO()
    pages[0].save(buffer, "GIF", save_all=True, append_images=pages[1:])
    with pytest.raises(ImageUnreadable):
        keep(buffer.getvalue())


def test_a_heic_photo_loses_its_metadata_in_place(folder: Path) -> None:
    # The boxes are the same as AVIF's, for which there is a writer; only the brand differs.
    sent = picture("AVIF", exif=gps_exif(), xmp=XMP)
    sent = sent.replace(b"ftypavif", b"ftypheic", 1)
    assert b"SpyPhone" in sent

    row, kept = keep(sent, "IMG_0001.HEIC")

    assert (row.media_type, row.name, len(kept)) == ("image/heic", "IMG_0001.heic", len(sent))
    for trace in (b"SpyPhone", b"2026:11:21", b"GPSLatitude"):
        assert trace not in kept
    with (
        Image.open(BytesIO(kept.replace(b"ftypheic", b"ftypavif", 1))) as image,
        Image.open(BytesIO(sent.replace(b"ftypheic", b"ftypavif", 1))) as before,
    ):
        assert dict(image.getexif()) == {}
        assert image.convert("RGB").tobytes() == before.convert("RGB").tobytes()


def test_a_progressive_photo_that_takes_too_much_to_unpack_is_copied_block_by_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fifty million pixels take half a gigabyte: nothing of it is lost, nothing but the picture is kept."""
    monkeypatch.setattr(copy_module, "_UNPACKED_MOST", 1)
    noise = Image.effect_noise((90, 70), 60).convert("RGB")
    sent, target = BytesIO(), BytesIO()
    noise.save(sent, "JPEG", progressive=True, exif=gps_exif(6), xmp=XMP, comment=b"SpyPhone", restart_marker_rows=1)
    image_copy(BytesIO(sent.getvalue() + b"a film with its place"), target, "JPEG", 10_000)
    kept = target.getvalue()
    for trace in (b"SpyPhone", b"2026:11:21", b"GPSLatitude", b"a film", b"xmpmeta"):
        assert trace not in kept
    with Image.open(BytesIO(kept)) as image, Image.open(sent) as before:
        assert image.tobytes() == before.tobytes()
        assert dict(image.getexif()) == {0x0112: 6}
    for broken in (sent.getvalue()[:-2], sent.getvalue()[: len(sent.getvalue()) // 2]):
        with pytest.raises(ValueError):
            image_copy(BytesIO(broken), BytesIO(), "JPEG", 10_000)


@pytest.mark.parametrize("lossless", [True, False])
def test_a_large_webp_is_copied_chunk_by_chunk(monkeypatch: pytest.MonkeyPatch, lossless: bool) -> None:
    """To unpack and write one takes 28 bytes a pixel."""
    monkeypatch.setattr(copy_module, "_WEBP_MOST", 1)
    noise = Image.effect_noise((90, 70), 60).convert("RGBA")
    for options in ({"exif": gps_exif(), "xmp": XMP}, {}):
        sent, target = BytesIO(), BytesIO()
        noise.save(sent, "WEBP", lossless=lossless, **options)
        image_copy(BytesIO(sent.getvalue() + b"SpyPhone"), target, "WEBP", 10_000)
        assert b"SpyPhone" not in target.getvalue() and b"GPSLatitude" not in target.getvalue()
        with Image.open(BytesIO(target.getvalue())) as image, Image.open(sent) as before:
            assert image.tobytes() == before.tobytes() and not image.getexif()
        with pytest.raises(TooManyPixels):
            image_copy(sent, BytesIO(), "WEBP", 90 * 70 - 1)
        with pytest.raises(ValueError):
            image_copy(BytesIO(sent.getvalue()[:-4]), BytesIO(), "WEBP", 10_000)


@linux_only
@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"progressive": True, "subsampling": 0}),
        ("JPEG", {}),
        ("WEBP", {"method": 0}),
        ("TIFF", {"compression": "tiff_adobe_deflate"}),
    ],
    ids=["progressive", "plain", "webp", "tiff"],
)
def test_fifty_million_pixels_take_less_than_300_megabytes(
    tmp_path: Path, kind: str, options: dict[str, object]
) -> None:
    """The largest picture that is taken, in the process that copies it, with its limits."""
    path = tmp_path / "photo"
    Image.new("RGB", (8000, 6250), (90, 120, 40)).save(path, kind, **options)
    with path.open("rb") as source, (tmp_path / "copy").open("w+b") as target:
        most = most_held((*images_module._COPIER, kind, "50000000", "60"), source, target)
    assert most < 300
    with Image.open(tmp_path / "copy") as image:
        assert image.size == (8000, 6250)


def test_a_large_file_is_read_by_a_process_of_its_own_whatever_its_header_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that stands before a picture is held to read its header; twenty megabytes of blocks become a hundred."""

    def read_here(*_: object) -> bool:
        raise AssertionError

    sent = picture("JPEG")
    block = b"\xff\xe1\xff\xffExif\0\0" + bytes(0xFFFF - 8)
    with Image.open(BytesIO(sent)) as before:
        monkeypatch.setattr(images_module, "is_cheap", read_here)
        _, kept = keep(sent[:2] + block * 60 + sent[2:], "a.jpg")
        with Image.open(BytesIO(kept)) as image:
            assert image.size == before.size and len(kept) < 10_000


def test_a_heic_photo_that_is_not_understood_is_refused(folder: Path) -> None:
    sent = picture("AVIF", exif=gps_exif()).replace(b"ftypavif", b"ftypheic", 1)
    for number in range(40, len(sent), 7):
        with pytest.raises(ImageUnreadable):
            keep(sent[:number], "a.heic")
    with pytest.raises(NotUnderstood):
        blank_metadata(bytearray(sent + b"\0\0\0\x08moov"))
    assert left_behind(folder) == []


def _png_with_everything() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "hidden words")
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return picture("PNG", exif=gps_exif(), pnginfo=notes)
