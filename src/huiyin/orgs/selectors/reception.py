"""Where a matter goes when nobody has chosen: the reception office, the independent unit."""

from django.db.models import QuerySet

from huiyin.db import reading
from huiyin.orgs.models import Unit
from huiyin.orgs.rules import UnitKind, nearest_to_root


def reception_unit() -> int | None:
    """The petition office nearest to the root: what comes in over the web arrives there. None: there isn't one."""
    return nearest_to_root(dict(_offices()))


def independent_unit() -> int | None:
    """The unit that takes matters about the authority itself: the independent one nearest to the root."""
    return nearest_to_root(dict(Unit.objects.filter(independent=True, is_active=True).values_list("pk", "path")))


def unit_is_active(*, unit_id: int) -> bool:
    """Whether there is such a unit and it still works."""
    return Unit.objects.filter(pk=unit_id, is_active=True).exists()


def unit_name(*, unit_id: int) -> str:
    """The unit's name, "" when there is no such unit."""
    return Unit.objects.filter(pk=unit_id).values_list("name", flat=True).first() or ""


@reading
def _offices() -> "QuerySet[Unit, tuple[int, str]]":
    return Unit.objects.filter(kind=UnitKind.OFFICE, is_active=True).values_list("pk", "path")
