"""Reading the offices' Word templates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.documents.models import LetterTemplate
from huiyin.documents.storage import open_checked


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
    return [
        TemplateView(template.code, template.file.pk, template.file.name, template.added_at) for template in found
    ]


def template_for(*, code: str) -> bytes | None:
    """The template for a letter: its own, else the one for all, else None. Raises FileMissing, FileAltered."""
    used = LetterTemplate.objects.filter(is_used=True, code__in=[code, ""]).select_related("file")
    # A code sorts behind the empty text: the letter's own template comes before the one for all.
    found = used.order_by("-code").first()
    if found is None:
        return None
    with open_checked(found.file_id, sha256=found.file.sha256, size=found.file.size) as file:
        return file.read()
