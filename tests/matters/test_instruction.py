"""Instructions from above: recorded, reported on, extended, counted; and who learns nothing of them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Cast

from huiyin.clocks.models import Clock
from huiyin.documents.models import Letter
from huiyin.flows.clock_round import clock_round
from huiyin.flows.report_rate import rate_csv
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import office_day
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.instruction.errors import (
    AgreedDayInvalid,
    AgreedTooLate,
    AgreementRequired,
    InstructedDayInvalid,
    InstructionGone,
    InstructionRequired,
    IssuerRequired,
    LaterReportDayRequired,
    NotTheirInstruction,
    OwnReport,
    ReportDayBeforeInstruction,
    ReportGone,
    ReportTextRequired,
    ReportWaiting,
    ReturnReasonRequired,
    SendWayRequired,
    SentDayInvalid,
)
from huiyin.matters.instruction.rules import Issuer, ReportKind, ReportStage
from huiyin.matters.instruction.selectors.fields import reports_up_due, reports_up_in_time
from huiyin.matters.instruction.selectors.lists import (
    open_instructions,
    report_counts,
    reports_behind,
    reports_owed,
    total_of,
)
from huiyin.matters.instruction.selectors.views import InstructionView
from huiyin.matters.instruction.services.instruct import InstructionDraft, instruction_extend, matter_instruct
from huiyin.matters.instruction.services.report import report_approve, report_draft, report_return, report_send
from huiyin.matters.models import Instruction, InstructionReport, Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice

BODY, WORDS = "云州市信访局", "请核实电梯停运的情况，报告处理结果。"
TEXT = "电梯已修好，收支已公示。"


def draft_of(cast: Cast, *, days: int | None = 10, **given: Any) -> InstructionDraft:
    """An instruction with everything that isn't given filled in; `days` None: by the rulebook."""
    due_on = None if days is None else office_day(cast.at) + timedelta(days=days)
    draft = InstructionDraft(Issuer.BODY, BODY, WORDS, office_day(cast.at), "云信交〔2026〕5号", due_on)
    return replace(draft, **given)


def instruct(cast: Cast, filed: Registered, name: str = "registrar", **given: Any) -> None:
    matter_instruct(actor=cast.actor(name), matter_id=filed.matter_id, draft=draft_of(cast, **given), at=cast.at)


def write(cast: Cast, filed: Registered, name: str = "handler", kind: ReportKind = ReportKind.FINAL) -> None:
    report_draft(
        actor=cast.actor(name), matter_id=filed.matter_id, position=1, kind=kind, text=TEXT, at=cast.at
    )  # fmt: skip


def approve(cast: Cast, filed: Registered, name: str = "approver") -> None:
    report_approve(actor=cast.actor(name), matter_id=filed.matter_id, position=1, at=cast.at)


def send(cast: Cast, filed: Registered, name: str = "registrar", on: date | None = None, **given: Any) -> None:
    report_send(
        actor=cast.actor(name), matter_id=filed.matter_id, position=1, sent_on=on or office_day(cast.at),
        at=cast.at, **{"way": "paper", **given},
    )  # fmt: skip


def report(cast: Cast, filed: Registered, kind: ReportKind = ReportKind.FINAL) -> None:
    write(cast, filed, kind=kind)
    approve(cast, filed)
    send(cast, filed)


def extend(cast: Cast, filed: Registered, name: str = "registrar", **given: Any) -> None:
    today = office_day(cast.at)
    values: dict[str, Any] = {
        "words": "同意延期十天。",
        "agreed_on": today,
        "due_on": today + timedelta(days=30),
    } | given
    instruction_extend(
        actor=cast.actor(name), matter_id=filed.matter_id, position=1, at=cast.at, **values
    )  # fmt: skip


def at_housing(cast: Cast, **given: Any) -> Registered:
    filed = cast.file(**given)
    cast.to_handler(filed)
    return filed


def notified(template: str) -> set[int | None]:
    return set(Notice.objects.filter(template=template).values_list("officer_id", flat=True))


def officers(cast: Cast, *names: str) -> set[int | None]:
    return {cast.officers[name] for name in names}


