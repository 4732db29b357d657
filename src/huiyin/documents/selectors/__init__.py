"""Reading files and letters."""

from huiyin.documents.selectors.files import (
    FILE_POLICY,
    FileView,
    contents_kept,
    download_headers,
    file_ids_before,
    file_rows,
    file_view,
    file_views,
    letter_headers,
)
from huiyin.documents.selectors.letters import (
    Genuine,
    LetterView,
    SeriesView,
    letter_check,
    letter_content,
    letters_of,
    series_view,
    series_views,
)
from huiyin.documents.selectors.records import archive_manifests, subjects_archived
from huiyin.documents.selectors.templates import TemplateView, template_for, template_views

__all__ = [
    "FILE_POLICY",
    "FileView",
    "Genuine",
    "LetterView",
    "SeriesView",
    "TemplateView",
    "archive_manifests",
    "contents_kept",
    "download_headers",
    "file_ids_before",
    "file_rows",
    "file_view",
    "file_views",
    "letter_check",
    "letter_content",
    "letter_headers",
    "letters_of",
    "series_view",
    "series_views",
    "subjects_archived",
    "template_for",
    "template_views",
]
