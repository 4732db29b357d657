"""Accept, decline, redirect; hand to a unit, name a handler, name whom it is about."""

from datetime import datetime

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.clocks.rules.rulebook import Outcome as GroundOutcome
from huiyin.clocks.selectors import rulebook
from huiyin.desk.matter_detail.forms import MoveForm, choose, words
from huiyin.desk.matter_detail.handing import HandingForm
from huiyin.desk.matter_detail.handover import due_day, handler_choice, handover_mode
from huiyin.desk.matter_detail.unit_field import UnitField
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.acceptance.errors import GroundUnknown, RouteMissing
from huiyin.matters.acceptance.services import matter_decline, matter_redirect
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.core.rules.states import Action
from huiyin.matters.handover.rules import HandoverMode


def grounds(*outcomes: GroundOutcome, kind: str) -> list[tuple[str, str]]:
    """The rulebook's grounds for this kind of matter, each with its article."""
    rules = [rule for outcome in outcomes for rule in rulebook().grounds_for(outcome=outcome, kind=kind)]
    return [
        (
            rule.code,
            format_html(
                '<span>{}<span class="ground-article">{}</span><span class="ground-sentence">{}</span></span>',
                gettext(rule.name),
                gettext(rule.article),
                gettext(rule.sentence),
            ),
        )
        for rule in rules
    ]


def ground_field() -> forms.ChoiceField:
    """One of the grounds."""
    return forms.ChoiceField(
        label=_("理由"),
        widget=forms.RadioSelect,
        error_messages={"required": _(GroundUnknown.sentence), "invalid_choice": _(GroundUnknown.sentence)},
    )


class DeclineForm(MoveForm):
    """Not accepted, on a ground that the petitioner reads."""

    action = Action.DECLINE
    warning = N_("信访人会马上看到理由、条款和您的说明，不能撤回。")
    done = N_("已决定不予受理。")
    notifies = True

    ground = ground_field()
    explanation = words(
        _("说明"),
        missing=_("请结合这件事写几句说明，信访人会看到。"),
        help_text=_("结合这件事写清楚，信访人会看到。"),
    )

    def prepare(self) -> None:
        """The grounds for this kind."""
        options = grounds(GroundOutcome.DECLINE, GroundOutcome.FINAL, kind=self.page.kind)
        choose(self.fields["ground"], options)

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Decline."""
        matter_decline(
            actor=actor,
            matter_id=self.page.id,
            ground=self.cleaned_data["ground"],
            explanation=self.cleaned_data["explanation"],
            at=at,
            seen=self.seen_version,
        )


class RedirectForm(MoveForm):
    """Where to go instead."""

    action = Action.REDIRECT
    warning = N_("信访人会马上看到该去哪里、怎么办，不能撤回。")
    done = N_("已写明另外的途径。")
    notifies = True

    ground = ground_field()
    route = words(
        _("去哪里、怎么办"),
        missing=_(RouteMissing.sentence),
        help_text=_("写明单位、地址或电话、要带的材料、期限。"),
    )
    body = forms.CharField(
        label=_("处理的机关"), required=False, help_text=_("申诉求决走诉讼、仲裁、党内或者行政程序的，这三项都要填。")
    )
    deadline = forms.CharField(label=_("它的期限"), required=False, help_text=_("例如：收到之日起六十日内申请。"))
    remedy = forms.CharField(label=_("不服它的决定怎么办"), required=False, help_text=_("例如：十五日内向法院起诉。"))

    def prepare(self) -> None:
        """The grounds for this kind."""
        choose(self.fields["ground"], grounds(GroundOutcome.REDIRECT, kind=self.page.kind))

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Redirect."""
        matter_redirect(
            actor=actor,
            matter_id=self.page.id,
            ground=self.cleaned_data["ground"],
            route=self.cleaned_data["route"],
            body=self.cleaned_data["body"],
            deadline=self.cleaned_data["deadline"],
            remedy=self.cleaned_data["remedy"],
            at=at,
            seen=self.seen_version,
        )


class AssignUnitForm(HandingForm):
    """Another unit leads from now on."""

    action = Action.ASSIGN_UNIT
    about = N_("时限不变，新的单位从现在起负责答复。第三次转交会报告上级负责人。")
    warning = N_("信访人会看到由哪个单位负责，能通知到的还会收到通知。")
    submit = N_("交给这个单位")
    done = N_("已交给新的承办单位。")
    notifies = True

    unit = UnitField(label=_("交给哪个单位"), help_text=_("输入名称里的两个字。"))
    mode = handover_mode()
    due_on = due_day(required=False)
    words = words(_("给承办单位的话"), rows=2)

    def starting(self) -> dict[str, object]:
        """Forwarded, unless somebody wants a report."""
        return {"mode": HandoverMode.FORWARD.value}

    def prepare(self) -> None:
        """The unit that is probably competent."""
        field = self.fields["unit"]
        if isinstance(field, UnitField):
            field.offer(self.choices.units)

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Hand it over."""
        matter_assign_unit(
            actor=actor,
            matter_id=self.page.id,
            unit_id=self.cleaned_data["unit"],
            words=self.cleaned_data["words"],
            mode=HandoverMode(self.cleaned_data["mode"] or HandoverMode.FORWARD),
            report_due_on=self.cleaned_data["due_on"],
            confirmed=self.confirmed,
            at=at,
            seen=self.seen_version,
        )


class AssignHandlerForm(MoveForm):
    """Who works on it."""

    action = Action.ASSIGN_HANDLER
    about = N_("信访人只看到已安排专人承办，看不到姓名。")
    done = N_("已指定承办人。")

    handler = handler_choice()

    def starting(self) -> dict[str, object]:
        """The only one there is, or nobody."""
        others = [officer_id for officer_id, _name in self.choices.handlers if officer_id != self.page.handler_id]
        return {"handler": others[0]} if len(others) == 1 else {}

    def prepare(self) -> None:
        """Handlers of the unit that has it."""
        options = [(str(officer_id), name) for officer_id, name in self.choices.handlers]
        choose(self.fields["handler"], [("", gettext("请选择")), *options])

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Name the handler."""
        matter_assign_handler(
            actor=actor,
            matter_id=self.page.id,
            officer_id=self.cleaned_data["handler"],
            at=at,
            seen=self.seen_version,
        )
