"""A kind of case in a hundred lines: broken street lamps. Everything else comes from the workflow."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from huiyin.clocks.rules.timed import SubjectKind
from huiyin.documents.letters import LetterContent
from huiyin.documents.services.letters import letter_issue
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.ids import new_id
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.notices.services import NoticeDraft
from huiyin.orgs.rules import Respondents
from huiyin.workflow.access import officers_not_barred, respondent_bars_not
from huiyin.workflow.change import Change
from huiyin.workflow.engine import Workflow, move, timeline_values
from huiyin.workflow.models import Case, TimelineRow
from huiyin.workflow.moves import Move

State = StrEnum("State", ["REPORTED", "IN_REPAIR", "REPAIRED", "CHECKED"])
Action = StrEnum("Action", ["TAKE", "REPAIR", "CHECK", "RETURN"])
May = StrEnum("May", ["WORK", "APPROVE"])
LAMP = SubjectKind("lamp", events=frozenset({"lamp_taken", "lamp_repaired"}), endings=frozenset({"lamp_repaired"}))


class Lamp(Case):
    objects: ClassVar[models.Manager["Lamp"]] = models.Manager()
    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "unit", "respondent", "state", "repaired_by")
    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.IntegerField()
    respondent = models.IntegerField(null=True)
    state = models.CharField(max_length=12, default=State.REPORTED)
    repaired_by = models.IntegerField(null=True)
    next_due_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "lamps"


class LampStep(TimelineRow):
    objects: ClassVar[models.Manager["LampStep"]] = models.Manager()
    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("lamp", *TimelineRow.LEDGER_STEP)
    lamp = models.UUIDField()

    class Meta:
        app_label = "lamps"


class OwnRepair(NotAllowed):
    sentence = "自己修的灯由别人验收。"


def _by_another(actor: Actor, lamp: Lamp, _action: Action, _at: datetime) -> None:
    if actor.officer_id == lamp.repaired_by:
        raise OwnRepair


_CHECKED = ("by_another",)


class Lamps(Workflow[Lamp, Change[Lamp]]):
    kind, change, requirements = "lamp", Change[Lamp], {"by_another": _by_another}
    moves = {
        (State.REPORTED, Action.TAKE): Move(May.WORK, "lamps.lamp.taken", State.IN_REPAIR, "lamp_taken"),
        (State.IN_REPAIR, Action.REPAIR): Move(May.WORK, "lamps.lamp.repaired", State.REPAIRED, "lamp_repaired"),
        (State.REPAIRED, Action.CHECK): Move(
            May.APPROVE, "lamps.lamp.checked", State.CHECKED, requires=("by_another",)
        ),
        (State.REPAIRED, Action.RETURN): Move(May.APPROVE, "lamps.lamp.returned", State.IN_REPAIR),
    }
    state_names, action_names = {state: state for state in State}, {action: action for action in Action}

    def visible_to(self, actor: Actor) -> "QuerySet[Lamp]":
        own = Q(unit__in=[post.unit_id for post in actor.posts])
        return Lamp.objects.filter(own & respondent_bars_not(actor, unit="respondent", officer=""))

    def may(self, actor: Actor, permission: May, case: Lamp) -> bool:
        roles = {May.WORK: (Role.HANDLER, Role.APPROVER), May.APPROVE: (Role.APPROVER,)}[permission]
        return case.unit in actor.units_as(*roles)

    def steps_after(self, case: Lamp, version: int) -> Sequence[str]:
        return list(LampStep.objects.filter(lamp=case.pk, version__gt=version).values_list("kind", flat=True))

    def timeline_row(self, change: Change[Lamp]) -> LampStep:
        return LampStep(lamp=change.case.pk, **timeline_values(change))

    def due_changed(self, change: Change[Lamp], next_due_at: datetime | None) -> None:
        change.case.next_due_at = next_due_at

    def letters(self, change: Change[Lamp]) -> Sequence[models.Model]:
        if change.case.state != State.CHECKED:
            return ()
        content = LetterContent(
            code="acceptance", title="路灯修复告知书", unit="住建局", issued_on=office_day(change.at)
        )
        case, by = change.case, change.actor.ref
        return [
            letter_issue(content=content, subject=Ref("lamp", case.pk), unit_id=case.unit, actor=by, at=change.at)
        ]

    def more_notices(self, change: Change[Lamp]) -> Sequence[NoticeDraft]:
        # Of taking it, when it is taken; of all other steps `lamp_move` tells while they are made.
        return _notices(change) if change.case.state == State.IN_REPAIR else []


LAMPS = Lamps()


def lamp_move(actor: Actor, lamp_id: UUID, action: Action, at: datetime, seen: int | None = None) -> None:
    with move(LAMPS, actor=actor, case_id=lamp_id, action=action, at=at, seen=seen) as change:
        change.facts["how"] = "梯子"
        if action is Action.REPAIR:
            change.case.repaired_by = actor.officer_id
        if action is not Action.TAKE:
            change.notices += _notices(change)


def _notices(change: Change[Lamp]) -> list[NoticeDraft]:
    heard = officers_not_barred([change.actor.officer_id or 0], Respondents.of([change.case.respondent]))
    return change.notices_to("recommendation_received", heard, params={"path": "/desk/"})
