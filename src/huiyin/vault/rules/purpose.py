"""What an opening is for, as the petitioner will read it."""

from huiyin.kernel.text import clean_line
from huiyin.vault.errors import PurposeMissing, PurposeTooLong

OFFICE_LONGEST = 200
_SHORTEST = 4
_LONGEST = 500


def checked_purpose(purpose: str) -> str:
    """The purpose in one form. Raises PurposeMissing, PurposeTooLong."""
    stated = clean_line(purpose)
    if len(stated) < _SHORTEST:
        raise PurposeMissing
    if len(stated) > _LONGEST:
        raise PurposeTooLong(limit=_LONGEST)
    return stated
