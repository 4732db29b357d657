"""Reading files and letters."""

from huiyin.documents.selectors.files import (
    FileView,
    download_headers,
    file_ids_before,
    file_open,
    file_rows,
    file_view,
    file_views,
)
from huiyin.documents.selectors.letters import (
    Genuine,
    LetterView,
    SeriesView,
    letter_check,
    letter_content,
    letters_of,
    series_views,
)

__all__ = [
    "FileView",
    "Genuine",
    "LetterView",
    "SeriesView",
    "download_headers",
    "file_ids_before",
    "file_open",
    "file_rows",
    "file_view",
    "file_views",
    "letter_check",
    "letter_content",
    "letters_of",
    "series_views",
]
