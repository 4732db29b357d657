"""Zip archives from elsewhere: how much stands in their directory, asked before it is read into memory."""

import zipfile
from typing import BinaryIO

# Of an honest document with some thousand pages; each entry takes half a kilobyte of memory.
ENTRIES_MOST = 10_000
DIRECTORY_MOST = 1 << 20
_ENTRIES, _SIZE = 4, 5


def has_too_many_entries(file: BinaryIO) -> bool:
    """By what its end says; False for what has no such end. The file may stand anywhere afterwards.

    The library goes by the directory's size and not by the number of entries, so both are bounded. Raises BadZipFile.
    """
    # No public name reads the end alone, and one of our own could find another end than the library does.
    end = getattr(zipfile, "_EndRecData")(file)  # noqa: B009
    return end is not None and (end[_ENTRIES] > ENTRIES_MOST or end[_SIZE] > DIRECTORY_MOST)
