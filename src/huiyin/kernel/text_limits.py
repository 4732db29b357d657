"""Texts that people type are no longer than a page can carry."""

from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import clean

# What may be so long is a line or two; what may be longer is a text that can be attached as well.
LINE_MAX = 500


class TextTooLong(BadInput):
    """A text is longer than a page can carry."""

    sentence = "最多 %(most)s 字，现在有 %(length)s 字。请缩短，或把全文作为附件上传。"


class LineTooLong(TextTooLong):
    """A name or another line that is no text: nobody attaches it as a file."""

    sentence = "最多 %(most)s 字，现在有 %(length)s 字，请写短一些。"


def checked_text(text: str, *, field: str, most: int) -> str:
    """A text in one form, at most so many characters. Raises TextTooLong, LineTooLong for that field."""
    tidy = clean(text)
    if len(tidy) > most:
        kind = LineTooLong if most <= LINE_MAX else TextTooLong
        raise kind(field=field, most=f"{most:,}", length=f"{len(tidy):,}")
    return tidy
