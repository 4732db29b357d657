"""What those above want to be words_of, what leaders write, and a unit's head who is called to a talk."""

from datetime import datetime, timedelta
from uuid import UUID

from huiyin.cli.demo.county import County
from huiyin.cli.demo.source import voices
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.time import office_day
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.instruction.rules import Issuer, ReportKind, SendWay
from huiyin.matters.instruction.services.instruct import InstructionDraft, matter_instruct
from huiyin.matters.instruction.services.report import report_approve, report_draft, report_send
from huiyin.matters.reading.selectors import letters_old, letters_to_read, unread_letters
from huiyin.matters.reading.services import leader_read, remark_make
from huiyin.orgs.selectors import actor_for, officers_of_unit
from huiyin.supervision.talks.figures import ground_figures
from huiyin.supervision.talks.rules import DAYS_USUAL
from huiyin.supervision.talks.services import TalkDraft, talk_call

_AHEAD = timedelta(days=2)
# What the county leader hasn't come to yet.
_LEFT_IN_TRAY, _LEFT_OLD = 5, 3


def instructing_arrange(county: County, *, at: datetime) -> None:
    """One instruction that is reported on, one whose report waits for approval, one due soon, one by the rulebook."""
    registrar = _actor(county, "office", Role.REGISTRAR)
    handled = visible_to(registrar).filter(is_open=True, is_sealed=False, handler__isnull=False)
    matters = handled.exclude(lead_unit=county.units["office"]).order_by("received_at", "pk")
    for words_of, matter in zip(voices()["instructions"], matters, strict=False):
        due = words_of.get("days")
        draft = InstructionDraft(
            issuer_kind=Issuer(words_of["kind"]),
            issuer=words_of["issuer"],
            words=words_of["words"],
            number=words_of.get("number", ""),
            instructed_on=office_day(at) - timedelta(days=1),
            due_on=None if due is None else office_day(at) + timedelta(days=due),
        )
        matter_instruct(actor=registrar, matter_id=matter.pk, draft=draft, at=at)
        if words_of.get("report") and matter.handler_id is not None:
            _report(matter.pk, matter.handler_id, matter.lead_unit_id, words_of, registrar, at)


def leaders_arrange(county: County, *, at: datetime) -> None:
    """The county leader has read all but the newest and written on one; a unit head is called, if there is why."""
    leader, texts = _actor(county, "county", Role.LEADER), voices()["leading"]
    first, *waiting = letters_to_read(actor=leader, at=at)
    remark_make(
        actor=leader, matter_id=first.id, words=texts["remark"], due_on=office_day(at) + timedelta(days=7), at=at
    )
    left = [row.id for row in (*waiting[:_LEFT_IN_TRAY], *letters_old(actor=leader, at=at)[0][:_LEFT_OLD])]
    read = unread_letters(leader).exclude(pk__in=left).order_by("received_at", "pk")
    for matter_id in list(read.values_list("pk", flat=True)):
        leader_read(actor=leader, matter_id=matter_id, at=at)
    for unit_id in county.units.values():
        if unit_id not in leader.command_unit_ids - leader.units_as(Role.LEADER):
            continue
        figures = ground_figures(actor=leader, unit_id=unit_id, days=DAYS_USUAL, at=at)
        if grounds := [figure.code.value for figure in figures if figure.count]:
            draft = TalkDraft(
                unit_id=unit_id, grounds=grounds, days=DAYS_USUAL, meet_on=office_day(at + _AHEAD),
                place=texts["talk_place"], words=texts["talk_words"],
            )  # fmt: skip
            talk_call(actor=leader, draft=draft, at=at)
            return


def _report(
    matter_id: UUID, handler_id: int, lead_unit_id: int, words_of: dict[str, str], registrar: Actor, at: datetime
) -> None:
    handler = actor_for(officer_id=handler_id)
    report_draft(
        actor=handler, matter_id=matter_id, position=1, kind=ReportKind.FINAL, text=words_of["report"], at=at
    )  # fmt: skip
    signing = [officer.id for officer in officers_of_unit(unit_id=lead_unit_id, roles=(Role.APPROVER, Role.LEADER))]
    others = [officer_id for officer_id in signing if officer_id != handler_id]
    if words_of.get("is_sent") and others:
        report_approve(actor=actor_for(officer_id=others[0]), matter_id=matter_id, position=1, at=at)
        report_send(
            actor=registrar, matter_id=matter_id, position=1, sent_on=office_day(at), way=SendWay.EXCHANGE, at=at
        )


def _actor(county: County, unit: str, role: Role) -> Actor:
    return actor_for(officer_id=county.officers[county.roll.first(unit, role)])
