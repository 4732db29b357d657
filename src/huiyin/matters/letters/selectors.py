"""The letters of a matter, for its page."""

from huiyin.documents.selectors import LetterView, letters_of
from huiyin.kernel.refs import Ref
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.models import Matter


def letters_of_matter(matter: Matter, *, inside: bool) -> tuple[LetterView, ...]:
    """What was issued about it, oldest first; outside the house only what was written to the petitioner."""
    if not matter.parts & Part.LETTERS:
        return ()
    return tuple(letter for letter in letters_of(subject=Ref("matter", matter.pk)) if inside or letter.is_public)
