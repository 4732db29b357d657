"""Returns that were written down long after they are said to have come, for the auditor."""

from huiyin.returns.models import ReturnStep
from huiyin.workflow.backdating import LATE_MOST, LateStep, late_events, late_steps_of


def returns_late(*, limit: int = LATE_MOST) -> list[LateStep]:
    """The newest, by scheme and unit. One statement."""
    rows = late_events(ReturnStep.objects.select_related("of_return__scheme", "of_return__unit"))[:limit]
    return late_steps_of(rows, lambda row: {"about": f"{row.of_return.scheme.name} {row.of_return.unit.name}"})
