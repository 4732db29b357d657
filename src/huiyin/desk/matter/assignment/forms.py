"""Unit and handler."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.handing import HandingForm
from huiyin.desk.matter.handover.forms import due_day, handler_choice, handover_mode
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.desk.matter.unit_field import UnitField
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.handover.errors import ObjectionOpen
from huiyin.matters.handover.rules import HandoverMode


@move_form(BarRow.PRIMARY, 120)
class AssignUnitForm(HandingForm):
    """Another unit leads from now on."""

    action = Action.ASSIGN_UNIT
    keeps_draft = True
    about = N_("时限不变，新的单位从现在起负责答复。第三次转交会报告上级负责人。")
    warning = N_("信访人会看到由哪个单位负责，能通知到的还会收到通知。")
    submit = N_("交给这个单位")
    done = N_("已交给新的承办单位。")
    notifies = True

    unit = UnitField(label=_("交给哪个单位"), help_text=_("输入名称里的两个字。"))
    mode = handover_mode()
    # Only 交办 wants a day, so the service asks for it.
    due_on = due_day(required=False)
    words = words(_("给承办单位的话"), rows=2)

    def get_initial(self) -> dict[str, object]:
        """Forwarded, unless somebody wants a report."""
        return {"mode": HandoverMode.FORWARD.value}

    def configure(self) -> None:
        """The unit that is probably competent."""
        field = self.fields["unit"]
        if isinstance(field, UnitField):
            field.offer(self.choices.units)

    def execute(self, *, actor: Actor, at: datetime) -> None:
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


@move_form(BarRow.PRIMARY, 20)
class AssignHandlerForm(MoveForm):
    """Who works on it."""

    action = Action.ASSIGN_HANDLER
    about = N_("信访人只看到已安排专人承办，看不到姓名。")
    done = N_("已指定承办人。")

    handler = handler_choice()

    def get_initial(self) -> dict[str, object]:
        """The only one there is, or nobody."""
        # Naming the handler that the matter has already would change nothing.
        others = [officer_id for officer_id, _name in self.choices.handlers if officer_id != self.page.handler_id]
        return {"handler": others[0]} if len(others) == 1 else {}

    def configure(self) -> None:
        """Handlers of the unit that has it."""
        options = [(str(officer_id), name) for officer_id, name in self.choices.handlers]
        choose(self.fields["handler"], [("", gettext("请选择")), *options])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Name the handler."""
        matter_assign_handler(
            actor=actor,
            matter_id=self.page.id,
            officer_id=self.cleaned_data["handler"],
            at=at,
            seen=self.seen_version,
        )


@move_reason(110)
def closed_by_objection(page: MatterView, _actor: Actor, action: Action) -> str:
    """That an objection or a dispute has to be decided first, in the source language, or ""."""
    contested = any(handover.is_contested for handover in page.handovers)
    # While it says that the matter isn't its own, a unit can't pass it on either (docs/handover.md).
    return ObjectionOpen.sentence if action is Action.ASSIGN_UNIT and contested else ""
