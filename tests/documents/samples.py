"""Small true files: PDF, office documents of both sorts, film and sound."""

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

import pikepdf

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SECTOR = 512


def pdf(change: str = "", **info: str) -> bytes:
    """One empty page. `change` is Python that gets `pdf`, `page` and pikepdf's names."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(100, 100))
    for key, value in info.items():
        made.docinfo[f"/{key}"] = value
    if change:
        exec(change, {**vars(pikepdf), "pdf": made, "page": page, "pikepdf": pikepdf})  # noqa: S102 - our own
    buffer = BytesIO()
    made.save(buffer, static_id=True)
    return buffer.getvalue()


def office(main: str = "word/document.xml", parts: Mapping[str, str | bytes] | None = None, types: str = "") -> bytes:
    """A zip with these parts; those that aren't given are as small as can be."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="http://x">{types}</Types>',
        "_rels/.rels": relations(),
        main: "<root/>",
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**whole, **(parts or {})}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def many_entries(count: int, *, says: int | None = None) -> bytes:
    """A zip with so many empty entries; `says`: the number in its end, where that isn't the true one."""
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 6, 0) + b"%06d" % 0
    head = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0)
    directory = b"".join(head + b"%06d" % number for number in range(count))
    number = min(count if says is None else says, 0xFFFF)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number, number, len(directory), len(local), 0)
    return local + directory + end


def relations(kind: str = "", target: str = "", *, mode: str = "External") -> str:
    """A part of relationships with one, or with none."""
    relation = (
        f"<Relationship Id='r1' Type='{_RELATIONS}/{kind}' Target='{target}' TargetMode='{mode}'/>" if kind else ""
    )
    return f"<?xml version='1.0'?><Relationships xmlns='http://x'>{relation}</Relationships>"


def word(body: str) -> str:
    """A part of Word with these elements."""
    return f'<?xml version="1.0"?><w:document xmlns:w="http://w"><w:body>{body}</w:body></w:document>'


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A container of the older sort; short streams are filled up with zeros."""
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    padded = {name: content + bytes(-len(content) % _SECTOR) for name, content in padded.items()}
    entries = 1 + len(padded)
    directory_sectors = -(-entries // 4)
    fat = [0xFFFFFFFD, *_chain(1, directory_sectors)]
    directory = [_entry("Root Entry", 5, child=1 if padded else -1, start=0xFFFFFFFE, size=0)]
    start = 1 + directory_sectors
    for index, (name, content) in enumerate(padded.items(), start=1):
        count = len(content) // _SECTOR
        following = index + 1 if index < len(padded) else -1
        directory.append(_entry(name, 2, right=following, start=start, size=len(content)))
        fat += _chain(start, count)
        start += count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    assert len(table) == _SECTOR
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    head = head.ljust(_SECTOR, b"\xff")
    return head + table + b"".join(directory).ljust(directory_sectors * _SECTOR, b"\0") + b"".join(padded.values())


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), 0xFFFFFFFE]


def _entry(name: str, kind: int, *, child: int = -1, right: int = -1, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return encoded.ljust(64, b"\0") + struct.pack(
        "<HBBiii16xI8x8xIII", len(encoded), kind, 1, -1, right, child, 0, start, size, 0
    )


def box(kind: bytes, *inside: bytes) -> bytes:
    """An ISO box."""
    body = b"".join(inside)
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def film(*moov: bytes) -> bytes:
    """A film with these boxes beside its times."""
    times = b"\0\0\0\0" + b"WHENWHEN" + bytes(88)
    return box(b"ftyp", b"isom\0\0\0\0mp41") + box(b"moov", box(b"mvhd", times), *moov) + box(b"mdat", b"PICTURES")
