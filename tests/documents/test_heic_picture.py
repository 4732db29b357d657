"""A HEIC photo has a JPEG beside it, for machines that can't open HEIC; a photo that nobody can decode has none."""

import os
import sys
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.db.models import ProtectedError
from PIL import Image
from tests.documents.conftest import AT, heic_photo, left_behind, picture

from huiyin.documents import heic_picture as heic_module
from huiyin.documents.heic_picture import picture_write
from huiyin.documents.models import StoredFile
from huiyin.documents.rules.media_types import accept_attribute
from huiyin.documents.selectors import download_headers, file_ids_before, file_rows, file_view
from huiyin.documents.services import file_open, file_store, files_remove, files_sweep
from huiyin.documents.services import images as images_module

pytestmark = pytest.mark.django_db

# Width and height, as the photo says them of itself.
_SIZE = (96).to_bytes(4, "big") + (64).to_bytes(4, "big")


def keep(content: bytes, name: str = "IMG_0001.HEIC") -> StoredFile:
    return file_store(content=BytesIO(content), name=name, at=AT)


def test_a_very_large_photo_has_a_picture_of_half_its_width_and_height(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty million pixels take 380 MB as they are, and less than 300 so; the photo itself stays whole."""
    whole, half = BytesIO(), BytesIO()
    picture_write(BytesIO(heic_photo()), whole, 10_000)
    monkeypatch.setattr(heic_module, "_WHOLE_MOST", 1)
    monkeypatch.setattr(heic_module, "_ROWS_AT_ONCE", 10)
    picture_write(BytesIO(heic_photo()), half, 10_000)
    with Image.open(whole) as before, Image.open(half) as image:
        assert image.size == (before.width // 2, before.height // 2)
        assert image.info.get("icc_profile") == before.info.get("icc_profile")
        # Nothing is moved, no strip is missing.
        shown, small = before.convert("RGB").resize(image.size).tobytes(), image.convert("RGB").tobytes()
        assert max(abs(before_byte - after_byte) for before_byte, after_byte in zip(shown, small, strict=True)) < 40


def test_the_picture_is_upright_in_its_colours_and_tells_nothing_else(folder: Path) -> None:
    row = keep(heic_photo())

    assert (row.name, row.media_type) == ("IMG_0001.heic", "image/heic")
    assert row.picture
    view = file_view(file_id=row.picture.pk)
    assert (view.name, view.media_type, view.shown_inline) == ("IMG_0001.jpg", "image/jpeg", True)
    assert file_view(file_id=row.pk).picture_id == view.id
    assert download_headers(view)["Content-Disposition"].startswith("inline")
    assert download_headers(file_view(file_id=row.pk))["Content-Disposition"].startswith("attachment")
    with file_open(file_id=view.id) as file:
        kept = file.read()
    assert len(kept) == view.size
    for trace in (b"SpyPhone", b"2026:11:21", b"GPSLatitude", b"Exif"):
        assert trace in heic_photo() and trace not in kept
    with Image.open(BytesIO(kept)) as image:
        # Lying on its side it is 96 wide and red on the left; upright, red is above.
        assert image.size == (64, 96)
        above, below = image.getpixel((32, 8)), image.getpixel((32, 88))
    assert isinstance(above, tuple) and isinstance(below, tuple)
    assert above[0] > 180 > 60 > above[2] and below[2] > 180 > 60 > below[0]


def test_other_files_have_none(folder: Path) -> None:
    assert keep(picture("JPEG"), "a.jpg").picture is None
    assert keep(b"words", "a.txt").picture is None


def _saved_as_ever(folder: Path, sent: bytes) -> bool:
    """It is kept, as a download, alone."""
    row = keep(sent)
    view = file_view(file_id=row.pk)
    return (
        (view.media_type, view.size, view.picture_id) == ("image/heic", len(sent), None)
        and StoredFile.objects.count() == 1
        and len(left_behind(folder)) == 1
    )


def test_what_the_decoder_does_not_read_is_still_kept(folder: Path) -> None:
    assert _saved_as_ever(folder, picture("AVIF").replace(b"ftypavif", b"ftypheic", 1))


def test_a_photo_whose_picture_is_broken_is_still_kept(folder: Path) -> None:
    start = heic_photo().index(b"mdat") + 8
    assert _saved_as_ever(folder, heic_photo()[:start] + bytes(142) + heic_photo()[start + 142 :])


def test_a_photo_that_declares_gigabytes_is_not_decoded(folder: Path) -> None:
    assert heic_photo().count(_SIZE) == 1
    assert _saved_as_ever(folder, heic_photo().replace(_SIZE, (30_000).to_bytes(4, "big") * 2))


def test_more_pixels_than_other_images_may_have_are_not_decoded(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images_module, "MEGAPIXELS", 0.006)
    assert _saved_as_ever(folder, heic_photo())
    target = BytesIO()
    with pytest.raises(ValueError, match="96"):
        picture_write(BytesIO(heic_photo()), target, 96 * 64 - 1)
    assert target.getvalue() == b""
    picture_write(BytesIO(heic_photo()), target, 96 * 64)
    assert target.getvalue().startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        "import os; os.write(1, b'half a picture'); os.abort()",
        "import os; os.write(1, b'half a picture'); raise SystemExit(1)",
    ],
)
def test_a_decoder_that_hangs_or_breaks_costs_no_one_the_photo(
    folder: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(images_module, "_DECODER", (sys.executable, "-c", program))
    monkeypatch.setattr(images_module, "_DECODER_SECONDS", 0.5 if "sleep" in program else 20)
    assert _saved_as_ever(folder, heic_photo())


def test_a_decoder_that_cannot_be_started_costs_no_one_the_photo(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images_module, "_DECODER", (str(folder / "nothing"),))
    assert _saved_as_ever(folder, heic_photo())


def test_the_decoder_sees_no_secrets(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUIYIN_SECRET", "words that nobody may know")
    program = "import os; print(sorted(os.environ), list(os.environ.values()))"
    monkeypatch.setattr(images_module, "_DECODER", (sys.executable, "-c", program))
    (tmp_path / "photo").write_bytes(heic_photo())
    with (tmp_path / "seen").open("w+b") as seen:
        assert images_module.heic_picture(tmp_path / "photo", seen)
    arguments = (tmp_path / "seen").read_text()
    assert "PATH" in arguments and "SECRET" not in arguments and "nobody may know" not in arguments


def test_no_other_file_is_read_with_that_decoder(folder: Path) -> None:
    keep(heic_photo())
    assert "HEIF" not in Image.registered_extensions().values()


def test_the_picture_goes_when_the_photo_goes(folder: Path) -> None:
    row = keep(heic_photo())
    assert len(left_behind(folder)) == 2
    assert files_remove(file_ids=[row.pk]) == 1
    assert left_behind(folder) == []
    assert not StoredFile.objects.exists()


def test_the_picture_does_not_go_while_the_photo_stays(folder: Path) -> None:
    row = keep(heic_photo())
    assert row.picture_id
    with pytest.raises(ProtectedError):
        files_remove(file_ids=[row.picture_id])
    # A sweep over drafts' files sees the photo alone, and one over the disk neither.
    assert file_ids_before(before=row.created_at.replace(year=2027), after=UUID(int=0), limit=9) == [row.pk]
    os.utime(folder / row.picture_id.hex[-2:] / row.picture_id.hex, (0, 0))
    assert files_sweep(at=AT) == 0


def test_the_ledger_gets_both_rows(folder: Path) -> None:
    row, alone = keep(heic_photo()), keep(b"words", "a.txt")
    assert {found.pk for found in file_rows(file_ids=[row.pk, alone.pk])} == {row.pk, row.picture_id, alone.pk}


@pytest.mark.django_db(transaction=True)
def test_both_rows_or_neither(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create = StoredFile.objects.create

    def fail_for_the_photo(**values: object) -> StoredFile:
        if values["media_type"] == "image/heic":
            raise DatabaseError
        return create(**values)

    monkeypatch.setattr(StoredFile.objects, "create", fail_for_the_photo)
    with pytest.raises(DatabaseError):
        keep(heic_photo())
    assert not StoredFile.objects.exists()


def test_a_file_field_leaves_heic_to_the_phone() -> None:
    offered = accept_attribute().split(",")
    # The first picture type of the list is what a phone turns a photo into.
    assert offered[0] == ".jpg" and ".pdf" in offered
    assert not {".heic", ".heif"} & set(offered)
