"""Reading the offices' Word templates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.documents.models import LetterTemplate
from huiyin.documents.storage import path_of


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template in use; `code` "" is for all letters without one of their own."""

    code: str
    file_id: UUID
    name: str
    added_at: datetime


def template_views() -> list[TemplateView]:
    """All templates in use."""
    found = LetterTemplate.objects.filter(is_used=True).select_related("file").order_by("code")
    return [TemplateView(one.code, one.file.pk, one.file.name, one.added_at) for one in found]


def template_for(*, code: str) -> bytes | None:
    """The template for a letter: its own, else the one for all, else None."""
    found = LetterTemplate.objects.filter(is_used=True, code__in=[code, ""]).order_by("-code").first()
    return path_of(found.file_id).read_bytes() if found else None
