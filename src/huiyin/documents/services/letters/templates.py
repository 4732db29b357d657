"""Word templates that an office brings."""

from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.db import models, transaction

from huiyin.documents.errors import TemplateRefused
from huiyin.documents.letters.word_filling import template_check
from huiyin.documents.models import LetterTemplate
from huiyin.documents.rules.letters import LetterCode
from huiyin.documents.rules.media_types import DOCX
from huiyin.documents.services.remove import files_remove
from huiyin.documents.services.store import file_store
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append
from huiyin.orgs.permissions import demand_may_arrange

_MOST_BYTES = 4 << 20
_ADDED = "documents.template.added"
_DROPPED = "documents.template.dropped"


def template_add(*, content: BinaryIO, name: str, code: str, actor: Actor, at: datetime) -> None:
    """Use this template for a letter from now on, or for all letters without one of their own (`code` "").

    It is filled in with a sample first. Raises NotAllowed, TemplateFieldUnknown, TemplateFieldMissing,
    TemplateRefused, and what file_store raises.
    """
    demand_may_arrange(actor)
    if code and code not in set(LetterCode):
        raise TemplateRefused(reason="")
    # One byte more than is allowed shows that a file is too large, without reading all of it.
    given = content.read(_MOST_BYTES + 1)
    if len(given) > _MOST_BYTES:
        raise TemplateRefused(reason="")
    template_check(given)
    stored = file_store(content=BytesIO(given), name=name, at=at)
    if stored.media_type != DOCX.name:
        files_remove(file_ids=[stored.pk])
        raise TemplateRefused(reason="")
    with transaction.atomic():
        gone = _drop(code)
        template = LetterTemplate.objects.create(code=code, file=stored, added_at=at, actor=actor.ref)
        _record(_ADDED, code, actor, at, [*gone, template, stored])


@transaction.atomic
def template_drop(*, code: str, actor: Actor, at: datetime) -> None:
    """Go back to our own template. Raises NotAllowed."""
    demand_may_arrange(actor)
    if gone := _drop(code):
        _record(_DROPPED, code, actor, at, list(gone))


def _drop(code: str) -> list[LetterTemplate]:
    found = list(LetterTemplate.objects.select_for_update().filter(code=code, is_used=True))
    for template in found:
        template.is_used = False
        template.save(force_update=True)
    return found


def _record(kind: str, code: str, actor: Actor, at: datetime, rows: list[models.Model]) -> None:
    entry_append(kind=kind, subject=Ref("template", code or "all"), at=at, actor=actor.ref, rows=rows)
