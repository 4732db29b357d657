"""Registering what somebody above has handed down with it: the matter and the instruction, or neither."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.matters.instruction.services.instruct import InstructionDraft, matter_instruct
from huiyin.matters.register.services.register import Registered


def instructed_register(
    *,
    actor: Actor,
    register: Callable[[], Registered],
    instruction: InstructionDraft,
    file_ids: Sequence[UUID] = (),
    at: datetime,
) -> Registered:
    """Register by that call, and write the instruction down with it; the same form again writes neither twice.

    `file_ids` are the scans of its letter, for staff alone. Raises what the call and matter_instruct raise.
    """
    with transaction.atomic():
        done = register()
        if done.is_new:
            matter_instruct(actor=actor, matter_id=done.matter_id, draft=instruction, file_ids=file_ids, at=at)
    return done
