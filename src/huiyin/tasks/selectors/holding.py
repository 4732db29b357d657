"""What waits for a unit or an officer. Ungated but for what an actor may not know of."""

from uuid import UUID

from django.db.models import F, Q

from huiyin.kernel.actor import UNIT_STAFF, Actor, ActorKind
from huiyin.tasks.models import Task
from huiyin.tasks.rules.states import OPEN_STATES, TaskState
from huiyin.tasks.selectors.gate import origin_known


def unit_has_tasks(*, unit_id: int, actor: Actor) -> bool:
    """Whether the unit owes something or waits for something, of what the actor may know of."""
    rows = Task.objects.filter(Q(unit=unit_id) | Q(from_unit=unit_id), state__in=sorted(OPEN_STATES))
    return (rows if actor.kind is ActorKind.SYSTEM else rows.filter(origin_known(actor))).exists()


def tasks_left_behind(*, officer_id: int | None = None, limit: int = 200) -> list[UUID]:
    """Tasks whose officer doesn't work in the unit that has them any more; of one officer, or of anybody."""
    # What follows something is moved by that alone.
    held = Task.objects.filter(state=TaskState.TAKEN, officer__isnull=False, follows=False)
    if officer_id is not None:
        held = held.filter(officer=officer_id)
    # In one call: in several, Django could take the unit from one post and the role from another.
    there = held.filter(
        officer__is_active=True,
        officer__posts__unit=F("unit"),
        officer__posts__role__in=[role.value for role in UNIT_STAFF],
    )
    return list(held.exclude(pk__in=there.values("pk")).order_by("pk").values_list("pk", flat=True)[:limit])


def task_file_ids(*, file_ids: list[UUID]) -> set[UUID]:
    """Those of these files that belong to a task."""
    return set(Task.objects.filter(files__file__in=file_ids).values_list("files__file", flat=True))
