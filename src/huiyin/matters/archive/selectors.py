"""What is ready for the records office, and what couldn't be handed over: ungated, for the system's own rounds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from huiyin.kernel.actor import Actor
from huiyin.matters.core.selectors.gate import matters_withheld
from huiyin.matters.models import Archiving, Matter


@dataclass(frozen=True, slots=True)
class ArchiveDue:
    """A closed matter whose file is due; `left_by` is the claim of an attempt that came to nothing."""

    matter_id: UUID
    number: str
    closed_at: datetime | None
    left_by: UUID | None


@dataclass(frozen=True, slots=True)
class ArchiveFailure:
    """A file that couldn't be handed over so far: why, how often it was tried, and when it is tried again."""

    number: str
    reason: str
    tries: int
    next_at: datetime


def matters_to_archive(*, at: datetime, closed_before: datetime, limit: int) -> list[ArchiveDue]:
    """Matters closed before that instant and not handed over since they were closed, the oldest id first.

    What somebody is at, and what failed and has to wait, is left out.
    """
    due = Matter.objects.filter(is_open=False, closed_at__lt=closed_before).filter(
        Q(archiving__isnull=True)
        | Q(archiving__done_at__isnull=True, archiving__next_at__lte=at)
        # Reopened and closed once more: the file that was handed over doesn't have the second ending.
        | Q(archiving__done_at__lt=F("closed_at"))
    )
    rows = due.order_by("pk").values_list("pk", "number", "closed_at", "archiving__claim")[:limit]
    return [ArchiveDue(*row) for row in rows]


def archive_failures(*, actor: Actor, limit: int = 50) -> list[ArchiveFailure]:
    """What couldn't be handed over, the next try first; nothing of matters about this reader."""
    rows = Archiving.objects.filter(done_at__isnull=True).exclude(reason="").order_by("next_at")
    rows = rows.exclude(Exists(matters_withheld(actor).filter(pk=OuterRef("matter"))))
    return [ArchiveFailure(*row) for row in rows.values_list("matter__number", "reason", "tries", "next_at")[:limit]]
