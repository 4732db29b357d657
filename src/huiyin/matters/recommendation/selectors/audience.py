"""Whom a recommendation concerns. Ungated: for the system's own round and for notices."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from huiyin.kernel.actor import SIGNERS
from huiyin.kernel.time import office_day
from huiyin.matters.models import Recommendation
from huiyin.matters.recusal.selectors import officers_to_notify
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.notices.rules import RECOMMENDATION_PATH
from huiyin.orgs.rules import NO_RESPONDENTS, Respondents
from huiyin.orgs.selectors import chain_of, leaders_of, officers_of_unit, with_deputies


@dataclass(frozen=True, slots=True)
class RecommendationRound:
    """As much of a recommendation as it takes to know whom news of it is for; the matter's facts where it has one."""

    id: UUID
    from_unit_id: int
    to_unit_id: int
    matter_id: UUID | None
    respondents: Respondents

    @classmethod
    def of(cls, row: Recommendation) -> Self:
        """A row whose matter, if any, is read already."""
        matter = row.matter
        return cls(
            row.pk,
            row.from_unit_id,
            row.to_unit_id,
            matter.pk if matter else None,
            respondents_of(matter) if matter else NO_RESPONDENTS,
        )

    @property
    def path(self) -> str:
        """Its page on the desk, for notices; a test holds it to the address."""
        return f"{RECOMMENDATION_PATH}{self.id}/"


def recommendations_for_round(*, recommendation_ids: Collection[UUID]) -> dict[UUID, RecommendationRound]:
    """These recommendations by id; an id that is no recommendation's is left out. No statement for none."""
    if not recommendation_ids:
        return {}
    rows = Recommendation.objects.filter(pk__in=set(recommendation_ids)).select_related("matter")
    return {row.pk: RecommendationRound.of(row) for row in rows}


def signing_in(unit_id: int) -> list[int]:
    """Who may answer for a unit: its approvers and leaders, or the nearest leader above where it has none."""
    found = [officer.id for officer in officers_of_unit(unit_id=unit_id, roles=SIGNERS)]
    return found or leaders_of(unit_id=unit_id)


def leaders_above(unit_id: int) -> list[int]:
    """Who leads the nearest unit above; nobody above one that stands at the top or apart."""
    chain = chain_of(unit_id=unit_id)
    # A chain begins with the unit itself.
    return leaders_of(unit_id=chain[1].id) if len(chain) > 1 else []


def recommendation_audience(view: RecommendationRound, *, officer_ids: Iterable[int], at: datetime) -> list[int]:
    """Those of these officers who may hear of it, and the deputies of those who are away."""
    on = office_day(at)
    # Without a matter there is nobody who must not hear of it.
    if view.matter_id is None:
        return with_deputies(officer_ids=officer_ids, on=on)
    return officers_to_notify(
        matter_id=view.matter_id,
        officer_ids=officer_ids,
        respondents=view.respondents,
        on=on,
    )
