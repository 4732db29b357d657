"""What browsers record: sound in WebM and Ogg, from which nothing that tells may be left."""

import struct
from io import BytesIO
from pathlib import Path

import pytest
from tests.documents.conftest import AT
from tests.documents.samples import ebml, ogg, ogg_page, webm

from huiyin.documents.errors import FileDamaged
from huiyin.documents.rules.ogg import checksum
from huiyin.documents.services import file_bytes, file_store

pytestmark = pytest.mark.django_db
WHO = "柳荫镇林某"


def _kept(content: bytes, name: str) -> bytes:
    return file_bytes(file_id=file_store(content=BytesIO(content), name=name, at=AT).pk)


def test_a_page_of_ogg_whose_comments_went_has_a_right_checksum(folder: Path) -> None:
    kept, place = _kept(ogg(struct.pack("<L", 8) + WHO.encode() * 90), "a.ogg"), 0
    while place < len(kept):
        parts = kept[place + 27 : place + 27 + kept[place + 26]]
        page = bytearray(kept[place : place + 27 + len(parts) + sum(parts)])
        says, page[22:26] = bytes(page[22:26]), bytes(4)
        assert checksum(page).to_bytes(4, "little") == says
        place += len(page)
    assert kept.count(b"OggS") > 4


@pytest.mark.parametrize(
    ("content", "name"),
    [
        # What tells something says that it is longer than the file, or doesn't say how long it is.
        (webm(behind=ebml(0x1254C367, WHO.encode())[:-4]), "a.webm"),
        (webm(behind=ebml(0x1254C367, WHO.encode(), endless=True)), "a.webm"),
        (webm(behind=bytes(20)), "a.webm"),
        (ogg(b"", ogg_page(b"OpusHead", number=0, serial=8)), "a.ogg"),
        (ogg(b"")[:60], "a.ogg"),
        (ogg_page(b"OpusHead\x01\x01" + bytes(9), number=0, flags=2) + ogg_page(WHO.encode(), number=1), "a.ogg"),
        (ogg(b"") + WHO.encode(), "a.ogg"),
    ],
)
def test_a_recording_in_which_something_may_hide_is_refused(folder: Path, content: bytes, name: str) -> None:
    with pytest.raises(FileDamaged):
        _kept(content, name)
