"""What a text module says, checked; and what changed between two versions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Self

from huiyin.kernel.text import clean, clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.text_modules.rules.errors import TextBodyMissing, TextTitleMissing
from huiyin.text_modules.rules.fields import check_fields
from huiyin.text_modules.rules.places import TextPlace, checked_places

# Two texts of so many signs are compared in a hundredth of a second, whatever stands in them.
_COMPARED_MOST = 300

TITLE_MAX = 60
BODY_MAX = 4000
ARTICLE_MAX = 200


@dataclass(frozen=True, slots=True)
class TextContent:
    """Title, body, the article that it stands on ("": none), where it is offered, for which category (None: all)."""

    title: str
    body: str
    places: tuple[TextPlace, ...]
    article: str = ""
    category_id: int | None = None

    def checked(self) -> Self:
        """The same, tidied. Raises TextTitleMissing, TextBodyMissing, TextPlaceMissing, TextFieldUnknown,
        TextTooLong, LineTooLong."""
        title, body, article = clean_line(self.title), clean(self.body), clean_line(self.article)
        if not title:
            raise TextTitleMissing
        if not body:
            raise TextBodyMissing
        checked_text(title, field="title", most=TITLE_MAX)
        checked_text(body, field="body", most=BODY_MAX)
        checked_text(article, field="article", most=ARTICLE_MAX)
        check_fields(body, field="body")
        return replace(self, title=title, body=body, article=article, places=checked_places(self.places))


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a text against an earlier one: it stayed, was added or was taken out."""

    text: str
    kind: str = ""

    @property
    def is_added(self) -> bool:
        """Whether only the later text has it."""
        return self.kind == "added"

    @property
    def is_dropped(self) -> bool:
        """Whether only the earlier text had it."""
        return self.kind == "dropped"


def text_difference(before: str, after: str) -> tuple[TextPart, ...]:
    """Both texts in one, part by part. Compared by signs: Chinese has no blanks between words."""
    return tuple(_parts(before, after))


def _parts(before: str, after: str) -> Iterator[TextPart]:
    # Most changes leave the beginning and the end as they were.
    begin = _length_shared(before, after)
    rest, other = before[begin:], after[begin:]
    end = _length_shared(rest[::-1], other[::-1])
    yield from _part(before[:begin], "")
    middle, other_middle = rest[: len(rest) - end], other[: len(other) - end]
    if max(len(middle), len(other_middle)) > _COMPARED_MOST:
        # Sign by sign it would take minutes.
        yield from _part(middle, "dropped")
        yield from _part(other_middle, "added")
    else:
        yield from _compared(middle, other_middle)
    yield from _part(rest[len(rest) - end :], "")


def _length_shared(text: str, other: str) -> int:
    """How many signs both begin with."""
    differing = (place for place, (sign, its) in enumerate(zip(text, other, strict=False)) if sign != its)
    return next(differing, min(len(text), len(other)))


def _compared(before: str, after: str) -> Iterator[TextPart]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, from_, to, other_from, other_to in matcher.get_opcodes():
        if kind == "equal":
            yield from _part(before[from_:to], "")
            continue
        yield from _part(before[from_:to], "dropped")
        yield from _part(after[other_from:other_to], "added")


def _part(text: str, kind: str) -> Iterator[TextPart]:
    if text:
        yield TextPart(text, kind)
