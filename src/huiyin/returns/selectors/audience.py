"""Who hears of a return that is due or missing. Ungated: for the system's own round."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from huiyin.kernel.actor import Role
from huiyin.orgs.selectors import leaders_of, officers_of_unit, with_deputies
from huiyin.returns.models import Return


def returns_for_round(*, return_ids: Collection[UUID]) -> dict[UUID, Return]:
    """These returns with their schemes, by id; one statement, none for none."""
    if not return_ids:
        return {}
    return {row.pk: row for row in Return.objects.filter(pk__in=set(return_ids)).select_related("scheme")}


def contacts_of(*, unit_id: int) -> list[int]:
    """The unit's registrars, or its handlers where it has none, or else the nearest leader."""
    for role in (Role.REGISTRAR, Role.HANDLER):
        if found := [officer.id for officer in officers_of_unit(unit_id=unit_id, roles=(role,))]:
            return found
    return leaders_of(unit_id=unit_id)


def with_those_standing_in(*, officer_ids: Collection[int], on: date) -> list[int]:
    """Each once, with the deputies of those who are away."""
    return with_deputies(officer_ids=dict.fromkeys(officer_ids), on=on)
