"""Which whole files have been handed over."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from huiyin.documents.models import CaseArchive


def subjects_archived(*, subjects: Collection[str], actor: str) -> dict[str, datetime]:
    """When each of these subjects was last handed over by this actor; what never was is left out."""
    made = CaseArchive.objects.filter(subject__in=subjects, actor=actor).values_list("subject")
    return dict(made.annotate(Max("made_at")))


def archive_manifests(*, subject: str) -> set[str]:
    """The hashes of all hand-overs that were recorded, in hex."""
    return set(CaseArchive.objects.filter(subject=subject).values_list("manifest", flat=True))
