"""What a matter is taken for, with some of it corrected."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from huiyin.matters.classification.services.classify import Classification
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.models import Matter


def corrected(matter_id: UUID, **given: Any) -> Classification:
    """As it stands, but for what is given."""
    matter = Matter.objects.get(pk=matter_id)
    known = Classification(
        kind=Kind(matter.kind),
        category_id=matter.category_id,
        area_id=matter.area_id,
        place=matter.place,
        title=matter.title,
    )
    return replace(known, **given)
