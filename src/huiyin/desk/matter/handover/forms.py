"""Between units: objection, answer, dispute, closing report; and units that help."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.clocks.selectors import length_text
from huiyin.clocks.services import ClockDayPast
from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.handing import HandingForm
from huiyin.desk.matter.registry import BarRow, move_form
from huiyin.desk.matter.unit_field import UnitField
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.assignment.errors import HandlerUnknown
from huiyin.matters.core.rules.states import Action
from huiyin.matters.handover.errors import (
    AssistUnasked,
    ContributionMissing,
    DecisionUnreasoned,
    ObjectionUnreasoned,
    OutcomeMissing,
    ReportMissing,
)
from huiyin.matters.handover.rules import DISPUTE_LABELS, HandoverMode
from huiyin.matters.handover.services.assist import AssistAsk, matter_ask_assist, matter_contribute, matter_end_assist
from huiyin.matters.handover.services.handover import (
    matter_dispute,
    matter_object,
    matter_refuse_objection,
    matter_report_back,
    matter_settle_dispute,
    matter_take_back,
)
from huiyin.web.date_fields import DayField


def due_day(*, required: bool, missing: str = "") -> DayField:
    """A day from tomorrow on."""
    return DayField(
        label=_("哪一天以前"),
        required=required,
        error_messages={"required": _(missing or ClockDayPast.sentence), "invalid": _(ClockDayPast.sentence)},
    )


def handover_mode() -> forms.ChoiceField:
    """Forwarded, or assigned with a report back."""
    return forms.ChoiceField(
        label=_("方式"),
        required=False,
        initial=HandoverMode.FORWARD.value,
        widget=forms.RadioSelect,
        choices=[
            (HandoverMode.FORWARD.value, _("转送：由它答复信访人，不用报告")),
            (HandoverMode.ASSIGN.value, _("交办：还要在一个日期前报告办理结果")),
        ],
    )


def handler_choice() -> forms.TypedChoiceField:
    """Who works on it; the unit's handlers are put in when the form is shown."""
    return forms.TypedChoiceField(
        label=_("承办人"), coerce=int, error_messages={"required": _(HandlerUnknown.sentence)}
    )


@move_form(BarRow.PRIMARY, 230)
class ObjectForm(MoveForm):
    """It isn't this unit's, in detail."""

    action = Action.OBJECT
    keeps_draft = True
    about = N_("收到后 %(length)s内可以提出。答复以前照常办理，时限不变。")
    warning = N_("转来的单位会看到理由；信访人会看到提出了异议，看不到理由。")
    done = N_("已提出异议，等转来的单位答复。")

    reasons = words(_("详细理由"), rows=4, missing=_(ObjectionUnreasoned.sentence))

    def lengths(self) -> dict[str, str]:
        """How long a unit may object."""
        return {"length": length_text(code="object", kind=self.page.kind)}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Object."""
        reasons = self.cleaned_data["reasons"]
        matter_object(actor=actor, matter_id=self.page.id, reasons=reasons, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 190)
class TakeBackForm(MoveForm):
    """The sender has it again."""

    action = Action.TAKE_BACK
    keeps_draft = True
    about = N_("事项回到您的单位，由您的单位办理或者再转。时限不变。")
    warning = N_("信访人会看到事项由哪个单位负责。")
    done = N_("已收回，现在由您的单位负责。")

    reasons = words(_("给对方的话"), rows=2)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Take it back."""
        reasons = self.cleaned_data["reasons"]
        matter_take_back(actor=actor, matter_id=self.page.id, reasons=reasons, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 200)
