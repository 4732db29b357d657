"""Which matters may be shown to others nearby at all. Plain Python."""

from typing import Protocol

from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Kind

# So far around a position, and so long after the answer, it is still of use to a neighbour.
NEARBY_METRES = 200
ANSWERED_DAYS = 90
SHOWN_MOST = 5


class PlaceFacts(Protocol):
    """Where it is, as far as it was said."""

    @property
    def place(self) -> str: ...
    @property
    def area_id(self) -> int | None: ...
    @property
    def latitude(self) -> int | None: ...


class PublishableFacts(Protocol):
    """What decides it."""

    @property
    def kind(self) -> str: ...
    @property
    def is_sealed(self) -> bool: ...
    @property
    def parts(self) -> int: ...
    @property
    def respondent_unit_id(self) -> int | None: ...
    @property
    def respondent_officer_id(self) -> int | None: ...
    @property
    def respondent_text(self) -> str: ...
    @property
    def respondents_settled(self) -> bool: ...


def may_be_published(matter: PublishableFacts) -> bool:
    """Never an accusation, never under a seal, never where somebody is meant, barred, or was once."""
    names_somebody = (
        matter.respondent_unit_id is not None
        or matter.respondent_officer_id is not None
        or bool(matter.respondent_text)
        or bool(matter.parts & Part.RESPONDENTS)
        or not matter.respondents_settled
    )
    return matter.kind != Kind.ACCUSATION and not matter.is_sealed and not names_somebody


def is_found_nearby(matter: PlaceFacts) -> bool:
    """Whether anybody could come upon it: by a position, or by the same words for the place in the same area."""
    return matter.latitude is not None or (bool(matter.place.strip()) and matter.area_id is not None)
