"""A leader reads the matter and writes on it."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.desk.matter.unit_field import UnitField
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.reading.errors import ReadAlready, RemarkDayRequired, RemarkRequired
from huiyin.matters.reading.selectors import ReadingView
from huiyin.matters.reading.services import leader_read, remark_make
from huiyin.web.date_fields import DayField

# It stands on the form: what a leader writes is no decision (条例 Arts 22, 31).
LIMITS = N_(
    "批示不能决定事项：不能代替受理、答复、办结或者不予受理；承办单位的责任和期限不变。信访人看不到批示的话。"
)


@move_reason(230, quiet={Action.LEADER_READ, Action.REMARK})
def closed_to_readers(page: MatterView, actor: Actor, action: Action) -> str:
    """Why reading isn't this leader's any more, in the source language, or ""."""
    if action is not Action.LEADER_READ:
        return ""
    has_read = any(reading.officer_id == actor.officer_id for reading in page.rows_of(ReadingView))
    return ReadAlready.sentence if has_read else ""


@move_form(BarRow.SECONDARY, 445)
class LeaderReadForm(MoveForm):
    """The leader has read it."""

    action = Action.LEADER_READ
    about = N_("记下您阅过这一件和时间，工作人员看得到。")
    submit = N_("阅")
    done = N_("已记下您阅过。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        leader_read(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)


@move_form(BarRow.SECONDARY, 455)
class RemarkForm(MoveForm):
    """What the leader writes."""

    action = Action.REMARK
    keeps_draft = True
    about = LIMITS
    submit = N_("批示")
    done = N_("已批示，对方会收到任务；报告回来，在“阅批”里请您阅。")

    words = words(_("批示"), rows=3, missing=_(RemarkRequired.sentence))
    due_on = DayField(label=_("哪天前报告"), error_messages={"required": _(RemarkDayRequired.sentence)})
    unit_id = UnitField(
        label=_("批给哪个单位"),
        required=False,
        help_text=_("不填就是现在办理的单位。别的单位从批示到您阅过报告为止看得到这件事项，看不到是谁反映的。"),
    )
    officer_id = forms.TypedChoiceField(
        label=_("批给哪位"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("不选就由单位安排。只能选现在办理的单位里的人。"),
    )

    def configure(self) -> None:
        """Who works in the unit that has it."""
        staff = [(str(pk), name) for pk, name in self.choices.handlers]
        if staff:
            choose(self.fields["officer_id"], [("", gettext("由单位安排")), *staff])
        else:
            del self.fields["officer_id"]

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down, and give the task."""
        given = self.cleaned_data
        remark_make(
            actor=actor, matter_id=self.page.id, words=given["words"], due_on=given["due_on"],
            unit_id=given["unit_id"], officer_id=given.get("officer_id"), at=at, seen=self.seen_version,
        )  # fmt: skip
