"""Parts of a gate that are the same for every kind of case."""

from collections.abc import Iterable

from django.db.models import Q

from huiyin.kernel.actor import Actor
from huiyin.orgs.rules import Respondents, bars
from huiyin.orgs.selectors import actors_for


def respondent_bars_not(actor: Actor, *, unit: str = "respondent_unit", officer: str = "respondent_officer") -> Q:
    """Rows whose respondent is neither a unit that commands the actor, nor an officer who does, nor the actor.

    `unit` and `officer` name their columns; "" where there is none.
    """
    clear = Q()
    if unit and actor.chain_unit_ids:
        units = sorted(actor.chain_unit_ids)
        clear &= Q(**{f"{unit}__isnull": True}) | ~Q(**{f"{unit}__in": units})
    if officer and actor.superior_ids:
        officers = sorted(actor.superior_ids)
        clear &= Q(**{f"{officer}__isnull": True}) | ~Q(**{f"{officer}__in": officers})
    return clear


def officers_not_barred(officer_ids: Iterable[int], respondents: Respondents) -> list[int]:
    """Those of these officers who may hear of something with these respondents."""
    wanted = list(officer_ids)
    actors = actors_for(officer_ids=wanted)
    return [officer_id for officer_id in wanted if officer_id in actors and not bars(actors[officer_id], respondents)]
