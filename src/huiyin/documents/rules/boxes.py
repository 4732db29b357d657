"""Film and sound in ISO boxes (MP4, MOV, M4A, 3GP) without place, time, device and author.

Boxes that say such things become `free` and empty, in their place: no offset into the film changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from huiyin.documents.rules.samples import SamplesUnclear, sample_ranges

_INSIDE = {b"moov", b"trak", b"mdia", b"moof", b"traf", b"edts", b"minf", b"stbl"}
# What a film is played by. All other boxes may tell something, also those that no standard has.
_KEPT = {
    b"ftyp", b"styp", b"mdat", b"moov", b"moof", b"mfra", b"sidx", b"ssix", b"pdin", b"mvhd", b"trak", b"mvex",
    b"iods", b"tkhd", b"mdia", b"edts", b"elst", b"tref", b"tapt", b"mdhd", b"elng", b"minf", b"vmhd", b"smhd",
    b"hmhd", b"nmhd", b"sthd", b"gmhd", b"stbl", b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsz", b"stz2",
    b"stsc", b"stco", b"co64", b"sdtp", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio", b"stps", b"padb", b"stdp",
    b"stsh", b"mfhd", b"traf", b"tfhd", b"tfdt", b"trun", b"tfra", b"mfro",
}  # fmt: skip
_PICTURES = {b"avc1", b"avc3", b"hvc1", b"hev1", b"dvh1", b"dvhe", b"mp4v", b"av01", b"vp09", b"jpeg", b"s263"}
_TIMED = {b"mvhd", b"tkhd", b"mdhd"}
_DEPTH = 8
# A film of twenty minutes that was cut up frame by frame has fewer. Of eight bytes each, a file of 20 MB could hold
# millions.
_BOXES_MOST = 100_000
_CHUNK = 1 << 18
# Tracks of these sorts hold no picture and no sound: place second by second, what the camera measured.
_DATA_TRACKS = {b"meta", b"mdir", b"camm", b"gpmd"}


class BoxesBroken(ValueError):
    """It isn't made of boxes, all the way."""


@dataclass(frozen=True, slots=True)
class _MediaBox:
    kind: bytes
    start: int
    body: int
    end: int


def blank_boxes(file: BinaryIO) -> None:
    """Blank them in a file that is open for reading and writing. Raises BoxesBroken."""
    boxes = _Boxes(file)
    for box in boxes.between(0, boxes.whole):
        _blank(boxes, box, 0)


class _Boxes:
    """Reads box after box, never all of them: a list of them can take more memory than the film."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self._left = file, _BOXES_MOST
        self.whole = file.seek(0, 2)

    def between(self, start: int, end: int) -> Iterator[_MediaBox]:
        """Those that follow each other there. Raises BoxesBroken, also for more than a film has."""
        while end - start >= 8:
            self._left -= 1
            if self._left < 0:
                raise BoxesBroken
            box = self._read(start, end)
            if not box.body <= box.end <= end:
                if box.kind == b"mdat":  # cut off while it was recorded or sent; what there is can be looked at
                    return
                raise BoxesBroken(box.kind)
            yield box
            start = box.end

    def _read(self, start: int, end: int) -> _MediaBox:
        self.file.seek(start)
        head = self.file.read(16)
        size, kind, body = int.from_bytes(head[:4], "big"), head[4:8], start + 8
        # A length of 1 says that the real one follows in eight bytes, 0 that the box reaches to the end.
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), start + 16
        elif size == 0:
            size = end - start
        return _MediaBox(kind, start, body, start + size)


def _blank(boxes: _Boxes, box: _MediaBox, depth: int) -> None:
    file = boxes.file
    if box.kind in _TIMED:
        _forget_times(file, box)
    elif box.kind in _INSIDE:
        if depth >= _DEPTH:
            raise BoxesBroken(box.kind)
        if box.kind == b"trak" and _handler(boxes, box) in _DATA_TRACKS:
            _blank_samples(boxes, box)
            _empty(file, box)
            return
        for child in boxes.between(box.body, box.end):
            _blank(boxes, child, depth + 1)
    elif box.kind == b"stsd":
        for entry in boxes.between(box.body + 8, box.end):
            if entry.kind in _PICTURES and entry.end - entry.body >= 74:
                # Behind the measures of the picture stands the name of what packed it.
                _zero(file, entry.body + 42, entry.body + 74)
    elif box.kind not in _KEPT:
        _forget(boxes, box)


def _forget(boxes: _Boxes, box: _MediaBox) -> None:
    if box.kind == b"hdlr":
        # Behind what sort of track it is stand maker and name of the program or device.
        _zero(boxes.file, min(box.body + 12, box.end), box.end)
    elif box.kind == b"dinf":
        for place in boxes.between(box.body, box.end):
            _forget_places(boxes, place)
    elif box.kind == b"cmov":  # packed, so that nothing here sees what it says
        raise BoxesBroken(box.kind)
    else:
        _empty(boxes.file, box)


def _handler(boxes: _Boxes, track: _MediaBox) -> bytes:
    """What sort of track it is."""
    for media in boxes.between(track.body, track.end):
        if media.kind != b"mdia":
            continue
        for box in boxes.between(media.body, media.end):
            if box.kind == b"hdlr":
                boxes.file.seek(box.body + 8)
                return boxes.file.read(4)
    return b""


def _blank_samples(boxes: _Boxes, track: _MediaBox) -> None:
    """What a track of data has among the film's bytes."""
    try:
        for path in (b"mdia", b"minf", b"stbl"):
            track = next((box for box in boxes.between(track.body, track.end) if box.kind == path), track)
            if track.kind != path:
                return
        tables = {box.kind: (box.body, box.end) for box in boxes.between(track.body, track.end)}
    except BoxesBroken:
        # No program finds them either; the track itself goes.
        return
    try:
        for start, end in sample_ranges(boxes.file, tables, boxes.whole):
            _zero(boxes.file, start, end)
    except SamplesUnclear as error:
        raise BoxesBroken from error


def _empty(file: BinaryIO, box: _MediaBox) -> None:
    file.seek(box.start + 4)
    file.write(b"free")
    _zero(file, box.body, box.end)


def _zero(file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    left = end - start
    while left:
        left -= file.write(bytes(min(left, _CHUNK)))


def _forget_places(boxes: _Boxes, references: _MediaBox) -> None:
    """Where the film lay: each reference keeps only whether it is this very file."""
    if references.kind != b"dref":
        _empty(boxes.file, references)
        return
    for entry in boxes.between(references.body + 8, references.end):
        _zero(boxes.file, min(entry.body + 4, entry.end), entry.end)


def _forget_times(file: BinaryIO, box: _MediaBox) -> None:
    """When it was recorded and changed: two numbers behind version and flags."""
    file.seek(box.body)
    length = 16 if file.read(1) == b"\x01" else 8
    if box.body + 4 + length > box.end:
        raise BoxesBroken(box.kind)
    file.seek(box.body + 4)
    file.write(bytes(length))
