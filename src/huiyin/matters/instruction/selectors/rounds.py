"""What the system's own rounds ask of instructions: ungated, for no page."""

from uuid import UUID

from huiyin.matters.models import Instruction


def office_of_round(*, matter_id: UUID, round: int) -> int | None:
    """The unit that took in the instruction whose clock has this round."""
    return Instruction.objects.filter(matter=matter_id, round=round).values_list("office_id", flat=True).first()
