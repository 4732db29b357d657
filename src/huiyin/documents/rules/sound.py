"""Sound without what it tells beside the sound: ID3 and APE tags of MP3, the lists of WAV."""

from typing import BinaryIO

_CHUNK = 1 << 18
# Of a WAV this is the sound; everything else may say who, when and with what.
_SOUND = {b"fmt ", b"data", b"fact", b"smpl", b"cue "}


class SoundBroken(ValueError):
    """There is no sound in it."""


def copy_mp3(source: BinaryIO, target: BinaryIO) -> None:
    """The frames alone. Raises SoundBroken."""
    start, end = _front(source), _back(source)
    # Tags that leave nothing between them can't be right; to keep all would keep what they tell.
    if end <= start:
        raise SoundBroken
    source.seek(start)
    left = end - start
    while left and (piece := source.read(min(left, _CHUNK))):
        target.write(piece)
        left -= len(piece)


def _front(source: BinaryIO) -> int:
    """Behind the last of the ID3v2 tags at the start."""
    place = 0
    while True:
        source.seek(place)
        head = source.read(10)
        if len(head) < 10 or head[:3] != b"ID3":
            return place
        # Seven bits of each byte count in an ID3v2 length.
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        place += 10 + size + (10 if head[5] & 0x10 else 0)


def _back(source: BinaryIO) -> int:
    """Before the tags at the end: ID3v1, APE, and ID3v2 with a footer, in any order."""
    end = source.seek(0, 2)
    while True:
        before = end
        if _at(source, end - 128, 3) == b"TAG":
            end -= 128
        if _at(source, end - 227, 4) == b"TAG+":
            end -= 227
        if _at(source, end - 32, 8) == b"APETAGEX":
            size = int.from_bytes(_at(source, end - 20, 4), "little")
            has_header = int.from_bytes(_at(source, end - 12, 4), "little") >> 31
            end -= size + 32 * has_header
        # Lyrics3, whose second version says how long it is; the first one has at most 5,100 letters.
        if (mark := _at(source, end - 9, 9)) == b"LYRICS200" and (length := _at(source, end - 15, 6)).isdigit():
            end -= 15 + int(length)
        elif mark == b"LYRICSEND":
            found = _at(source, max(end - 5_120, 0), min(end, 5_120)).rfind(b"LYRICSBEGIN")
            end -= min(end, 5_120) - found if found >= 0 else 9
        footer = _at(source, end - 10, 10)
        if footer[:3] == b"3DI":
            end -= 20 + (footer[6] << 21 | footer[7] << 14 | footer[8] << 7 | footer[9])
        if end == before or end <= 0:
            return max(end, 0)


def _at(source: BinaryIO, place: int, length: int) -> bytes:
    if place < 0:
        return b""
    source.seek(place)
    return source.read(length)


def blank_wav(file: BinaryIO) -> None:
    """Empty every chunk that isn't sound, in its place; the file is open for reading and writing."""
    end, place = file.seek(0, 2), 12
    while place < end:
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:  # no chunk any more, or one that was cut off
            if head[:4] not in _SOUND:
                file.seek(place)
                file.write(bytes(len(head)))
            return
        size = int.from_bytes(head[4:], "little")
        if head[:4] not in _SOUND:
            file.seek(place)
            file.write(b"JUNK")
            file.seek(place + 8)
            left = min(size + size % 2, end - place - 8)
            while left > 0:
                left -= file.write(bytes(min(left, _CHUNK)))
        # In RIFF a chunk of odd length is followed by one byte more.
        place += 8 + size + size % 2
