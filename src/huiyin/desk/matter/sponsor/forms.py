"""A leader takes a matter in person, says how it goes on, hands it on."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_, shorten
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.sponsor.errors import (
    HandOnReasonMissing,
    MilestoneGone,
    NotTheSponsor,
    PlanMissing,
    PlanStepTextMissing,
    SponsorThere,
)
from huiyin.matters.sponsor.services import MilestoneDraft, matter_sponsor, milestone_reach, sponsor_hand_on
from huiyin.web.date_fields import DayField

_STEPS = 3
_SHOWN = 30


@move_reason(150)
def closed_to_sponsors(page: MatterView, actor: Actor, action: Action) -> str:
    """Why one of these isn't this officer's now, in the source language, or ""."""
    if action is Action.SPONSOR:
        return SponsorThere.sentence if page.sponsor else ""
    if action not in {Action.REACH_MILESTONE, Action.HAND_ON_SPONSOR}:
        return ""
    # A deputy works on what the one who is away answers for (docs/away.md).
    if page.sponsor is None or page.sponsor.officer_id not in {actor.officer_id, *actor.stands_for}:
        return NotTheSponsor.sentence
    left = any(milestone.done_at is None for milestone in page.sponsor.milestones)
    return MilestoneGone.sentence if action is Action.REACH_MILESTONE and not left else ""


@move_form(BarRow.SECONDARY, 170)
class SponsorForm(MoveForm):
    """Take it, with a plan."""

    action = Action.SPONSOR
    keeps_draft = True
    about = N_("一件事一位领导、一个计划，负责到办完。期限照常计算。")
    warning = N_("信访人会看到由哪个单位的哪个职位负责。")
    submit = N_("由我包案")
    done = N_("已包案。")

    plan = words(_("打算怎样解决"), rows=4, missing=_(PlanMissing.sentence))

    def configure(self) -> None:
        """Lines for the steps of the plan."""
        for place in range(1, _STEPS + 1):
            self.fields[f"step_{place}"] = forms.CharField(
                label=gettext("第 %(place)s 步") % {"place": place}, required=False
            )
            self.fields[f"day_{place}"] = DayField(
                label=gettext("第 %(place)s 步的日期") % {"place": place},
                required=False,
            )

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

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Take it."""
        given = self.cleaned_data
        matter_sponsor(
            actor=actor,
            matter_id=self.page.id,
            plan=given["plan"],
            milestones=[
                MilestoneDraft(given[f"step_{place}"], given[f"day_{place}"])
                for place in range(1, _STEPS + 1)
                if given[f"step_{place}"]
            ],
            at=at,
            seen=self.seen_version,
        )


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
