"""What the petitioner may still do against an answer."""

from huiyin.clocks.selectors import rulebook
from huiyin.matters.core.rules.states import Grade


def may_be_reviewed(kind: str) -> bool:
    """Whether the answer to this kind of matter is one that a review can be asked against (条例 Art 35)."""
    letter = rulebook().letter(code="reply", kind=kind)
    return bool(letter and letter.remedy)


def review_is_open(*, kind: str, of_unit: str) -> bool:
    """Whether a review may still be wanted: only the end of the window closes such a matter then.

    `of_unit` is the grade that the petitioner gave the answer, "" while there is none.
    """
    return may_be_reviewed(kind) and of_unit != Grade.SATISFIED
