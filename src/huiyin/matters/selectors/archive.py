"""What is ready for the records office: ungated, for the system's own rounds."""

from collections.abc import Iterator
from datetime import datetime

from huiyin.documents.selectors import subjects_archived
from huiyin.matters.models import Matter

_BATCH = 200


def matter_numbers_to_archive(*, closed_before: datetime) -> Iterator[str]:
    """The numbers of closed matters that were closed before that instant and never handed over, oldest id first."""
    closed = Matter.objects.filter(is_open=False, closed_at__lt=closed_before).order_by("pk")
    last = None
    while True:
        query = closed.filter(pk__gt=last) if last else closed
        rows = list(query.values_list("pk", "number")[:_BATCH])
        if not rows:
            return
        known = subjects_archived(subjects=[f"matter:{pk}" for pk, _ in rows])
        yield from (number for pk, number in rows if f"matter:{pk}" not in known)
        last = rows[-1][0]
