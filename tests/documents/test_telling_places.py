"""Place by place: what a file tells beside its content isn't in the kept copy. A new place is a new row."""

import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from tests.documents.telling_media import MEDIA
from tests.documents.telling_office import MARK, OFD, OFFICE, Case

from huiyin.documents.rules.sniffing import sniff
from huiyin.documents.services.stripping import file_strip, is_copied

PLACES: list[Case] = [*OFFICE, *OFD, *MEDIA]


def bare(content: bytes, name: str, folder: Path) -> bytes:
    """What would be kept of it."""
    kind = sniff(BytesIO(content), name)
    assert is_copied(kind)
    source, target = folder / "sent", folder / "kept"
    source.write_bytes(content)
    with target.open("w+b") as file:
        file_strip(source, file, kind)
    return target.read_bytes()


def tells(content: bytes) -> bool:
    """Whether the mark stands in it, packed or not, in letters of one byte or of two."""
    parts = [content]
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert archive.testzip() is None
            inner = [archive.read(name) for name in archive.namelist()]
        if any(map(tells, inner)):
            return True
    if content.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(content)) as opened:
            parts += [repr(item).encode() for item in opened.objects]
            parts += [item.read_raw_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream)]
    written = [MARK.encode(letters) for letters in ("ascii", "utf-16-le", "utf-16-be")]
    return any(mark in part for part in parts for mark in written)


@pytest.mark.parametrize(("name", "content"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_what_stood_there_is_not_in_the_kept_copy(tmp_path: Path, name: str, content: bytes) -> None:
    assert tells(content)
    assert not tells(bare(content, name, tmp_path))
