"""Note that a whole file has left the house: what was in it, when, and who took it."""

from datetime import datetime

from django.db import transaction

from huiyin.documents.models import CaseArchive
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append

_KIND = "documents.archive.made"


@transaction.atomic
def archive_record(*, subject: Ref, manifest: str, actor: str, at: datetime) -> None:
    """Record a hand-over; `manifest` is the SHA-256 of the list of its files, or of the one file."""
    made = CaseArchive.objects.create(subject=subject, manifest=manifest, made_at=at, actor=actor)
    entry_append(kind=_KIND, subject=subject, at=at, actor=actor, facts={"manifest": manifest}, rows=[made])
