"""Names as they are typed: full width or half, in either Chinese script."""

import unicodedata

from django.db.models import Q

from huiyin.kernel.text import simplified


def name_has(typed: str, *fields: str) -> Q:
    """Whether one of these fields has what was typed: as it stands, in usual width, or in simplified characters."""
    usual = unicodedata.normalize("NFKC", typed)
    found = Q()
    for spelling in dict.fromkeys((typed, usual, simplified(usual))):
        for field in fields:
            found |= Q((f"{field}__icontains", spelling))
    return found
