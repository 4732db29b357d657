"""What those above want to be told: written down, more time, the report up to the day on which it leaves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.clocks.selectors import rulebook
from huiyin.desk.fields import TidyField, late_reason_field
from huiyin.desk.matter.annexes import FILES
from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.instruction.past import is_asked_for, past_field, past_refusal, past_words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.documents.rules.media_types import accept_attribute
from huiyin.kernel.actor import UNIT_MANAGERS, Actor
from huiyin.kernel.text import N_
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.instruction.errors import (
    AgreementRequired,
    InstructionGone,
    InstructionRequired,
    IssuerRequired,
    NotTheirInstruction,
    OwnReport,
    ReportGone,
    ReportTextRequired,
    ReportWaiting,
    ReturnReasonRequired,
    SendWayRequired,
)
from huiyin.matters.instruction.rules import (
    BY_RULE,
    ISSUER_LABELS,
    ISSUER_MAX,
    NUMBER_MAX,
    REPORT_LABELS,
    SEND_WAY_LABELS,
    Issuer,
    ReportKind,
    SendWay,
)
from huiyin.matters.instruction.selectors.views import InstructionView
from huiyin.matters.instruction.services.instruct import InstructionDraft, instruction_extend, matter_instruct
from huiyin.matters.instruction.services.report import report_approve, report_draft, report_return, report_send
from huiyin.web.date_fields import DayField
from huiyin.web.forms import FilePicker

ON_REPORTS = frozenset(
    {
        Action.EXTEND_INSTRUCTION, Action.DRAFT_REPORT, Action.APPROVE_REPORT, Action.RETURN_REPORT,
        Action.SEND_REPORT,
    }
)  # fmt: skip


def instructions_on(page: MatterView) -> tuple[InstructionView, ...]:
    """All instructions of this matter, as its page shows them."""
    return page.rows_of(InstructionView)


def issuer_field() -> forms.ChoiceField:
    """A body or a leader."""
    return forms.ChoiceField(
        label=_("谁交办的"),
        choices=[(issuer.value, _(label)) for issuer, label in ISSUER_LABELS.items()],
        widget=forms.RadioSelect,
        initial=Issuer.BODY.value,
    )


def issuer_name_field(*, required: bool) -> TidyField:
    """Its name."""
    return TidyField(
        label=_("机关名称或者领导职务姓名"),
        help_text=_("如“市信访局”“省委第三巡视组”。"),
        required=required,
        most=ISSUER_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _(IssuerRequired.sentence)},
    )


def number_field() -> TidyField:
    """The number of its letter."""
    return TidyField(
        label=_("来文文号"),
        required=False,
        most=NUMBER_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def due_help() -> str:
    """How long it is where the body names no day, by the rulebook in force."""
    rule = rulebook(office_day(now())).clock_rule(code=BY_RULE, kind="claim")
    return gettext("来文没有写的留空：从登记那天起 %(days)s 天。") % {"days": rule.amount if rule else 0}


def _files_field(help_text: str) -> forms.Field:
    return forms.Field(
        label=gettext("附件"),
        required=False,
        widget=FilePicker(attrs={"multiple": True, "accept": accept_attribute()}),
        help_text=help_text,
    )


@move_reason(220, quiet=ON_REPORTS)
def closed_to_reports(page: MatterView, actor: Actor, action: Action) -> str:
    """Why one of these isn't this officer's now, in the source language, or ""."""
    if action not in ON_REPORTS:
        return ""
    open_ones = [found for found in instructions_on(page) if found.is_open]
    if not open_ones:
        return InstructionGone.sentence
    if action is Action.DRAFT_REPORT:
        return ReportWaiting.sentence if all(found.pending for found in open_ones) else ""
    if action in {Action.APPROVE_REPORT, Action.RETURN_REPORT}:
        return _closed_to_approving(open_ones, actor)
    if not _kept_by(open_ones, page, actor):
        return NotTheirInstruction.sentence
    return ReportGone.sentence if action is Action.SEND_REPORT and not _to_send(open_ones) else ""


def _closed_to_approving(open_ones: list[InstructionView], actor: Actor) -> str:
    waiting = _to_approve(open_ones)
    if not waiting:
        return ReportGone.sentence
    own = [found for found in waiting if found.pending and found.pending.drafted_by == actor.officer_id]
    return OwnReport.sentence if len(own) == len(waiting) else ""


def _to_approve(found: Iterable[InstructionView]) -> list[InstructionView]:
    return [view for view in found if view.pending is not None and view.pending.is_waiting]


def _to_send(found: Iterable[InstructionView]) -> list[InstructionView]:
    return [view for view in found if view.pending is not None and view.pending.is_approved]


def _kept_by(found: Iterable[InstructionView], page: MatterView, actor: Actor) -> list[InstructionView]:
    units = actor.units_as(*UNIT_MANAGERS)
    return [view for view in found if units & {view.office_id, page.lead_unit_id}]


class InstructionChoice(MoveForm):
    """A step on one of the instructions of the matter."""

    def _offer(self, found: Iterable[InstructionView]) -> None:
        """Those that wait for this step; where there is one only, it is chosen."""
        named = gettext("%(issuer)s，%(day)s 前上报")
        options = [
            (str(view.position), named % {"issuer": view.issuer, "day": view.due_on.isoformat()})
            for view in found
            if view.is_open
        ]
        choose(self.fields["position"], options)
        if len(options) == 1:
            self.fields["position"].initial = options[0][0]


def _position() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=_("哪一次交办"), coerce=int, widget=forms.RadioSelect)


@move_form(BarRow.SECONDARY, 425)
class InstructForm(MoveForm):
    """Somebody above has asked to be told."""

    action = Action.INSTRUCT
    keeps_draft = True
    takes_files = True
    about = N_("上级机关或者领导交办、要报告结果的，在这里登记。承办单位的责任和办理期限不变；信访人看不到。")
    submit = N_("登记")
    done = N_("已登记上级交办，到期前会提醒承办单位和登记单位。")

    issuer_kind = issuer_field()
    issuer = issuer_name_field(required=True)
    number = number_field()
    instructed_on = DayField(label=_("交办日期"))
    due_on = DayField(label=_("要求上报的日期"), required=False)
    past = past_field()
    words = words(_("交办的内容"), rows=3)

    def configure(self) -> None:
        """The words of a sealed matter stand nowhere; its files lie under the seal."""
        self.fields["due_on"].help_text = due_help()
        if not is_asked_for(self.fields["due_on"], self.data, "due_on"):
            del self.fields["past"]
        if self.page.seal is not None:
            del self.fields["words"]
            return
        self.fields["words"].required = True
        self.fields["words"].error_messages["required"] = gettext(InstructionRequired.sentence)
        self.fields[FILES] = _files_field(gettext("来文的扫描件，只有工作人员能看。"))

    def clean(self) -> dict[str, Any]:
        """A day that has passed is confirmed."""
        given = super().clean() or self.cleaned_data
        refusal = past_refusal(
            given.get("due_on"), instructed_on=given.get("instructed_on"), is_confirmed=bool(given.get("past"))
        )
        if refusal:
            self.add_error("due_on", refusal)
        return given

    def done_text(self) -> str:
        """That it is late already, where it is."""
        late = past_words(self.cleaned_data["due_on"])
        return gettext("已登记上级交办。%(late)s") % {"late": late} if late else super().done_text()

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        matter_instruct(
            actor=actor,
            matter_id=self.page.id,
            draft=InstructionDraft(
                issuer_kind=given["issuer_kind"],
                issuer=given["issuer"],
                words=given.get("words", ""),
                number=given["number"],
                instructed_on=given["instructed_on"],
                due_on=given["due_on"],
            ),
            draft_id=self.draft_seen.id,
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.SECONDARY, 435)
class ExtendInstructionForm(InstructionChoice):
    """The body has agreed to another day."""

    action = Action.EXTEND_INSTRUCTION
    keeps_draft = True
    about = N_("只有上级自己同意了，期限才改；要在原期限以前同意。")
    submit = N_("登记延期")
    done = N_("已登记，按新的日期提醒。")

    position = _position()
    agreed_on = DayField(label=_("上级哪天同意的"))
    due_on = DayField(label=_("新的上报日期"))
    words = words(
        _("上级怎么说的"), rows=2, missing=_(AgreementRequired.sentence), help_text=_("原话，或者来文的文号。")
    )
    late_reason = late_reason_field()

    def configure(self) -> None:
        """Those that are owed."""
        self._offer(instructions_on(self.page))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        instruction_extend(
            actor=actor, matter_id=self.page.id, position=given["position"], words=given["words"],
            agreed_on=given["agreed_on"], due_on=given["due_on"], late_reason=given["late_reason"], at=at,
            seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.PRIMARY, 154)
class DraftReportForm(InstructionChoice):
    """The report to the body."""

    action = Action.DRAFT_REPORT
    keeps_draft = True
    takes_files = True
    about = N_("批准后生成带文号的报告，送出那天登记。不写信访人的姓名、电话、住址；信访人看不到。")
    submit = N_("提交审批")
    done = N_("报告已提交，等另一位审批人或者领导批准。")

    position = _position()
    kind = forms.ChoiceField(
        label=_("哪种报告"),
        choices=[(kind.value, _(label)) for kind, label in sorted(REPORT_LABELS.items())],
        widget=forms.RadioSelect,
        initial=ReportKind.FINAL.value,
        help_text=_("阶段报告说明进展，期限照旧；送出办结报告才算报结。"),
    )
    text = words(_("办理情况和结果"), rows=8, missing=_(ReportTextRequired.sentence))

    def configure(self) -> None:
        """Those on which no report is under way."""
        self._offer(found for found in instructions_on(self.page) if found.pending is None)
        if self.page.seal is None:
            self.fields[FILES] = _files_field(gettext("随报告一起送上级，报告里列出名称；信访人看不到。"))

    def get_initial(self) -> dict[str, object]:
        """One that came back is what the next starts from."""
        returned = next((found.returned for found in instructions_on(self.page) if found.returned), None)
        return {"kind": returned.kind, "text": returned.text} if returned else {}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Hand it in."""
        given = self.cleaned_data
        report_draft(
            actor=actor, matter_id=self.page.id, position=given["position"], kind=ReportKind(given["kind"]),
            text=given["text"], draft_id=self.draft_seen.id, at=at, seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.PRIMARY, 156)
