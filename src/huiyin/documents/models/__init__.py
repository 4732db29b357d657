"""Kept files, and letters with the series that number them."""

from huiyin.documents.models.files import StoredFile
from huiyin.documents.models.letters import Letter, LetterCounter, LetterSeries, LetterTemplate
from huiyin.documents.models.records import CaseArchive

__all__ = ["CaseArchive", "Letter", "LetterCounter", "LetterSeries", "LetterTemplate", "StoredFile"]