def test_from_the_instruction_to_the_day_on_which_the_report_left(cast: Cast) -> None:
    filed = at_housing(cast)
    before = cast.matter(filed)
    others = set(Clock.objects.filter(subject_id=filed.matter_id).values_list("code", "due_at", "stopped_at"))
    instruct(cast, filed)
    row = Instruction.objects.get()
    assert (row.office_id, row.due_on, row.due_by_rule) == (
        cast.units["office"], office_day(cast.at) + timedelta(days=10), False,
    )  # fmt: skip
    clock = Clock.objects.get(subject_id=filed.matter_id, code="instruction_day")
    assert office_day(clock.due_at) == row.due_on and clock.round == row.round == 1
    # Who owes the petitioner what by when is as before.
    after = cast.matter(filed)
    assert (after.state, after.lead_unit_id, after.handler_id) == (
        before.state,
        before.lead_unit_id,
        before.handler_id,
    )
    assert others <= set(Clock.objects.filter(subject_id=filed.matter_id).values_list("code", "due_at", "stopped_at"))
    assert notified("instruction_recorded") == officers(cast, "handler")

    write(cast, filed)
    assert notified("report_up_waiting") == officers(cast, "approver", "drafting_approver", "housing_leader")
    approve(cast, filed)
    letter = Letter.objects.get(code="report_up")
    assert letter.number.endswith("号") and letter.unit_id == cast.units["housing"]
    for words in (BODY, TEXT, "办结报告", "云信交〔2026〕5号"):
        assert words in letter.content
    assert officers(cast, "registrar", "housing_registrar") <= notified("report_up_approved")
    cast.later(days=2)
    send(cast, filed, on=office_day(cast.at) - timedelta(days=1))
    row.refresh_from_db()
    assert (row.reported_on, row.reported_unit_id) == (office_day(cast.at) - timedelta(days=1), cast.units["housing"])
    clock.refresh_from_db()
    assert clock.stopped_at is not None
    assert (clock.outcome, office_day(clock.stopped_at)) == ("met", row.reported_on)
    with pytest.raises(InstructionGone):
        write(cast, filed)


def test_what_sends_no_day_is_due_by_the_rulebook(cast: Cast) -> None:
    filed = at_housing(cast)
    instruct(cast, filed, days=None)
    row = Instruction.objects.get()
    assert (row.due_on, row.due_by_rule) == (office_day(cast.at) + timedelta(days=60), True)
    assert Clock.objects.get(subject_id=filed.matter_id, code="instruction").due_at > cast.at


def test_an_interim_report_ends_nothing(cast: Cast) -> None:
    filed = at_housing(cast)
    instruct(cast, filed)
    report(cast, filed, ReportKind.INTERIM)
    assert "阶段报告" in Letter.objects.get(code="report_up").content
    assert Clock.objects.get(subject_id=filed.matter_id, code="instruction_day").stopped_at is None
    (row,) = reports_owed(actor=cast.actor("housing_leader"), at=cast.at)
    assert (row.stage, row.next_move) == (ReportStage.UNWRITTEN, "draft_report")
    report(cast, filed)
    assert not reports_owed(actor=cast.actor("housing_leader"), at=cast.at)


def test_a_report_comes_back_and_goes_again(cast: Cast) -> None:
    filed = at_housing(cast)
    instruct(cast, filed)
    write(cast, filed)
    with pytest.raises(ReportWaiting):
        write(cast, filed)
    known: dict[str, Any] = {"matter_id": filed.matter_id, "position": 1, "at": cast.at}
    with pytest.raises(ReturnReasonRequired):
        report_return(actor=cast.actor("approver"), reason=" ", **known)
    report_return(actor=cast.actor("approver"), reason="写明哪天修好。", **known)
    assert notified("report_up_returned") == officers(cast, "handler")
    with pytest.raises(ReportGone):
        approve(cast, filed)
    with pytest.raises(ReportGone):
        send(cast, filed)
    (view,) = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at).rows_of(InstructionView)
    assert view.stage is ReportStage.RETURNED and view.returned is not None and view.returned.text == TEXT
    report(cast, filed)
    assert [row.position for row in InstructionReport.objects.order_by("position")] == [1, 2]


def test_a_drafter_never_approves_the_report(cast: Cast) -> None:
    filed = at_housing(cast)
    instruct(cast, filed)
    write(cast, filed, "drafting_approver")
    with pytest.raises(OwnReport):
        approve(cast, filed, "drafting_approver")
    row = InstructionReport.objects.get()
    row.approved_by, row.approved_at = row.drafted_by, cast.at
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    approve(cast, filed, "housing_leader")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"issuer": " "}, IssuerRequired),
        ({"words": "\u200b"}, InstructionRequired),
        ({"instructed_on": date(2031, 1, 1)}, InstructedDayInvalid),
        ({"days": -1}, ReportDayBeforeInstruction),
    ],
)
def test_what_an_instruction_lacks(cast: Cast, given: dict[str, Any], refusal: type[HuiyinError]) -> None:
    filed = cast.file()
    with pytest.raises(refusal):
        instruct(cast, filed, **given)
    assert not Instruction.objects.exists()


