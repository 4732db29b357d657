"""Who edits text modules: the one question that pages and services ask."""

from huiyin.kernel.actor import Actor, ActorKind


def may_edit(actor: Actor, unit_id: int) -> bool:
    """Whoever leads the unit or a unit above it, whoever was named for it, or one of the system's own jobs.

    An administrator names editors and edits nothing (`orgs/permissions.py:may_name_text_editors`).
    """
    if actor.kind is ActorKind.SYSTEM:
        return True
    return actor.kind is ActorKind.OFFICER and unit_id in edited_units(actor)


def edited_units(actor: Actor) -> frozenset[int]:
    """The units whose text modules the actor edits."""
    return actor.command_unit_ids | actor.text_unit_ids
