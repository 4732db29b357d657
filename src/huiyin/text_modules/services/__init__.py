"""Every change of a text module: checked, written with a version of its own, and recorded in the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append
from huiyin.orgs.errors import CategoryNotThere, UnitNotThere
from huiyin.orgs.selectors import category_is_active, unit_is_active
from huiyin.text_modules.models import TextModule, TextModuleVersion
from huiyin.text_modules.permissions import may_edit
from huiyin.text_modules.registration import SUBJECT
from huiyin.text_modules.rules.content import TextContent
from huiyin.text_modules.rules.errors import (
    TextModuleChangedConflict,
    TextModuleNotAllowed,
    TextModuleNotFound,
    TextModuleWithdrawnConflict,
    TextTitleUsed,
)
from huiyin.text_modules.selectors import readable_by


def text_module_create(*, actor: Actor, unit_id: int, content: TextContent, at: datetime) -> TextModule:
    """A new text module of a unit.

    Raises TextModuleNotAllowed, UnitNotThere, CategoryNotThere, TextTitleUsed, and as TextContent.checked.
    """
    if not may_edit(actor, unit_id):
        raise TextModuleNotAllowed
    if not unit_is_active(unit_id=unit_id):
        raise UnitNotThere
    checked = _checked(content, kept_category=None)
    row = TextModule(unit_id=unit_id)
    row.take_content(checked)
    with _title_once(checked.title), transaction.atomic():
        row.save(force_insert=True)
        _record("created", row, actor, at)
    return row


def text_module_revise(*, actor: Actor, module_id: UUID, content: TextContent, at: datetime, seen: int) -> TextModule:
    """Change it; what was inserted or sent before stays as it is. `seen` is the version that the actor's page showed.

    Where nothing is different there is no version. Raises TextModuleNotFound, TextModuleNotAllowed,
    TextModuleChangedConflict, CategoryNotThere, TextTitleUsed, and as TextContent.checked.
    """
    with _title_once(content.title), transaction.atomic():
        row = _locked(actor, module_id)
        # Looked at before the content: whoever was slower reads first what stands there now.
        if seen != row.version:
            raise TextModuleChangedConflict
        checked = _checked(content, kept_category=row.category_id)
        if checked == row.content:
            return row
        row.take_content(checked)
        _write(row, "revised", actor, at)
        return row


def text_module_withdraw(*, actor: Actor, module_id: UUID, at: datetime, seen: int) -> None:
    """Offer it no longer. Raises as text_module_restore."""
    _switch(actor, module_id, at, seen, is_withdrawn=True)


def text_module_restore(*, actor: Actor, module_id: UUID, at: datetime, seen: int) -> None:
    """Offer it again.

    Raises TextModuleNotFound, TextModuleNotAllowed, TextModuleChangedConflict, TextModuleWithdrawnConflict.
    """
    _switch(actor, module_id, at, seen, is_withdrawn=False)


def _switch(actor: Actor, module_id: UUID, at: datetime, seen: int, *, is_withdrawn: bool) -> None:
    with transaction.atomic():
        row = _locked(actor, module_id)
        if row.is_withdrawn == is_withdrawn:
            raise TextModuleWithdrawnConflict
        if seen != row.version:
            raise TextModuleChangedConflict
        row.is_withdrawn = is_withdrawn
        _write(row, "withdrawn" if is_withdrawn else "restored", actor, at)


def _locked(actor: Actor, module_id: UUID) -> TextModule:
    row = readable_by(actor).select_for_update().filter(pk=module_id).first()
    if row is None:
        raise TextModuleNotFound
    if not may_edit(actor, row.unit_id):
        raise TextModuleNotAllowed
    return row


def _checked(content: TextContent, *, kept_category: int | None) -> TextContent:
    checked = content.checked()
    category_id = checked.category_id
    # One that is used no longer stays where it is, and is given to nothing new.
    if category_id not in (None, kept_category) and not category_is_active(category_id=category_id or 0):
        raise CategoryNotThere
    return checked


def _write(row: TextModule, change: str, actor: Actor, at: datetime) -> None:
    row.version += 1
    row.save(force_update=True)
    _record(change, row, actor, at)


def _record(change: str, row: TextModule, actor: Actor, at: datetime) -> None:
    version = TextModuleVersion(module=row, number=row.version, at=at, by=actor.ref, is_withdrawn=row.is_withdrawn)
    version.take_content(row.content)
    version.save(force_insert=True)
    entry_append(
        kind=f"text_modules.module.{change}",
        subject=Ref(SUBJECT, row.pk),
        at=at,
        actor=actor.ref,
        facts={"unit": row.unit_id, "title": row.title, "version": row.version},
        rows=[row, version],
    )


@contextmanager
def _title_once(title: str) -> Iterator[None]:
    """Say whose title it is where the database refuses a second one. Raises TextTitleUsed."""
    try:
        yield
    except IntegrityError as error:
        raise TextTitleUsed(title=title) from error
