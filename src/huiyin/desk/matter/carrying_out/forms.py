"""What an answer promises, on the matter's page: written with the draft, said to be done, asked after."""

import re
from datetime import date, datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, WordsField, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_, shorten
from huiyin.matters.carrying_out.errors import FollowUpResultMissing, StepNoteMissing
from huiyin.matters.carrying_out.rules import FOLLOW_UP_LABELS, FollowUpResult
from huiyin.matters.carrying_out.selectors import StepView, steps_of_returned_draft
from huiyin.matters.carrying_out.services import StepDraft, matter_follow_up, step_done
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView

STEPS_OPEN = N_("答复承诺的事还没有全部落实，落实以后才能办结。")
STEPS_DONE = N_("答复承诺的事都已经落实。")
BY_FOLLOW_UP = N_("登记回访时选“没有落实”，事项就重新办理。")
_LINE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[\s，,：:]*(.*)")
_SHOWN = 40


class StepsField(WordsField):
    """Promised steps, one a line, each with its day first."""

    def clean(self, value: object) -> list[StepDraft]:
        """The steps. Refuses a line that doesn't begin with a day."""
        lines = [line.strip() for line in self.to_python(value).splitlines() if line.strip()]
        return [self._step(line) for line in lines]

    def _step(self, line: str) -> StepDraft:
        match = _LINE.fullmatch(line)
        try:
            due_on = date.fromisoformat(_padded(match[1])) if match else None
        # A day that no calendar has is as wrong as none.
        except ValueError:
            due_on = None
        if match is None or due_on is None:
            raise forms.ValidationError(
                gettext("“%(line)s”这一行要先写日期，例如：2026-12-30 修好东门路灯。")
                % {"line": shorten(line, _SHOWN)}
            )
        return StepDraft(match[2], due_on)


def steps_field() -> StepsField:
    """The field of the draft's form."""
    return StepsField(
        label=_("承诺要做的事"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("支持诉求的，写明做什么、哪天前做完。一行一项，先写日期：2026-12-30 修好东门路灯。最多五项。"),
    )


def steps_as_typed(page: MatterView) -> str:
    """What the draft that was sent back promised."""
    found = steps_of_returned_draft(matter_id=page.id)
    return "\n".join(f"{due_on.isoformat()} {text}" for text, due_on in found)


def open_steps(page: MatterView) -> list[StepView]:
    """What still has to be done."""
    return [step for step in page.steps if step.is_open]


@move_reason(30, quiet={Action.STEP_DONE, Action.REOPEN})
def closed_by_steps(page: MatterView, _actor: Actor, action: Action) -> str:
    """Why closing, or saying that something is done, isn't possible now; in the source language, or ""."""
    if action is Action.CLOSE and open_steps(page):
        return STEPS_OPEN
    if action is Action.STEP_DONE and not open_steps(page):
        return STEPS_DONE
    if action is Action.REOPEN:
        # Never by a button: it is opened again by what the petitioner says when called back.
        return BY_FOLLOW_UP
    return ""


@move_form(BarRow.PRIMARY, 160)
class StepDoneForm(MoveForm):
    """How a promise was kept."""

    action = Action.STEP_DONE
    keeps_draft = True
    about = N_("信访人会看到您写的，也可以自己确认已经落实。")
    submit = N_("已落实")
    done = N_("已登记。")
    notifies = True

    position = forms.TypedChoiceField(label=_("哪一项"), coerce=int, widget=forms.RadioSelect)
    note = words(_("怎么落实的"), rows=3, missing=_(StepNoteMissing.sentence))

    def configure(self) -> None:
        """Those that are open."""
        found = open_steps(self.page)
        options = [(str(step.position), f"{step.due_on.isoformat()} {shorten(step.text, _SHOWN)}") for step in found]
        choose(self.fields["position"], options)
        if len(found) == 1:
            self.fields["position"].initial = str(found[0].position)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Say so."""
        given = self.cleaned_data
        step_done(
            actor=actor, matter_id=self.page.id, position=given["position"], note=given["note"], at=at,
            seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.PRIMARY, 170)
class FollowUpForm(MoveForm):
    """A call back, and what was said."""

    action = Action.FOLLOW_UP
    keeps_draft = True
    about = N_("办结以后问一问信访人，答复的事落实了没有。选“没有落实”的，事项重新办理，答复期限重新计算。")
    submit = N_("记下回访")
    done = N_("已记下回访。")

    result = forms.ChoiceField(
        label=_("信访人怎么说"),
        widget=forms.RadioSelect,
        choices=[(result.value, _(FOLLOW_UP_LABELS[result])) for result in FollowUpResult],
        error_messages={"required": _(FollowUpResultMissing.sentence)},
    )
    words = words(_("原话或者情况"), rows=3)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        matter_follow_up(
            actor=actor, matter_id=self.page.id, result=given["result"], words=given["words"], at=at,
            seen=self.seen_version,
        )  # fmt: skip


def _padded(day: str) -> str:
    year, month, of_month = day.split("-")
    # People write 2026-1-5, which `fromisoformat` doesn't read.
    return f"{year}-{int(month):02d}-{int(of_month):02d}"
