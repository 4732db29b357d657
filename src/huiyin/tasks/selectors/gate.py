"""The one gate of tasks: the unit that has it, those that help, who gave it, and who commands the unit.

Nobody learns of a task whose origin they may not know of: such a task isn't there for them.
"""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.db.conditions import KEPT_MOST, KeptCondition
from huiyin.kernel.actor import UNIT_MANAGERS, UNIT_STAFF, Actor, ActorKind
from huiyin.tasks.models import Task, TaskAssistance
from huiyin.tasks.origins import task_cases, task_origins
from huiyin.tasks.permissions import acts_for
from huiyin.tasks.rules.errors import TaskNotFound
from huiyin.tasks.selectors.paths import task_of_path, task_path


def visible_to(actor: Actor) -> "QuerySet[Task]":
    """The tasks that this actor may see; the system sees all, a petitioner none."""
    if actor.kind is ActorKind.SYSTEM:
        return Task.objects.all()
    if actor.kind is not ActorKind.OFFICER:
        return Task.objects.none()
    return Task.objects.filter(_for_officer(actor))


@lru_cache(maxsize=KEPT_MOST)
def _for_officer(actor: Actor) -> KeptCondition:
    """It says nothing but what is in the actor: any other post, leave or unit above makes another actor."""
    return KeptCondition(Task, _scope(actor) & origin_known(actor))


def task_get_for(*, actor: Actor, task_id: UUID) -> Task:
    """One task with its units and officer. Raises TaskNotFound."""
    found = visible_to(actor).select_related("unit", "from_unit", "officer").filter(pk=task_id).first()
    if found is None:
        raise TaskNotFound
    return found


def task_paths_visible(*, actor: Actor, paths: Iterable[str]) -> set[str]:
    """Those of these addresses that are the page of a task that the actor may see. No statement for none."""
    wanted = {task_id for path in paths if (task_id := task_of_path(path)) is not None}
    if not wanted:
        return set()
    return {task_path(pk) for pk in visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True)}


def _scope(actor: Actor) -> Q:
    staffed, managed = sorted(actor.units_as(*UNIT_STAFF)), sorted(actor.units_as(*UNIT_MANAGERS))
    helped = TaskAssistance.objects.filter(unit__in=staffed).values("task_id")
    return (
        Q(unit__in=sorted({*staffed, *actor.command_unit_ids}))
        | Q(from_unit__in=managed)
        | Q(from_unit__in=staffed, given_by__in=sorted(acts_for(actor)))
        | Q(pk__in=helped)
    )


def origin_known(actor: Actor) -> Q:
    """Those that come from nothing, or from something that the actor may know of."""
    # A task whose origin no context has registered is in none of these parts, and so isn't shown.
    known = Q(origin_kind="")
    for origin in task_origins():
        if origin.visible is not None:
            rows = origin.visible(actor).filter(pk=OuterRef("origin_id"))
            known |= Q(origin_kind=origin.kind) & Q(Exists(rows))
    for kind, visible in task_cases().items():
        kinds = sorted(
            origin.kind for origin in task_origins() if origin.case_kind == kind and origin.visible is None
        )
        known |= Q(origin_kind__in=kinds) & Q(Exists(visible(actor).filter(pk=OuterRef("case_id"))))
    return known
