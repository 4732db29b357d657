"""When the house began with the program."""

from datetime import datetime

from huiyin.ledger.models import Entry


def ledger_began_at() -> datetime | None:
    """The instant of the first entry: what was before it is in no row. None of an empty ledger."""
    return Entry.objects.order_by("pk").values_list("at", flat=True).first()
