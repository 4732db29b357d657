"""Supervision on the matter's page: demand, answer, end."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.clocks.selectors import usual_day
from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import UNIT_MANAGERS, Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.text import N_, shorten
from huiyin.kernel.time import now
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.supervision.errors import (
    DemandMissing,
    EndReasonMissing,
    NotTheirDemand,
    OwnDemand,
    StatementMissing,
    SupervisionGone,
)
from huiyin.supervision.selectors import SupervisionView
from huiyin.supervision.services import matter_supervise, supervision_answer, supervision_end
from huiyin.web.date_fields import DayField

_SHOWN = 30


def demands_on(page: MatterView) -> tuple[SupervisionView, ...]:
    """All demands on the unit that has this matter, as the page shows them."""
    return page.rows_of(SupervisionView)


def to_answer(page: MatterView, actor: Actor) -> list[SupervisionView]:
    """The demands that this officer may answer."""
    return [demand for demand in demands_on(page) if demand.waits_for_answer and not _is_own(demand, actor)]


def to_end(page: MatterView, actor: Actor) -> list[SupervisionView]:
    """The demands that this officer may end."""
    units = actor.units_as(*UNIT_MANAGERS) | actor.command_unit_ids
    return [demand for demand in demands_on(page) if demand.is_open and demand.by_unit_id in units]


@move_reason(50, quiet={Action.ANSWER_SUPERVISION, Action.END_SUPERVISION})
def closed_to_supervisors(page: MatterView, actor: Actor, action: Action) -> str:
    """Why answering or ending isn't this officer's now, in the source language, or ""."""
    if action is Action.ANSWER_SUPERVISION and not to_answer(page, actor):
        return _first_of(OwnDemand, any(demand.waits_for_answer for demand in demands_on(page)))
    if action is Action.END_SUPERVISION and not to_end(page, actor):
        return _first_of(NotTheirDemand, any(demand.is_open for demand in demands_on(page)))
    return ""


def _first_of(refusal: type[HuiyinError], is_there: bool) -> str:
    """What the service says: of a demand that there is, or that there is none."""
    return refusal.sentence if is_there else SupervisionGone.sentence


@move_form(BarRow.ASKING, 70)
class SuperviseForm(MoveForm):
    """A demand on the unit, by a day."""

    action = Action.SUPERVISE
    keeps_draft = True
    about = N_("督办的是单位和期限，不是个人。信访人会看到哪个单位督办、要求哪天前说明，看不到下面写的内容。")
    submit = N_("发出督办")
    done = N_("已发出督办，承办单位会收到通知。")

    demand = words(_("要求"), rows=3, missing=_(DemandMissing.sentence))
    due_on = DayField(label=_("书面答复的日期"))

    def get_initial(self) -> dict[str, object]:
        """The day that a demand by the system would have."""
        return {"due_on": usual_day(code="supervision", kind=self.page.kind, at=now())}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Demand."""
        given = self.cleaned_data
        matter_supervise(
            actor=actor, matter_id=self.page.id, demand=given["demand"], due_on=given["due_on"], at=at,
            seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.PRIMARY, 150)
class AnswerSupervisionForm(MoveForm):
    """What the unit has to say."""

    action = Action.ANSWER_SUPERVISION
    keeps_draft = True
    about = N_("提出督办的单位会看到全文；信访人只看到已经作出说明。")
    submit = N_("答复督办")
    done = N_("已答复，等提出督办的单位结束督办。")

    position = forms.TypedChoiceField(label=_("哪一次督办"), coerce=int, widget=forms.RadioSelect)
    answer = words(_("办理情况、原因和接下来怎么办"), rows=5, missing=_(StatementMissing.sentence))

    def configure(self) -> None:
        """Those that wait."""
        # Their own as well: a form doesn't know who fills it in, and the service refuses those.
        _offer(self, [demand for demand in demands_on(self.page) if demand.waits_for_answer])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Answer."""
        given = self.cleaned_data
        supervision_answer(
            actor=actor, matter_id=self.page.id, position=given["position"], answer=given["answer"], at=at,
            seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.PRIMARY, 152)
class EndSupervisionForm(MoveForm):
    """It isn't listed any more."""

    action = Action.END_SUPERVISION
    keeps_draft = True
    about = N_("结束以后不再列在“督办”里。答复不清楚的，可以先不结束，再督办一次。")
    submit = N_("结束督办")
    done = N_("已结束督办。")

    position = forms.TypedChoiceField(label=_("哪一次督办"), coerce=int, widget=forms.RadioSelect)
    reason = words(_("为什么结束"), rows=3, missing=_(EndReasonMissing.sentence))

    def configure(self) -> None:
        """Those that are open."""
        _offer(self, [demand for demand in demands_on(self.page) if demand.is_open])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """End it."""
        given = self.cleaned_data
        supervision_end(
            actor=actor, matter_id=self.page.id, position=given["position"], reason=given["reason"], at=at,
            seen=self.seen_version,
        )  # fmt: skip


def _is_own(demand: SupervisionView, actor: Actor) -> bool:
    # What was demanded by rule is nobody's own.
    return demand.raised_by is not None and demand.raised_by == actor.officer_id


def _offer(form: MoveForm, found: list[SupervisionView]) -> None:
    named = gettext("第 %(position)s 次，%(unit)s：%(demand)s")
    options = [
        (
            str(demand.position),
            named % {"position": demand.position, "unit": demand.by_unit, "demand": shorten(demand.demand, _SHOWN)},
        )
        for demand in found
    ]
    choose(form.fields["position"], options)
    if len(found) == 1:
        form.fields["position"].initial = str(found[0].position)
