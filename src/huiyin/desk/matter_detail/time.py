"""Time: what is handled simply, more time asked for and decided."""

from collections.abc import Iterator
from datetime import datetime

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huiyin.clocks.selectors import ClockView, length_text, rulebook
from huiyin.clocks.services import ExtensionAlreadyGiven, ExtensionTooLate
from huiyin.desk.matter_detail.forms import MoveForm, choose, words
from huiyin.desk.matter_detail.sheet import Item
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.acceptance.rules import HERE, Route
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.closing.errors import NotServedYet
from huiyin.matters.core.rules.states import PROCEDURE_LABELS, Action, Kind, Procedure
from huiyin.matters.core.selectors.views import MatterView, ReplyView
from huiyin.matters.delivery.errors import SignatureMissing
from huiyin.matters.extension.errors import (
    ExtensionAskedAlready,
    ExtensionNotAsked,
    OwnExtension,
    RefusalUnexplained,
    TimeReasonMissing,
)
from huiyin.matters.extension.selectors import ExtensionAskView, open_ask
from huiyin.matters.extension.services import extension_ask, extension_grant, extension_refuse
from huiyin.matters.messages.selectors.waits import WaitView
from huiyin.matters.procedure.errors import OrdinaryReasonMissing
from huiyin.matters.procedure.rules import may_be_simple
from huiyin.matters.procedure.services import matter_make_ordinary
from huiyin.matters.reply.errors import OwnDraft, SignedAlready
from huiyin.matters.reply.services.sign import signers

_SIMPLE_REASON = N_("选简易程序才填，例如：初次提出，事实清楚，争议不大。要在 %(length)s内答复。")
_DAYS, _DAYS_WRONG = N_("1 至 %(most)s 天。"), N_("请填 1 至 %(most)s 天。")


class AcceptForm(MoveForm):
    """From now the answer is owed in time; what is plain and easy may be handled simply."""

    action = Action.ACCEPT
    about = N_("受理后，答复期限开始计算。")
    warning = N_("信访人马上就能看到受理告知书，能通知到的还会收到通知。不能撤回。")
    done = N_("已受理。")
    notifies = True

    way = forms.ChoiceField(label=_("按哪条途径办"), widget=forms.RadioSelect, required=False)
    procedure = forms.ChoiceField(label=_("办理程序"), widget=forms.RadioSelect, required=False)
    reason = forms.CharField(
        label=_("简易办理的理由"),
        required=False,
    )

    def starting(self) -> dict[str, object]:
        """As the rules mean it to be."""
        return {"procedure": Procedure.ORDINARY.value, "way": Route.OPINION.value}

    def prepare(self) -> None:
        """Nothing to choose where the simple procedure isn't there, nor a route for what isn't a claim."""
        rules = [rule for route in HERE if (rule := rulebook().route(route))]
        if self.page.kind == Kind.CLAIM and rules:
            choose(self.fields["way"], [(rule.code, gettext(rule.name)) for rule in rules])
        else:
            del self.fields["way"]
        if may_be_simple(kind=self.page.kind, round_=self.page.round, is_joint=self.page.joint is not None):
            choose(self.fields["procedure"], [(one.value, gettext(PROCEDURE_LABELS[one])) for one in Procedure])
            length = length_text(code="simple_answer", kind=self.page.kind)
            self.fields["reason"].help_text = gettext(_SIMPLE_REASON) % {"length": length}
            return
        del self.fields["procedure"], self.fields["reason"]

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Accept."""
        matter_accept(
            actor=actor,
            matter_id=self.page.id,
            procedure=Procedure(self.cleaned_data.get("procedure") or Procedure.ORDINARY),
            reason=self.cleaned_data.get("reason") or "",
            route=Route(way) if (way := self.cleaned_data.get("way")) else None,
            at=at,
            seen=self.seen_version,
        )


class MakeOrdinaryForm(MoveForm):
    """It turned out not to be that simple."""

    action = Action.MAKE_ORDINARY
    about = N_("答复期限仍从受理那天算起，不重新计算。")
    warning = N_("信访人会看到原因。")
    submit = N_("转为普通程序")
    done = N_("已转为普通程序。")

    reason = words(_("原因"), missing=_(OrdinaryReasonMissing.sentence))

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Leave the simple procedure."""
        reason = self.cleaned_data["reason"]
        matter_make_ordinary(actor=actor, matter_id=self.page.id, reason=reason, at=at, seen=self.seen_version)


