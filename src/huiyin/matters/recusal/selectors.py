"""Who is away or stands aside: what is left behind, and who is told. Ungated: for the system's own doings."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F

from huiyin.kernel.actor import UNIT_STAFF, Actor, Role
from huiyin.matters.core.rules.states import State
from huiyin.matters.models import Matter, Recusal
from huiyin.matters.respondents.selectors.bars import officers_unbarred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.rules import Respondents
from huiyin.orgs.selectors import officers_of_unit, with_deputies

_READING = (Role.REGISTRAR, Role.APPROVER, Role.LEADER, Role.HANDLER)
_WORKED_ON = [State.INVESTIGATING, State.DRAFTED, State.APPROVED]


def matters_left_behind(*, officer_id: int | None = None, limit: int = 200) -> list[UUID]:
    """Open matters whose handler holds no handler's post in the unit that has them; of one officer, or of anybody."""
    worked_on = Matter.objects.filter(is_open=True, state__in=_WORKED_ON, handler__isnull=False)
    if officer_id is not None:
        worked_on = worked_on.filter(handler_id=officer_id)
    held = worked_on.filter(
        handler__is_active=True, handler__posts__unit=F("lead_unit"), handler__posts__role=Role.HANDLER.value
    )
    # Conditions of `exclude` needn't hold for the same post: unit and role are asked together above.
    return list(worked_on.exclude(pk__in=held.values("pk")).order_by("pk").values_list("pk", flat=True)[:limit])


def officers_to_notify(
    *,
    matter_id: UUID,
    officer_ids: Iterable[int],
    respondents: Respondents,
    read_in: int | None = None,
    on: date,
) -> list[int]:
    """Of these officers, and the deputies of those who are away on that day, who may hear of the matter.

    Never those whom it is about, nor who stands aside from it (条例 Art 28), nor whoever stands in for these on that
    day, not even in a post of their own: the gate hides the matter from them. `read_in` is the only unit where it is
    read yet (`reading_unit`): then nobody from above it either.
    """
    if read_in is not None:
        inside = {officer.id for officer in officers_of_unit(unit_id=read_in, roles=_READING)}
        officer_ids = [officer_id for officer_id in officer_ids if officer_id in inside]
    recused = set(Recusal.objects.filter(matter=matter_id).values_list("officer_id", flat=True))
    left_out = set(with_deputies(officer_ids=recused, on=on)) if recused else recused
    known = with_deputies(officer_ids=[officer_id for officer_id in officer_ids if officer_id not in left_out], on=on)
    # Once more: a deputy may be among those who stand aside.
    return officers_unbarred(
        officer_ids=[officer_id for officer_id in known if officer_id not in left_out], respondents=respondents
    )


def officers_fit(*, actor: Actor, matter: Matter, unit_id: int, on: date) -> tuple[tuple[int, str], ...]:
    """Officers of a unit who may have a part in a matter, as (id, name), the actor first where they are among them.

    Never whom the matter is about, who stands aside from it or stands in for these (条例 Art 28); whether they see
    the matter at the desk isn't asked: a driver or a technician goes along, and has no business on its page.
    """
    names = {officer.id: officer.display_name for officer in officers_of_unit(unit_id=unit_id, roles=UNIT_STAFF)}
    allowed = officers_to_notify(
        matter_id=matter.pk,
        officer_ids=list(names),
        respondents=respondents_of(matter),
        read_in=matter.read_in,
        on=on,
    )
    # Deputies of those who are away come along there; those of other units aren't meant.
    found = [(officer_id, names[officer_id]) for officer_id in allowed if officer_id in names]
    return tuple(sorted(found, key=lambda pair: pair[0] != actor.officer_id))
