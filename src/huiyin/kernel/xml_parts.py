"""XML inside of archives: a part with a document type could declare entities that unpack into a mountain."""

import zipfile
from contextlib import suppress
from xml.parsers import expat

_CHUNK = 1 << 16
# So much may stand before the first element; beyond that nobody has written it by hand.
_HEAD_MOST = 1 << 20


class _Begun(Exception):
    """The first element is there, so nothing can be declared any more."""


def declares_a_type(archive: zipfile.ZipFile) -> bool:
    """Whether any part of an archive has a document type, or hides what it begins with behind a long head."""
    return any(_declares(archive, entry) for entry in archive.infolist() if not entry.is_dir())


def _declares(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    found: list[str] = []
    parser = expat.ParserCreate()

    def begin(*_: object) -> None:
        raise _Begun

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = lambda name, *_: found.append(name)
    # Whatever isn't XML breaks off here; whoever reads it as XML later does, too.
    with archive.open(entry) as part, suppress(_Begun, expat.ExpatError):
        read = 0
        while not found and (piece := part.read(_CHUNK)):
            read += len(piece)
            parser.Parse(piece, False)
            if read > _HEAD_MOST:
                return True
    return bool(found)
