"""What of a matter others nearby may read, and what has been brought near a place already.

Nothing else shows a matter to somebody who isn't its petitioner or an officer. What is given is the title that a
registrar has looked at, category, state and area: never the place itself, never who filed.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext

from huiyin.kernel.positions import Position, metres_between
from huiyin.matters.core.rules.labels import STATE_LABELS
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import UNANSWERED_STATES, Action, Kind, State
from huiyin.matters.models import FurtherRespondent, Matter, Publication
from huiyin.matters.publication.moves import PUBLICATION
from huiyin.matters.publication.rules import (
    ANSWERED_DAYS,
    NEARBY_METRES,
    SHOWN_MOST,
    is_found_nearby,
    may_be_published,
)

_METRES_A_DEGREE = 111_000
_MILLION = 1_000_000
_ENDED_OTHERWISE = frozenset({State.WITHDRAWN, State.DECLINED, State.REDIRECTED})


@dataclass(frozen=True, slots=True)
class PublicationView:
    """Where the petitioner's choice stands; `title` is what is shown, "" while no registrar has looked.

    `is_offered`: the petitioner can be asked now, on whichever page.
    """

    is_agreed: bool = False
    title: str = ""
    is_offered: bool = False


@dataclass(frozen=True, slots=True)
class NearbyMatter:
    """One that was brought nearby: as little of it as is of use."""

    title: str
    category: str
    state_label: str
    area: str


def publication_of(matter: Matter) -> PublicationView:
    """The choice of its petitioner. One statement where they have ever agreed, else none."""
    agreed = Publication.objects.filter(matter=matter, stopped_at=None)
    if matter.parts & Part.PUBLICATIONS and (row := agreed.first()):
        return PublicationView(is_agreed=True, title=row.title)
    is_open = (State(matter.state), Action.AGREE_PUBLISHING) in PUBLICATION
    return PublicationView(is_offered=is_open and may_be_published(matter) and is_found_nearby(matter))


def matters_nearby(*, position: Position | None, place: str, area_id: int | None, at: datetime) -> list[NearbyMatter]:
    """Published ones within 200 metres, or with the same place in words in the same area; open or answered lately.

    One statement; none without a position, and without place and area. The newest first, five at most.
    """
    around = _around(position) if position else Q(pk__in=())
    if place.strip() and area_id is not None:
        around |= Q(place__iexact=place.strip(), area_id=area_id)
    elif position is None:
        return []
    found = _published(at).filter(around).select_related("publication", "category", "area")
    near = [matter for matter in found.order_by("-received_at")[:100] if _is_near(matter, position, place, area_id)]
    return [_shown(matter) for matter in near[:SHOWN_MOST]]


def _published(at: datetime) -> "QuerySet[Matter]":
    # The row's own facts once more, at the moment of showing: somebody may have been named since.
    return (
        Matter.objects.filter(
            publication__stopped_at=None,
            publication__published_at__isnull=False,
            is_sealed=False,
            respondents_settled=True,
            respondent_unit=None,
            respondent_officer=None,
            respondent_text="",
        )
        .alias(named=F("parts").bitand(int(Part.RESPONDENTS)))
        .filter(named=0)
        .exclude(kind=Kind.ACCUSATION)
        .exclude(pk__in=FurtherRespondent.objects.values("matter_id"))
        .exclude(state__in=sorted(_ENDED_OTHERWISE))
        .filter(Q(state__in=sorted(UNANSWERED_STATES)) | Q(served_at__gte=at - timedelta(days=ANSWERED_DAYS)))
    )


def _around(position: Position) -> Q:
    """A square that holds the circle."""
    north = math.ceil(NEARBY_METRES / _METRES_A_DEGREE * _MILLION)
    # Away from the poles a degree of longitude is shorter; there is nobody to file at the poles.
    east = math.ceil(north / max(0.01, math.cos(math.radians(position.degrees[0]))))
    return Q(
        latitude__range=(position.latitude - north, position.latitude + north),
        longitude__range=(position.longitude - east, position.longitude + east),
    )


def _is_near(matter: Matter, position: Position | None, place: str, area_id: int | None) -> bool:
    if position and matter.position and metres_between(position.degrees, matter.position.degrees) <= NEARBY_METRES:
        return True
    return area_id is not None and matter.area_id == area_id and matter.place.lower() == place.strip().lower() != ""


def _shown(matter: Matter) -> NearbyMatter:
    # Drafting and approving are the authority's own business; what the petitioner does after the answer is theirs.
    state = State(matter.state)
    shown = State.INVESTIGATING if state in {State.DRAFTED, State.APPROVED} else state
    if state not in UNANSWERED_STATES:
        shown = State.SERVED
    return NearbyMatter(
        title=matter.publication.title,
        category=matter.category.name if matter.category else "",
        state_label=gettext(STATE_LABELS[shown]),
        area=matter.area.name if matter.area else "",
    )
