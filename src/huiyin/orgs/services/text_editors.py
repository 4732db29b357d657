"""Naming who edits a unit's text modules. An administrator may name others and gains nothing by it."""

from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.orgs.errors import TextEditorNamedAlready, TextEditorNotThere, TextEditorUnfit, UnitNotThere
from huiyin.orgs.models import Officer, TextEditor, Unit
from huiyin.orgs.permissions import may_name_text_editors
from huiyin.orgs.selectors.actors import actor_for


@transaction.atomic
def text_editor_name(*, unit_id: int, officer_id: int, actor: Actor, at: datetime) -> TextEditor:
    """Let an officer who works in the unit, or below it, edit its text modules.

    Raises NotAllowed, also for oneself; UnitNotThere, OfficerNotThere, TextEditorUnfit, TextEditorNamedAlready.
    """
    _check(actor, unit_id)
    unit = Unit.objects.filter(pk=unit_id, is_active=True).first()
    if unit is None:
        raise UnitNotThere
    if officer_id == actor.officer_id:
        raise NotAllowed
    # Two who name the same officer at once wait for each other here.
    list(Officer.objects.select_for_update().filter(pk=officer_id).values_list("pk"))
    if TextEditor.objects.filter(unit=unit, officer_id=officer_id, ended_at=None).exists():
        raise TextEditorNamedAlready
    row = TextEditor.objects.create(unit=unit, officer_id=officer_id, named_at=at, named_by=actor.ref)
    # By the very rule that holds later: where it gives nothing, naming would be an empty promise.
    if unit_id not in actor_for(officer_id=officer_id, on=office_day(at)).text_unit_ids:
        raise TextEditorUnfit
    _record("orgs.text_editor.named", row, actor, at)
    return row


@transaction.atomic
def text_editor_end(*, unit_id: int, officer_id: int, actor: Actor, at: datetime) -> None:
    """The officer edits there no longer. Raises NotAllowed, TextEditorNotThere."""
    _check(actor, unit_id)
    found = TextEditor.objects.select_for_update().filter(unit=unit_id, officer=officer_id, ended_at=None)
    row = found.first()
    if row is None:
        raise TextEditorNotThere
    row.ended_at, row.ended_by = at, actor.ref
    row.save(update_fields=["ended_at", "ended_by"])
    _record("orgs.text_editor.ended", row, actor, at)


def _check(actor: Actor, unit_id: int) -> None:
    if not may_name_text_editors(actor, unit_id):
        raise NotAllowed


def _record(kind: str, row: TextEditor, actor: Actor, at: datetime) -> None:
    facts = {"officer": row.officer_id}
    entry_append(kind=kind, subject=Ref("unit", row.unit_id), at=at, actor=actor.ref, facts=facts, rows=[row])
