"""Looking back at a matter, and what the post says to it."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.desk.tasks.forms import FREE_TEXT
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.kernel.time import office_day
from huiyin.matters.cause.rules import CAUSE_LABELS, CauseCode
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.look_back.errors import (
    FailedStepMissing,
    GroundChosenMissing,
    LookBackGone,
    LookBackGroundless,
    LookBackSealed,
    LookBackWordsMissing,
    NotTheirPost,
    StatementEmpty,
)
from huiyin.matters.look_back.rules import GROUND_LABELS, GroundFound
from huiyin.matters.look_back.selectors.grounds import grounds_on
from huiyin.matters.look_back.selectors.views import LookBackView
from huiyin.matters.look_back.services import LookBackDraft, look_back_explain, look_back_write
from huiyin.matters.sponsor.selectors.ending import steps_of_authorities
from huiyin.web.date_fields import DayField
from huiyin.web.templatetags.huiyin import day_table

_LOOKING = frozenset({Action.LOOK_BACK, Action.EXPLAIN_LOOK_BACK})


@move_reason(730, quiet=_LOOKING)
def closed_to_looking_back(page: MatterView, _actor: Actor, action: Action) -> str:
    """Why one of these isn't this officer's now, in the source language, or ""."""
    if action is Action.LOOK_BACK:
        if page.seal is not None:
            return LookBackSealed.sentence
        return "" if grounds_on(page) else LookBackGroundless.sentence
    if action is Action.EXPLAIN_LOOK_BACK:
        rows = page.rows_of(LookBackView)
        if not rows:
            return LookBackGone.sentence
        return "" if any(row.is_own for row in rows) else NotTheirPost.sentence
    return ""


def _ground_text(ground: GroundFound) -> str:
    label, on = gettext(GROUND_LABELS[ground.ground]), ground.on or (office_day(ground.at) if ground.at else None)
    return f"{label} · {day_table(on)}" if on else label


@move_form(BarRow.SECONDARY, 750)
class LookBackForm(MoveForm):
    """Which step failed, why, what changes."""

    action = Action.LOOK_BACK
    keeps_draft = True
    about = N_("看的是哪一步、哪个单位、哪个岗位没有做到位，不评信访人。信访人看不到；那个岗位上的人可以作说明。")
    submit = N_("写下回头看")
    done = N_("已写下，整改作为任务交给那个单位。")

    ground = forms.ChoiceField(
        label=_("为什么回头看"),
        widget=forms.RadioSelect,
        error_messages={"required": _(GroundChosenMissing.sentence)},
    )
    step = forms.ChoiceField(label=_("哪一步没有做到位"), error_messages={"required": _(FailedStepMissing.sentence)})
    causes = forms.MultipleChoiceField(
        label=_("原因是哪一类"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code.value, _(label)) for code, label in CAUSE_LABELS.items() if code is not CauseCode.NONE],
    )
    why = words(_("为什么会这样"), rows=3, missing=_(LookBackWordsMissing.sentence), help_text=_(FREE_TEXT))
    change = words(_("怎么改"), rows=2, missing=_(LookBackWordsMissing.sentence))
    due_on = DayField(label=_("哪天以前改好"))
    conclusion = words(_("结论"), rows=2, missing=_(LookBackWordsMissing.sentence))

    def configure(self) -> None:
        """The grounds that are left, and the steps of the matter."""
        grounds = grounds_on(self.page)
        choose(self.fields["ground"], [(ground.key, _ground_text(ground)) for ground in grounds])
        choose(self.fields["step"], [("", "—"), *steps_of_authorities(matter_id=self.page.id)])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        draft = LookBackDraft(
            ground_key=given["ground"], step_id=UUID(given["step"]), codes=given["causes"], why=given["why"],
            change=given["change"], due_on=given["due_on"], conclusion=given["conclusion"],
        )  # fmt: skip
        look_back_write(actor=actor, matter_id=self.page.id, draft=draft, at=at, seen=self.seen_version)


@move_form(BarRow.SECONDARY, 760)
class ExplainForm(MoveForm):
    """Who was at the post says something to it."""

    action = Action.EXPLAIN_LOOK_BACK
    keeps_draft = True
    submit = N_("写下说明")
    done = N_("已写下说明。")

    look_back = forms.TypedChoiceField(label=_("哪一次回头看"), coerce=int)
    text = words(_("说明"), rows=4, missing=_(StatementEmpty.sentence))

    def configure(self) -> None:
        """Those that are about a step of the officer's own."""
        own = [row for row in self.page.rows_of(LookBackView) if row.is_own]
        choose(self.fields["look_back"], [(str(row.position), f"{day_table(row.at)} · {row.step}") for row in own])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it."""
        given = self.cleaned_data
        look_back_explain(
            actor=actor, matter_id=self.page.id, position=given["look_back"], text=given["text"], at=at,
            seen=self.seen_version,
        )  # fmt: skip