class ExtendAskForm(MoveForm):
    """More time for the answer."""

    action = Action.EXTEND_ASK
    about = N_("由本单位的审批人或负责人决定，只能延长一次。批准以前信访人看不到。")
    submit = N_("提交申请")
    done = N_("已提交，等单位负责人决定。")

    days = forms.IntegerField(label=_("延长几天"))
    reason = words(_("原因"), missing=_(TimeReasonMissing.sentence), help_text=_("批准后信访人会看到，请写具体。"))

    def prepare(self) -> None:
        """As many days as the rule gives under which the clock was started."""
        answer = _running_answer(self.page)
        most = answer.extend_days if answer else 0
        wrong = gettext(_DAYS_WRONG) % {"most": most}
        self.fields["days"] = forms.IntegerField(
            label=self.fields["days"].label,
            min_value=1,
            max_value=most,
            help_text=gettext(_DAYS) % {"most": most},
            error_messages={"min_value": wrong, "max_value": wrong, "invalid": wrong},
        )

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Ask."""
        extension_ask(
            actor=actor,
            matter_id=self.page.id,
            days=self.cleaned_data["days"],
            reason=self.cleaned_data["reason"],
            at=at,
            seen=self.seen_version,
        )


class ExtendGrantForm(MoveForm):
    """The head of the unit grants it."""

    action = Action.EXTEND_GRANT
    about = N_("批准的是“延期申请”里写的天数和原因，请先看过。")
    warning = N_("信访人马上就能看到原因和新的日期，能通知到的还会收到通知。不能撤回。")
    submit = N_("批准延期")
    done = N_("已批准延期。")
    notifies = True

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Grant."""
        extension_grant(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)


class ExtendRefuseForm(MoveForm):
    """The head of the unit refuses it."""

    action = Action.EXTEND_REFUSE
    about = N_("期限不变。承办人会看到您写的，信访人看不到。")
    submit = N_("不批准")
    done = N_("没有批准延期，已告诉承办人。")

    reason = words(_("为什么不批准"), missing=_(RefusalUnexplained.sentence))

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Refuse."""
        reason = self.cleaned_data["reason"]
        extension_refuse(actor=actor, matter_id=self.page.id, reason=reason, at=at, seen=self.seen_version)


def closed_by_procedure(page: MatterView, actor: Actor, action: Action) -> str:
    """Why one of these moves, or closing, would be refused now, or ""; in the source language."""
    if action is Action.EXTEND_ASK:
        return _closed_to_ask(page)
    if action in {Action.EXTEND_GRANT, Action.EXTEND_REFUSE}:
        ask = open_ask(page.extension_asks)
        if ask is None:
            return ExtensionNotAsked.sentence
        return OwnExtension.sentence if ask.asked_by == actor.officer_id else ""
    if action is Action.SIGN and page.reply is not None:
        return _closed_to_sign(page.reply, actor)
    if action in {Action.SERVE, Action.POST} and page.reply is not None:
        return _closed_to_serve(page, page.reply)
    on_its_way = page.reply is not None and page.reply.service is not None and page.reply.service.is_on_its_way
    return NotServedYet.sentence if action is Action.CLOSE and on_its_way else ""


def _closed_to_sign(reply: ReplyView, actor: Actor) -> str:
    if reply.signed_at is not None:
        return SignedAlready.sentence
    return OwnDraft.sentence if reply.drafter_id == actor.officer_id else ""


def _closed_to_serve(page: MatterView, reply: ReplyView) -> str:
    waits = reply.signed_at is None and signers(page.lead_unit_id, reply.drafter_id)
    return SignatureMissing.sentence if waits else ""


def _closed_to_ask(page: MatterView) -> str:
    if open_ask(page.extension_asks):
        return ExtensionAskedAlready.sentence
    answer = _running_answer(page)
    if answer is None or answer.extensions:
        return ExtensionAlreadyGiven.sentence
    return ExtensionTooLate.sentence if answer.days_left < 0 else ""


def _running_answer(page: MatterView) -> ClockView | None:
    return next((clock for clock in page.clocks if clock.code == "answer" and clock.stopped_at is None), None)


def asked_lines(page: MatterView) -> Iterator[Item]:
    """What more time was asked for, and what became of it."""
    for ask in page.extension_asks:
        title = ngettext("申请延长 %(days)d 天", "申请延长 %(days)d 天", ask.days) % {"days": ask.days}
        yield Item(title, ask.asked_at, _became(ask), "\n".join(filter(None, (ask.reason, ask.decision_reason))))


def _became(ask: ExtensionAskView) -> str:
    if ask.decided_at is None:
        return gettext("等单位负责人决定")
    return gettext("已批准") if ask.granted else gettext("没有批准")


def wait_lines(page: MatterView) -> Iterator[Item]:
    """Each wait for the petitioner: since when, what for, how long."""
    for wait in reversed(page.waits):
        yield Item(wait_title(wait), wait.since, "", wait.what)


def wait_title(wait: WaitView) -> str:
    """How long it took, or has taken so far."""
    if wait.until is None:
        said = ngettext("等信访人补充，已等 %(days)d 天", "等信访人补充，已等 %(days)d 天", wait.days)
    else:
        said = ngettext("信访人已补充，等了 %(days)d 天", "信访人已补充，等了 %(days)d 天", wait.days)
    return said % {"days": wait.days}
