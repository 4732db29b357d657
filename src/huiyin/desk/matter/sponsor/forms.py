"""A leader takes a matter in person, says how it goes on, hands it on."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, WordsField, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_, shorten
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.sponsor.errors import (
    FourPointMissing,
    HandOnReasonMissing,
    MilestoneGone,
    NotTheSponsor,
    PlanMissing,
    PlanStepTextMissing,
    SponsorThere,
)
from huiyin.matters.sponsor.rules import FOUR_POINT_LABELS, FourPoint, ShownBy
from huiyin.matters.sponsor.selectors.ending import steps_to_show
from huiyin.matters.sponsor.services.ending import FourAnswer, sponsor_end
from huiyin.matters.sponsor.services.sponsor import (
    MilestoneDraft,
    matter_sponsor,
    milestone_reach,
    milestones_add,
    sponsor_hand_on,
)
from huiyin.web.date_fields import DayField

_STEPS = 3
_SHOWN = 30


@move_reason(150)
def closed_to_sponsors(page: MatterView, actor: Actor, action: Action) -> str:
    """Why one of these isn't this officer's now, in the source language, or ""."""
    if action is Action.SPONSOR:
        return SponsorThere.sentence if page.sponsor else ""
    if action is Action.END_SPONSOR:
        # The leader alone, and no deputy.
        return "" if page.sponsor and page.sponsor.officer_id == actor.officer_id else NotTheSponsor.sentence
    if action not in {Action.REACH_MILESTONE, Action.HAND_ON_SPONSOR, Action.ADD_MILESTONES}:
        return ""
    # A deputy works on what the one who is away answers for (docs/away.md).
    if page.sponsor is None or page.sponsor.officer_id not in {actor.officer_id, *actor.stands_for}:
        return NotTheSponsor.sentence
    left = any(milestone.done_at is None for milestone in page.sponsor.milestones)
    return MilestoneGone.sentence if action is Action.REACH_MILESTONE and not left else ""


class _PlanForm(MoveForm):
    """Steps of a plan: a line and a day each."""

    def add_steps(self) -> None:
        """Lines for the steps."""
        for place in range(1, _STEPS + 1):
            self.fields[f"step_{place}"] = forms.CharField(
                label=gettext("第 %(place)s 步") % {"place": place}, required=False
            )
            self.fields[f"day_{place}"] = DayField(
                label=gettext("第 %(place)s 步的日期") % {"place": place},
                required=False,
            )

    def steps(self) -> list[MilestoneDraft]:
        """What was typed."""
        given = self.cleaned_data
        return [
            MilestoneDraft(given[f"step_{place}"], given[f"day_{place}"])
            for place in range(1, _STEPS + 1)
            if given[f"step_{place}"]
        ]

    def clean(self) -> dict[str, object]:
        """A step has a day, and a day has its step."""
        given = super().clean() or self.cleaned_data
        for place in range(1, _STEPS + 1):
            text, day = f"step_{place}", f"day_{place}"
            if given.get(text) and not given.get(day) and day not in self.errors:
                self.add_error(day, gettext("请写明这一步哪天完成。"))
            # A day that can't be read is a day as well.
            if not given.get(text) and text not in self.errors and (given.get(day) or day in self.errors):
                self.add_error(text, gettext(PlanStepTextMissing.sentence))
        return given


@move_form(BarRow.SECONDARY, 170)
class SponsorForm(_PlanForm):
    """Take it, with a plan."""

    action = Action.SPONSOR
    keeps_draft = True
    about = N_("一件事一位领导、一个计划，负责到办完。期限照常计算。步骤以后可以追加。")
    warning = N_("信访人会看到由哪个单位的哪个职位负责。")
    submit = N_("由我包案")
    done = N_("已包案。")

    plan = words(_("打算怎样解决"), rows=4, missing=_(PlanMissing.sentence))
    officer = forms.TypedChoiceField(label=_("由哪位领导包案"), coerce=int, empty_value=None, required=False)

    def configure(self) -> None:
        """Lines for the steps of the plan; the leaders to whom it can be given."""
        self.add_steps()
        leaders = [(str(pk), name) for pk, name in self.choices.leaders]
        if leaders:
            choose(self.fields["officer"], [("", gettext("我自己")), *leaders])
        else:
            del self.fields["officer"]

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Take it, or give it to the leader who was chosen."""
        given = self.cleaned_data
        matter_sponsor(
            actor=actor,
            matter_id=self.page.id,
            plan=given["plan"],
            milestones=self.steps(),
            officer_id=given.get("officer"),
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.SECONDARY, 742)
class AddStepsForm(_PlanForm):
    """More steps of the plan."""

    action = Action.ADD_MILESTONES
    keeps_draft = True
    submit = N_("追加")
    done = N_("已追加计划步骤。")

    def configure(self) -> None:
        """Lines for the steps."""
        self.add_steps()

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Add them."""
        milestones_add(actor=actor, matter_id=self.page.id, milestones=self.steps(), at=at, seen=self.seen_version)


def _four(point: FourPoint) -> WordsField:
    return words(_(FOUR_POINT_LABELS[point]), rows=2, missing=_(FourPointMissing.sentence))


@move_form(BarRow.PRIMARY, 650)
class EndSponsorForm(MoveForm):
    """The four questions, each with what shows it."""

    action = Action.END_SPONSOR
    keeps_draft = True
    about = N_("四个不放过：责任不落实、工作不到位、隐患不排除、问题不解决，都不放过。每一项写明情况，凭什么这样说。")
    submit = N_("结束包案")
    done = N_("已结束包案。")

    responsibility = _four(FourPoint.RESPONSIBILITY)
    work = _four(FourPoint.WORK)
    hazard = _four(FourPoint.HAZARD)
    problem = _four(FourPoint.PROBLEM)

    def configure(self) -> None:
        """Behind each of the four what shows it."""
        shown = [("", gettext("不选")), *evidence_of(self.page)]
        for point, label in FOUR_POINT_LABELS.items():
            self.fields[f"{point.value}_shown"] = forms.ChoiceField(
                label=gettext("凭什么：%(point)s") % {"point": gettext(label)}, choices=shown, required=False
            )
        self.order_fields(name for point in FourPoint for name in (point.value, f"{point.value}_shown"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """End it."""
        given = self.cleaned_data
        answers = {point: FourAnswer(given[point.value], given[f"{point.value}_shown"]) for point in FourPoint}
        sponsor_end(actor=actor, matter_id=self.page.id, answers=answers, at=at, seen=self.seen_version)


def evidence_of(page: MatterView) -> list[tuple[str, str]]:
    """The letters, files and steps of a matter, to choose from."""
    letters = [(f"{ShownBy.LETTER}:{letter.id}", f"{letter.title} {letter.number}") for letter in page.letters]
    files = [(f"{ShownBy.FILE}:{file.id}", file.name) for file in page.attachments]
    return [*letters, *files, *steps_to_show(matter_id=page.id)]


@move_form(BarRow.PRIMARY, 176)
class MilestoneForm(MoveForm):
    """A step of the plan is done."""

    action = Action.REACH_MILESTONE
    keeps_draft = True
    submit = N_("完成这一步")
    done = N_("已记下。")

    step = forms.TypedChoiceField(label=_("哪一步"), coerce=int, error_messages={"required": _("请选一步。")})
    note = words(_("说明"), rows=2)

    def configure(self) -> None:
        """The steps that are left."""
        steps = self.page.sponsor.milestones if self.page.sponsor else ()
        left = [(str(step.position), shorten(step.text, _SHOWN)) for step in steps if step.done_at is None]
        choose(self.fields["step"], left)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Say so."""
        given = self.cleaned_data
        milestone_reach(
            actor=actor, matter_id=self.page.id, position=given["step"], note=given["note"], at=at,
            seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.SECONDARY, 190)
class HandOnForm(MoveForm):
    """Another leader takes over."""

    action = Action.HAND_ON_SPONSOR
    keeps_draft = True
    warning = N_("信访人会看到改由谁负责和原因。")
    submit = N_("移交")
    done = N_("已移交。")

    officer = forms.TypedChoiceField(
        label=_("交给哪位领导"), coerce=int, error_messages={"required": _("请选一位领导。")}
    )
    reason = words(_("为什么移交"), rows=2, missing=_(HandOnReasonMissing.sentence))

    def configure(self) -> None:
        """Who can be chosen."""
        choose(self.fields["officer"], [("", "—"), *((str(pk), name) for pk, name in self.choices.leaders)])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Hand it on."""
        given = self.cleaned_data
        sponsor_hand_on(
            actor=actor, matter_id=self.page.id, officer_id=given["officer"], reason=given["reason"], at=at,
            seen=self.seen_version,
        )  # fmt: skip