class RefuseObjectionForm(MoveForm):
    """It stays where it is."""

    action = Action.REFUSE_OBJECTION
    keeps_draft = True
    about = N_("对方仍不同意的，可以提请上级裁定。")
    warning = N_("对方会看到理由；信访人会看到没有同意收回。")
    done = N_("已答复对方，事项仍由对方办理。")

    reasons = words(_("理由"), missing=_(DecisionUnreasoned.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Refuse."""
        reasons = self.cleaned_data["reasons"]
        matter_refuse_objection(actor=actor, matter_id=self.page.id, reasons=reasons, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 240)
class DisputeForm(MoveForm):
    """Let the unit above decide."""

    action = Action.DISPUTE
    keeps_draft = True
    about = N_("交给两个单位共同的上级决定。决定以前照常办理，时限不变。")
    warning = N_("信访人会看到已请上级决定，看不到理由。")
    done = N_("已提请上级裁定。")

    reasons = words(_("详细理由"), rows=4, missing=_(ObjectionUnreasoned.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask the superior."""
        reasons = self.cleaned_data["reasons"]
        matter_dispute(actor=actor, matter_id=self.page.id, reasons=reasons, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 180)
class SettleDisputeForm(HandingForm):
    """Who has it, decided from above."""

    action = Action.SETTLE_DISPUTE
    keeps_draft = True
    about = N_("两个单位意见不一，由您的单位决定。时限不变。")
    warning = N_("信访人会看到由哪个单位负责，看不到理由。")
    done = N_("已裁定，两个单位都会看到。")

    outcome = forms.ChoiceField(
        label=_("由谁负责"),
        widget=forms.RadioSelect,
        choices=[(value.value, _(label)) for value, label in DISPUTE_LABELS.items()],
        error_messages={"required": _(OutcomeMissing.sentence), "invalid_choice": _(OutcomeMissing.sentence)},
    )
    unit = UnitField(label=_("另一个单位"), required=False, help_text=_("选“由另一个单位办”时填写。"))
    reasons = words(_("理由"), missing=_(DecisionUnreasoned.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Decide."""
        matter_settle_dispute(
            actor=actor,
            matter_id=self.page.id,
            outcome=self.cleaned_data["outcome"],
            unit_id=self.cleaned_data["unit"],
            reasons=self.cleaned_data["reasons"],
            confirmed=self.confirmed,
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.PRIMARY, 220)
class ReportBackForm(MoveForm):
    """What became of it, for the unit that assigned it."""

    action = Action.REPORT_BACK
    keeps_draft = True
    about = N_("交办的单位要求报告办理结果。只有单位之间看得到。")
    submit = N_("报告")
    done = N_("已报告办理结果。")

    report = words(_("办理结果"), rows=5, missing=_(ReportMissing.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Report."""
        report = self.cleaned_data["report"]
        matter_report_back(actor=actor, matter_id=self.page.id, report=report, at=at, seen=self.seen_version)


@move_form(BarRow.ASKING, 50)
class AskAssistForm(HandingForm):
    """Another unit does a part; one after the other, as many as are needed."""

    action = Action.ASK_ASSIST
    keeps_draft = True
    about = N_("答复信访人的仍是您的单位，时限不变。可以请几个单位，每次填一个。")
    warning = N_("协办单位能看到这件事项；信访人会看到请了哪个单位。")
    submit = N_("请这个单位协办")
    done = N_("已请这个单位协办。")

    unit = UnitField(label=_("协办单位"), help_text=_("输入名称里的两个字。"))
    question = words(_("请它做什么"), missing=_(AssistUnasked.sentence))
    due_on = due_day(required=True)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask."""
        given = self.cleaned_data
        ask = AssistAsk(unit_id=given["unit"], question=given["question"], due_on=given["due_on"])
        matter_ask_assist(
            actor=actor, matter_id=self.page.id, asks=[ask], confirmed=self.confirmed, at=at, seen=self.seen_version
        )


@move_form(BarRow.PRIMARY, 210)
class ContributeForm(MoveForm):
    """The part of a helping unit."""

    action = Action.CONTRIBUTE
    keeps_draft = True
    about = N_("承办单位会看到。答复信访人的仍是承办单位。")
    submit = N_("答复承办单位")
    done = N_("已答复承办单位。")

    contribution = words(_("协办结果"), rows=5, missing=_(ContributionMissing.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Answer."""
        matter_contribute(
            actor=actor,
            matter_id=self.page.id,
            contribution=self.cleaned_data["contribution"],
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.PRIMARY, 260)
class EndAssistForm(MoveForm):
    """What was asked for is there, or needed no more."""

    action = Action.END_ASSIST
    about = N_("没有答复过的单位从此看不到这件事项。")
    done = N_("已结束协办。")

    assist = forms.TypedChoiceField(label=_("协办单位"), coerce=UUID)

    def configure(self) -> None:
        """The units that still help."""
        helping = [(str(assist.id), assist.unit) for assist in self.page.assists if assist.ended_at is None]
        choose(self.fields["assist"], helping if len(helping) == 1 else [("", gettext("请选择")), *helping])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """End it."""
        assist_id = self.cleaned_data["assist"]
        matter_end_assist(actor=actor, matter_id=self.page.id, assist_id=assist_id, at=at, seen=self.seen_version)
