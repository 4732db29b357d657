"""Where a period is looked at."""

from uuid import UUID


def period_path(period_id: UUID) -> str:
    """Its page at the desk."""
    return f"/desk/supervision/plan-periods/{period_id}/"
