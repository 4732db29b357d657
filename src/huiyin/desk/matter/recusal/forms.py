"""Standing aside from a matter."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, choose
from huiyin.desk.matter.registry import BarRow, move_form
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.recusal.services import matter_recuse


@move_form(BarRow.SECONDARY, 200)
class RecuseForm(MoveForm):
    """Oneself, or, by who leads or approves, somebody of the unit."""

    action = Action.RECUSE
    about = N_(
        "和信访人或者这件事有直接利害关系的，应当回避（《信访工作条例》第二十八条）。回避的人从此看不到这件事项。"
    )
    warning = N_("不能撤回。信访人会看到有一位工作人员回避，看不到是谁、为什么。")
    submit = N_("回避")
    done = N_("已回避。")

    officer = forms.TypedChoiceField(
        label=_("谁回避"), coerce=int, error_messages={"required": _("请选一位工作人员。")}
    )
    reason = forms.CharField(
        label=_("为什么"),
        help_text=_("一句话，只有经办人员看得到。"),
        error_messages={"required": _("请用一句话写明为什么要回避，只有经办人员看得到。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def configure(self) -> None:
        """Who can be chosen."""
        choose(self.fields["officer"], [(str(pk), name) for pk, name in self.choices.staff])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Stand aside."""
        given = self.cleaned_data
        matter_recuse(
            actor=actor,
            matter_id=self.page.id,
            officer_id=given["officer"],
            reason=given["reason"],
            at=at,
            seen=self.seen_version,
        )
