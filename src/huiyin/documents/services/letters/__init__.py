"""The doors for letters: issue, print, set a unit's prefix, seal and layout, take in an office's template."""

from huiyin.documents.services.letters.issue import LetterOutsideTransaction, letter_issue
from huiyin.documents.services.letters.layouts import layout_set
from huiyin.documents.services.letters.prints import letter_print, letters_print
from huiyin.documents.services.letters.series import seal_set, series_set
from huiyin.documents.services.letters.templates import template_add, template_drop

__all__ = [
    "LetterOutsideTransaction",
    "layout_set",
    "letter_issue",
    "letter_print",
    "letters_print",
    "seal_set",
    "series_set",
    "template_add",
    "template_drop",
]