def test_what_a_report_lacks(cast: Cast) -> None:
    filed = at_housing(cast)
    instruct(cast, filed)
    with pytest.raises(ReportTextRequired):
        report_draft(
            actor=cast.actor("handler"), matter_id=filed.matter_id, position=1, kind=ReportKind.FINAL, text="",
            at=cast.at,
        )  # fmt: skip
    write(cast, filed)
    approve(cast, filed)
    for on in (office_day(cast.at) - timedelta(days=1), office_day(cast.at) + timedelta(days=1)):
        with pytest.raises(SentDayInvalid):
            send(cast, filed, on=on)
    with pytest.raises(SendWayRequired):
        send(cast, filed, way="pigeon")


def test_who_records_keeps_and_writes(cast: Cast) -> None:
    filed = at_housing(cast)
    for name in ("handler", "approver", "mayor", "office_approver"):
        with pytest.raises(MoveNotAllowed):
            instruct(cast, filed, name)
    with pytest.raises(MatterNotFound):
        instruct(cast, filed, "education_registrar")
    instruct(cast, filed, "housing_registrar")
    assert Instruction.objects.get().office_id == cast.units["housing"]
    # The office that received the matter didn't take this instruction in, and doesn't have the matter.
    with pytest.raises(NotTheirInstruction):
        extend(cast, filed, "registrar")
    for name in ("registrar", "office_leader"):
        with pytest.raises(MoveNotAllowed):
            write(cast, filed, name)
    write(cast, filed, "housing_registrar")
    with pytest.raises(MoveNotAllowed):
        approve(cast, filed, "office_leader")


def test_the_body_agrees_to_another_day(cast: Cast) -> None:
    filed = at_housing(cast)
    instruct(cast, filed, days=5)
    today = office_day(cast.at)
    for given, refusal in (
        ({"words": ""}, AgreementRequired),
        ({"agreed_on": today - timedelta(days=1)}, AgreedDayInvalid),
        ({"agreed_on": today + timedelta(days=1)}, AgreedDayInvalid),
        ({"due_on": today + timedelta(days=5)}, LaterReportDayRequired),
    ):
        with pytest.raises(refusal):
            extend(cast, filed, **given)
    cast.later(days=7)
    # It was agreed while there was time, and is written down after.
    extend(cast, filed, agreed_on=today + timedelta(days=4), due_on=today + timedelta(days=20))
    clocks = Clock.objects.filter(subject_id=filed.matter_id, code="instruction_day").order_by("round")
    assert [(clock.round, clock.outcome) for clock in clocks] == [(1, "met"), (2, "")]
    assert Instruction.objects.get().due_on == today + timedelta(days=20)
    report(cast, filed)
    assert [clock.outcome for clock in clocks.all()] == ["met", "met"]


def test_what_is_late_stays_late(cast: Cast) -> None:
    filed = at_housing(cast)
    instruct(cast, filed, days=5)
    cast.later(days=6)
    with pytest.raises(AgreedTooLate):
        extend(cast, filed)


def test_the_unit_and_the_office_are_reminded_also_when_the_matter_has_ended(cast: Cast) -> None:
    filed = at_housing(cast)
    instruct(cast, filed, days=20)
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    Notice.objects.all().delete()
    clock_round(at=cast.later(days=17))
    assert notified("matter_due_soon") == officers(cast, "registrar", "office_approver", "handler")
    clock_round(at=cast.later(days=4))
    assert notified("matter_late") >= officers(cast, "registrar", "handler", "housing_leader")
    # What is owed to those above is still owed: the unit reports that the petitioner took it back.
    write(cast, filed)


