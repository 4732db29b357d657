"""Small true files: PDF, office documents of both sorts, film and sound."""

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

import pikepdf

from huiyin.documents.rules.ogg import checksum

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


def ebml(kind: int, body: bytes, *, endless: bool = False) -> bytes:
    """One element of WebM; `endless`: it doesn't say how long it is, as what is recorded live doesn't."""
    size = b"\x01" + b"\xff" * 7 if endless else (1 << 56 | len(body)).to_bytes(8, "big")
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big") + size + body


def webm(*telling: bytes, codec: bytes = b"\x86\x86A_OPUS", behind: bytes = b"", of_track: bytes = b"") -> bytes:
    """Sound as a browser records it: `telling` stands in what it says of itself, `behind` after the sound."""
    head = ebml(0x1A45DFA3, b"\x42\x82\x84webm")
    track = ebml(0x1654AE6B, ebml(0xAE, b"\xd7\x81\x01\x83\x81\x02" + codec + of_track))
    sound = ebml(0x1F43B675, b"\xe7\x81\x00" + ebml(0xA3, b"\x81\0\0\x80SOUND"), endless=True)
    info = ebml(0x1549A966, b"\x2a\xd7\xb1\x83\x0f\x42\x40" + b"".join(telling))
    return head + ebml(0x18538067, info + track + sound + behind, endless=True)


def ogg_page(*packets: bytes, number: int, serial: int = 7, goes_on: bool = False, flags: int = 0) -> bytes:
    """One page of Ogg with its checksum; `goes_on`: its last packet ends on the next page, so it fills its parts."""
    lacing = b""
    for place, packet in enumerate(packets):
        whole, rest = divmod(len(packet), 255)
        lacing += b"\xff" * whole
        if not (goes_on and place == len(packets) - 1):
            lacing += bytes([rest])
    head = b"OggS\0" + bytes([flags]) + bytes(8) + struct.pack("<LLL", serial, number, 0) + bytes([len(lacing)])
    page = bytearray(head + lacing + b"".join(packets))
    page[22:26] = checksum(page).to_bytes(4, "little")
    return bytes(page)


def ogg(comments: bytes, *more: bytes) -> bytes:
    """Opus in Ogg: its head, its comments over as many pages as they need, one page of sound, and `more`."""
    whole, pages, number = b"OpusTags" + comments, [], 1
    while len(whole) > 510:
        pages.append(ogg_page(whole[:510], number=number, goes_on=True))
        whole, number = whole[510:], number + 1
    head = ogg_page(b"OpusHead\x01\x01" + bytes(9), number=0, flags=2)
    sound = ogg_page(b"SOUND", number=number + 1)
    return head + b"".join(pages) + ogg_page(whole, number=number) + sound + b"".join(more)