class ApproveReportForm(InstructionChoice):
    """Another person than the drafter stands for it."""

    action = Action.APPROVE_REPORT
    about = N_("请先看完“上级交办”里的报告全文。批准后编文号，可以打印送出。")
    submit = N_("批准")
    done = N_("已批准。送出以后请登记送出日期，才算上报。")

    position = _position()

    def configure(self) -> None:
        """Those that wait."""
        self._offer(_to_approve(instructions_on(self.page)))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Approve."""
        position = self.cleaned_data["position"]
        report_approve(actor=actor, matter_id=self.page.id, position=position, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 158)
class ReturnReportForm(InstructionChoice):
    """Back to whoever wrote it."""

    action = Action.RETURN_REPORT
    keeps_draft = True
    submit = N_("退回")
    done = N_("已退回起草人修改。")

    position = _position()
    reason = words(_("要修改什么"), rows=3, missing=_(ReturnReasonRequired.sentence))

    def configure(self) -> None:
        """Those that wait."""
        self._offer(_to_approve(instructions_on(self.page)))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Send it back."""
        given = self.cleaned_data
        report_return(
            actor=actor, matter_id=self.page.id, position=given["position"], reason=given["reason"], at=at,
            seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.PRIMARY, 162)
class SendReportForm(InstructionChoice):
    """It has left."""

    action = Action.SEND_REPORT
    about = N_("报告送出以后登记：哪天、怎样送的。系统不会自己发给上级。")
    submit = N_("登记已上报")
    done = N_("已登记上报。")

    position = _position()
    sent_on = DayField(label=_("送出日期"))
    way = forms.ChoiceField(
        label=_("怎样送出的"),
        choices=[(way.value, _(label)) for way, label in SEND_WAY_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _(SendWayRequired.sentence)},
    )
    note = words(_("说明"), rows=2, help_text=_("如谁签收、机要号、上级系统里的编号。"))
    late_reason = late_reason_field()

    def configure(self) -> None:
        """Those that are approved."""
        self._offer(_to_send(instructions_on(self.page)))

    def get_initial(self) -> dict[str, object]:
        """Mostly on the day itself."""
        return {"sent_on": office_day(now())}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        report_send(
            actor=actor, matter_id=self.page.id, position=given["position"], sent_on=given["sent_on"],
            way=SendWay(given["way"]), note=given["note"], late_reason=given["late_reason"], at=at,
            seen=self.seen_version,
        )  # fmt: skip