def test_the_petitioner_learns_nothing_of_it(cast: Cast) -> None:
    filed = at_housing(cast)
    known = Notice.objects.filter(identity_id__isnull=False).count()
    plain = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    instruct(cast, filed)
    write(cast, filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert (page.rows_of(InstructionView), page.letters, page.attachments) == ((), plain.letters, plain.attachments)
    assert [event.kind for event in page.events] == [event.kind for event in plain.events]
    assert not {"instruction", "instruction_day"} & {clock.code for clock in page.clocks if clock.bound != "inside"}
    assert Notice.objects.filter(identity_id__isnull=False).count() == known


def test_whom_the_matter_is_about_learns_nothing(cast: Cast) -> None:
    filed = at_housing(cast)
    instruct(cast, filed, days=5)
    Notice.objects.all().delete()
    matter_name_respondent(
        actor=cast.actor("housing_registrar"), matter_id=filed.matter_id, unit_id=None,
        officer_id=cast.officers["housing_leader"], text="", at=cast.at,
    )  # fmt: skip
    cast.later(days=6)
    clock_round(at=cast.at)
    since, until = office_day(cast.at) - timedelta(days=30), office_day(cast.at) + timedelta(days=30)
    for name in ("housing_leader", "approver", "handler"):
        actor = cast.actor(name)
        assert reports_owed(actor=actor, at=cast.at) == []
        assert not open_instructions(actor).exists()
        assert report_counts(actor=actor, since=since, until=until, at=cast.at) == []
        assert reports_behind(actor=actor, since=since, until=until, at=cast.at) == []
        assert rate_csv(report_counts(actor=actor, since=since, until=until, at=cast.at)).count("\n") == 2
    assert not officers(cast, "housing_leader", "approver", "handler", "housing_registrar") & set(
        Notice.objects.values_list("officer_id", flat=True)
    )
    week = (cast.units["housing"], cast.at - timedelta(days=30), cast.at + timedelta(days=30))
    assert (reports_up_due(*week), reports_up_in_time(*week)) == (0, 0)
    # The office that took it in still answers to the body.
    assert [row.number for row in reports_owed(actor=cast.actor("registrar"), at=cast.at)] == [filed.number]


def test_the_office_that_took_it_in_sees_it_wherever_the_matter_goes(cast: Cast) -> None:
    filed = cast.file(unit_id=cast.units["housing"])
    instruct(cast, filed, "housing_registrar")
    Matter.objects.filter(pk=filed.matter_id).update(
        lead_unit=cast.units["education"], received_unit=cast.units["office"]
    )
    assert [row.number for row in reports_owed(actor=cast.actor("housing_registrar"), at=cast.at)] == [filed.number]
    Matter.objects.filter(pk=filed.matter_id).update(respondent_unit=cast.units["housing"])
    assert reports_owed(actor=cast.actor("housing_registrar"), at=cast.at) == []


def test_the_rate_by_a_table_worked_out_by_hand(cast: Cast) -> None:
    """Housing: five due, three in time (one extended), one late, one missing; one ahead. Education: one missing."""
    begin = office_day(cast.at)
    in_time, late, missing, extended, on_the_day, ahead = (at_housing(cast) for _ in range(6))
    for filed, days in ((in_time, 5), (late, 3), (missing, 4), (extended, 3), (on_the_day, 6), (ahead, 40)):
        instruct(cast, filed, days=days)
    other = cast.file(unit_id=cast.units["education"])
    instruct(cast, other, "education_registrar", days=8)
    extend(cast, extended, due_on=begin + timedelta(days=7))
    cast.later(days=1)
    report(cast, in_time)
    cast.later(days=4)  # day 5
    report(cast, late)
    report(cast, extended)
    cast.later(days=1)  # day 6
    report(cast, on_the_day)
    cast.later(days=3)  # day 9
    since, until = begin, begin + timedelta(days=45)
    lines = report_counts(actor=cast.actor("mayor"), since=since, until=until, at=cast.at)
    figures = {
        line.unit: (line.count.due, line.count.in_time, line.count.late, line.count.missing, line.count.ahead,
                    line.count.rate)
        for line in lines
    }  # fmt: skip
    assert figures == {
        "云渡县住房和城乡建设局": (5, 3, 1, 1, 1, "60.0%"),
        "云渡县教育局": (1, 0, 0, 1, 0, "0.0%"),
    }
    assert (total_of(lines).due, total_of(lines).rate) == (6, "50.0%")
    behind = reports_behind(actor=cast.actor("mayor"), since=since, until=until, at=cast.at)
    assert [row.number for row in behind] == [late.number, missing.number, other.number]
    assert rate_csv(lines).splitlines()[-1] == "合计,6,3,1,2,1,50.0%"
    # A unit's own people see its own line.
    own = report_counts(actor=cast.actor("housing_registrar"), since=since, until=until, at=cast.at)
    assert [line.unit for line in own] == ["云渡县住房和城乡建设局"]
    # The return counts what is past its day within its time: days 3 to 7 of ten.
    span = (cast.units["housing"], cast.at - timedelta(days=9), cast.at)
    assert (reports_up_due(*span), reports_up_in_time(*span)) == (5, 3)
