"""Which whole files have been handed over."""

from collections.abc import Collection

from huiyin.documents.models import CaseArchive


def subjects_archived(*, subjects: Collection[str]) -> set[str]:
    """Those of these subjects that were handed over at least once."""
    return set(CaseArchive.objects.filter(subject__in=subjects).values_list("subject", flat=True))
