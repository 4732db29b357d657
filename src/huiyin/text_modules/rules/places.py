"""The places in forms where text modules are offered."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.text_modules.rules.errors import TextPlaceMissing


class TextPlace(StrEnum):
    """A place by its code; forms declare which of their fields is one."""

    FACTS = "facts"
    REASONS = "reasons"
    BASIS = "basis"
    SETTLEMENT = "settlement"
    REFUSAL = "refusal"
    ROUTE = "route"
    ANSWER = "answer"
    ASK = "ask"
    NOTE = "note"
    REVIEW = "review"


PLACE_LABELS = {
    TextPlace.FACTS: N_("答复：查明的事实"),
    TextPlace.REASONS: N_("答复：各条诉求的理由"),
    TextPlace.BASIS: N_("答复、复查复核：依据"),
    TextPlace.SETTLEMENT: N_("和解（调解）协议"),
    TextPlace.REFUSAL: N_("不予受理的说明"),
    TextPlace.ROUTE: N_("告知另途：去哪里、怎么办"),
    TextPlace.ANSWER: N_("回复信访人"),
    TextPlace.ASK: N_("请信访人补充"),
    TextPlace.NOTE: N_("内部记录"),
    TextPlace.REVIEW: N_("复查复核：事实和理由"),
}


def checked_places(codes: Iterable[str]) -> tuple[TextPlace, ...]:
    """Each place once, in our order. Raises TextPlaceMissing where there is none, or one that isn't known."""
    given = set(codes)
    if not given or not given <= set(TextPlace):
        raise TextPlaceMissing
    return tuple(place for place in TextPlace if place in given)


def places_text(places: Collection[TextPlace]) -> str:
    """As the row keeps them: codes with blanks around each, so that one can be looked for."""
    return f" {' '.join(places)} "


def places_of(text: str) -> tuple[TextPlace, ...]:
    """The places that a row keeps."""
    known = set(text.split())
    return tuple(place for place in TextPlace if place in known)
