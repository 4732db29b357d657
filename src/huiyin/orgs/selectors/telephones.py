"""The numbers that anybody may call: those of the petition offices."""

from dataclasses import dataclass

from huiyin.orgs.models import Unit
from huiyin.orgs.rules import UnitKind

# A foot of a page and no directory: the page on where to go lists the petition offices of the towns too.
_MOST = 2


@dataclass(frozen=True, slots=True)
class OfficeTelephone:
    """Whose number, and the number as it was typed."""

    unit: str
    phone: str


def office_telephones() -> tuple[OfficeTelephone, ...]:
    """The petition offices with a number that are nearest to the root. One statement."""
    offices = Unit.objects.filter(kind=UnitKind.OFFICE, is_active=True).exclude(phone="")
    rows = sorted(offices.values_list("path", "pk", "name", "phone"), key=lambda row: (row[0].count("/"), row[1]))
    return tuple(OfficeTelephone(name, phone) for _, _, name, phone in rows[:_MOST])
