"""A letter as somebody fetches it: its print, made now if the worker hasn't come to it, or a Word document."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from huiyin.documents.selectors import LetterView, download_headers, file_open, file_view
from huiyin.documents.services.letters import letter_print


@dataclass(frozen=True, slots=True)
class Fetched:
    """A content with the headers that go with it."""

    content: BinaryIO
    headers: dict[str, str]


def letter_file(*, letter: LetterView, at: datetime) -> Fetched:
    """The PDF of a letter that the caller was shown. Raises FileMissing, FontMissing, StorageFull."""
    file_id = letter_print(letter_id=letter.id, at=at)
    return Fetched(content=file_open(file_id=file_id), headers=download_headers(file_view(file_id=file_id)))
