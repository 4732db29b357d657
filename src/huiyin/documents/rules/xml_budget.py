"""How much XML of one upload is looked through: a file of ten kilobytes unpacks to any number of elements."""

import zipfile
from collections.abc import Sized

from huiyin.documents.errors import FileHasManyParts

# All that is read as XML, a thousand times as much as a long letter.
XML_BYTES = 32 << 20
# Elements and attributes: a table of 200,000 cells has about a million. Each takes a microsecond or two.
XML_ITEMS = 1_200_000


class XmlBudget:
    """What may still be looked through of one file, documents inside of it included."""

    def __init__(self) -> None:
        """Nothing has been read."""
        self._bytes, self._items = XML_BYTES, XML_ITEMS

    def part(self, entry: zipfile.ZipInfo) -> None:
        """A part is about to be read. Raises FileHasManyParts."""
        self._bytes -= entry.file_size
        if self._bytes < 0:
            raise FileHasManyParts

    def element(self, given: Sized) -> None:
        """An element with these attributes was read. Raises FileHasManyParts."""
        self._items -= 1 + len(given)
        if self._items < 0:
            raise FileHasManyParts
