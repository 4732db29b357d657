"""Time: what is handled simply, more time asked for and decided."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.clocks.selectors import ClockView
from huiyin.clocks.services import ExtensionAlreadyGiven, ExtensionTooLate
from huiyin.desk.matter.forms import MoveForm, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.extension.errors import (
    ExtensionAskedAlready,
    ExtensionNotAsked,
    OwnExtension,
    RefusalUnexplained,
    TimeReasonMissing,
)
from huiyin.matters.extension.selectors import open_ask
from huiyin.matters.extension.services import extension_ask, extension_grant, extension_refuse

_DAYS, _DAYS_WRONG = N_("1 至 %(most)s 天。"), N_("请填 1 至 %(most)s 天。")


@move_form(BarRow.ASKING, 60)
class ExtendAskForm(MoveForm):
    """More time for the answer."""

    action = Action.EXTEND_ASK
    keeps_draft = True
    about = N_("由本单位的审批人或负责人决定，只能延长一次。批准以前信访人看不到。")
    submit = N_("提交申请")
    done = N_("已提交，等单位负责人决定。")

    days = forms.IntegerField(label=_("延长几天"))
    reason = words(_("原因"), missing=_(TimeReasonMissing.sentence), help_text=_("批准后信访人会看到，请写具体。"))

    def configure(self) -> None:
        """As many days as the rule gives under which the clock was started."""
        answer = _running_answer(self.page)
        most = answer.extend_days if answer else 0
        wrong = gettext(_DAYS_WRONG) % {"most": most}
        # Bounds become validators only when a field is made.
        self.fields["days"] = forms.IntegerField(
            label=self.fields["days"].label,
            min_value=1,
            max_value=most,
            help_text=gettext(_DAYS) % {"most": most},
            error_messages={"min_value": wrong, "max_value": wrong, "invalid": wrong},
        )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask."""
        extension_ask(
            actor=actor,
            matter_id=self.page.id,
            days=self.cleaned_data["days"],
            reason=self.cleaned_data["reason"],
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.PRIMARY, 50)
class ExtendGrantForm(MoveForm):
    """The head of the unit grants it."""

    action = Action.EXTEND_GRANT
    about = N_("批准的是“延期申请”里写的天数和原因，请先看过。")
    warning = N_("信访人马上就能看到原因和新的日期，能通知到的还会收到通知。不能撤回。")
    submit = N_("批准延期")
    done = N_("已批准延期。")
    notifies = True

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Grant."""
        extension_grant(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 60)
class ExtendRefuseForm(MoveForm):
    """The head of the unit refuses it."""

    action = Action.EXTEND_REFUSE
    keeps_draft = True
    about = N_("期限不变。承办人会看到您写的，信访人看不到。")
    submit = N_("不批准")
    done = N_("没有批准延期，已告诉承办人。")

    reason = words(_("为什么不批准"), missing=_(RefusalUnexplained.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Refuse."""
        reason = self.cleaned_data["reason"]
        extension_refuse(actor=actor, matter_id=self.page.id, reason=reason, at=at, seen=self.seen_version)


@move_reason(170)
def closed_to_time(page: MatterView, actor: Actor, action: Action) -> str:
    """Why more time can't be asked for or decided on now, in the source language, or ""."""
    if action is Action.EXTEND_ASK:
        return _closed_to_ask(page)
    if action not in {Action.EXTEND_GRANT, Action.EXTEND_REFUSE}:
        return ""
    ask = open_ask(page.extension_asks)
    if ask is None:
        return ExtensionNotAsked.sentence
    return OwnExtension.sentence if ask.asked_by == actor.officer_id else ""


def _closed_to_ask(page: MatterView) -> str:
    if open_ask(page.extension_asks):
        return ExtensionAskedAlready.sentence
    answer = _running_answer(page)
    # Once only (条例 Art 34).
    if answer is None or answer.extensions:
        return ExtensionAlreadyGiven.sentence
    # What is late stays late.
    return ExtensionTooLate.sentence if answer.days_left < 0 else ""


def _running_answer(page: MatterView) -> ClockView | None:
    # The house's own promises run beside it and are never extended.
    return next((clock for clock in page.clocks if clock.code == "answer" and clock.stopped_at is None), None)
