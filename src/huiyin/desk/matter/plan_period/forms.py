"""The line of a week, and the result, of a matter in a plan period."""

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.desk.tasks.forms import FREE_TEXT
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.plan_period.errors import NotPlanned, NotPlanWriter, ResultMissing, WeekLineMissing
from huiyin.matters.plan_period.rules import LINE_MAX, RESULT_LABELS
from huiyin.matters.plan_period.selectors.page import PlannedView
from huiyin.matters.plan_period.services.writing import result_write, week_write
from huiyin.web.templatetags.huiyin import day_table

_WRITING = frozenset({Action.WRITE_WEEK, Action.WRITE_RESULT})


@move_reason(710, quiet=_WRITING)
def closed_to_plan_writers(page: MatterView, actor: Actor, action: Action) -> str:
    """Why no line and no result is this officer's to write, in the source language, or ""."""
    if action not in _WRITING:
        return ""
    if present_period(page) is None:
        return NotPlanned.sentence
    people = {actor.officer_id, *actor.stands_for} - {None}
    sponsors = page.sponsor is not None and page.sponsor.officer_id in people
    answers = page.lead_unit_id in actor.units_as(Role.LEADER, Role.APPROVER) or page.handler_id in people
    return "" if sponsors or answers else NotPlanWriter.sentence


def present_period(page: MatterView) -> PlannedView | None:
    """The period in which the matter has no result yet."""
    return next((planned for planned in page.rows_of(PlannedView) if not planned.result_label), None)


@move_form(BarRow.ASKING, 710)
class WeekForm(MoveForm):
    """What was done this week, what comes next, what hinders."""

    action = Action.WRITE_WEEK
    about = N_("每周一行，信访人看不到。写事、写办法，不写信访人去了哪里、说了什么。")
    submit = N_("填好这一周")
    done = N_("已填这一周的进展。")

    week = forms.ChoiceField(label=_("哪一周"))
    did = TidyField(label=_("做了什么"), required=False, most=LINE_MAX)
    next_step = TidyField(label=_("下一步"), most=LINE_MAX, error_messages={"required": _(WeekLineMissing.sentence)})
    hinders = TidyField(label=_("卡在哪里"), required=False, most=LINE_MAX)

    def configure(self) -> None:
        """This week, and those before it that a line can still be written for."""
        period = present_period(self.page)
        weeks = period.weeks if period else ()
        choose(
            self.fields["week"],
            [(week.isoformat(), gettext("%(day)s 应填") % {"day": day_table(week)}) for week in weeks],
        )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it."""
        given = self.cleaned_data
        week_write(
            actor=actor, matter_id=self.page.id, week=date.fromisoformat(given["week"]), did=given["did"],
            next_step=given["next_step"], hinders=given["hinders"], at=at, seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.ASKING, 715)
class ResultForm(MoveForm):
    """What has become of it."""

    action = Action.WRITE_RESULT
    keeps_draft = True
    about = N_(
        "写了结果，就不用再每周填。是不是已经化解，看这件事项自己：不予支持、未受理的都不算；信访人申请复查复核是他们的权利，也不算谁没办好。"
    )
    submit = N_("填结果")
    done = N_("已填攻坚结果。")

    result = forms.ChoiceField(
        label=_("结果"),
        widget=forms.RadioSelect,
        choices=[(result.value, _(label)) for result, label in RESULT_LABELS.items()],
        error_messages={"required": _(ResultMissing.sentence)},
    )
    reason = words(_("情况；没有化解的，写明原因"), rows=3, help_text=_(FREE_TEXT))
    next_step = words(_("下一步怎么办"), rows=2)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it."""
        given = self.cleaned_data
        result_write(
            actor=actor, matter_id=self.page.id, result=given["result"], reason=given["reason"],
            next_step=given["next_step"], at=at, seen=self.seen_version,
        )  # fmt: skip
