"""Explanation meetings: offered, wished for, fixed, held, or why there was none."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.clocks.selectors import length_text
from huiyin.desk.fields import TidyField
from huiyin.desk.matter.carrying_out.forms import StepsField
from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.limits import PLACE_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.explanation.errors import (
    ExplanationAskedRequired,
    ExplanationExplainedRequired,
    ExplanationOfficersRequired,
    ExplanationPlaceRequired,
    ExplanationReasonRequired,
    ExplanationTimeInvalid,
    HeldDayInvalid,
    InvitationAnswerRequired,
    UnclearRequired,
    WishWayInvalid,
)
from huiyin.matters.explanation.rules import COMES_LABELS, LAWYER_MAX, RECORDED_WAYS, WISH_LABELS, AgreedBy
from huiyin.matters.explanation.selectors.meetings import ExplanationView
from huiyin.matters.explanation.services.arrange import (
    ExplanationDay,
    ExplanationMinutes,
    PointDraft,
    explanation_answer_invitation,
    explanation_end,
    explanation_fix,
    explanation_hold,
)
from huiyin.matters.explanation.services.wish import ExplanationWish, explanation_ask, explanation_offer
from huiyin.web.date_fields import DayField, MomentField

_YES, _NO = "yes", "no"
_CLOCK = "explanation"
# What a line of what was agreed begins with where it isn't the unit's own.
_PARTIES = ((N_("上一级"), AgreedBy.ABOVE), (N_("信访人"), AgreedBy.PETITIONER))


class PointsField(StepsField):
    """What was agreed, one a line: its day first, then who where it isn't the unit, then what."""

    def clean(self, value: object) -> list[PointDraft]:  # type: ignore[override]
        """The points. Refuses a line that doesn't begin with a day."""
        return [_point(step.text, step.due_on) for step in super().clean(value)]


def _point(text: str, due_on: object) -> PointDraft:
    for name, party in _PARTIES:
        for word in {name, gettext(name)}:
            rest = text.removeprefix(word)
            if rest != text and rest[:1] in {"：", ":"}:
                return PointDraft(rest[1:].strip(), due_on, party)  # type: ignore[arg-type]
    return PointDraft(text, due_on)  # type: ignore[arg-type]


class OnMeetingForm(MoveForm):
    """A step about the meeting that is being arranged."""

    keeps_draft = True

    @property
    def meeting(self) -> ExplanationView | None:
        """That one."""
        return next((meeting for meeting in self.page.explanations if meeting.is_open), None)


@move_form(BarRow.SECONDARY, 430)
class AskExplanationForm(MoveForm):
    """A wish that was spoken."""

    action = Action.ASK_EXPLANATION
    keeps_draft = True
    about = N_("信访人自己能在网上提。这里记电话里或者当面说的，%(length)s内要开。")
    warning = N_("信访人会看到您记下的话。")
    submit = N_("记下")
    done = N_("已记下，接着定时间。")
    notifies = True

    way = forms.ChoiceField(
        label=_("怎么说的"),
        widget=forms.RadioSelect,
        choices=[(way.value, _(WISH_LABELS[way])) for way in RECORDED_WAYS],
        error_messages={"required": _(WishWayInvalid.sentence)},
    )
    unclear = words(_("哪里不明白，想听什么解释"), rows=3, missing=_(UnclearRequired.sentence))
    wants_lawyer = forms.BooleanField(label=_("希望有律师在场"), required=False)
    wants_above = forms.BooleanField(label=_("希望上一级单位在场"), required=False)
    brings_companion = forms.BooleanField(label=_("会带一位信得过的人"), required=False)

    def lengths(self) -> dict[str, str]:
        """By when it is promised."""
        return {"length": length_text(code=_CLOCK, kind=self.page.kind)}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        wish = ExplanationWish(
            given["unclear"], wants_lawyer=given["wants_lawyer"], wants_above=given["wants_above"],
            brings_companion=given["brings_companion"],
        )  # fmt: skip
        explanation_ask(
            actor=actor, matter_id=self.page.id, wish=wish, way=given["way"], at=at, seen=self.seen_version
        )


@move_form(BarRow.SECONDARY, 440)
class OfferExplanationForm(MoveForm):
    """The office offers it."""

    action = Action.OFFER_EXPLANATION
    keeps_draft = True
    about = N_("要不要开，由信访人决定。不开不影响办理、评价和复查。")
    warning = N_("信访人会看到您写的。")
    submit = N_("告诉信访人")
    done = N_("已告诉信访人，等本人决定。")
    notifies = True

    note = words(_("想当面解释什么"), rows=2)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Offer it."""
        note = self.cleaned_data["note"]
        explanation_offer(actor=actor, matter_id=self.page.id, note=note, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 340)
class FixExplanationForm(OnMeetingForm):
    """When, where, who comes."""

    action = Action.FIX_EXPLANATION
    about = N_("先和信访人商量好时间。信访人可以不来，也可以请改时间。")
    warning = N_("信访人会马上看到时间、地点、律师和上一级单位，看不到工作人员的姓名。")
    submit = N_("定下来")
    done = N_("说明会已定下。")
    notifies = True

    starts_at = MomentField(label=_("时间"), error_messages={"required": _(ExplanationTimeInvalid.sentence)})
    place = TidyField(
        label=_("地点"), most=PLACE_MAX, help_text=_("写到几楼几号房间。"),
        error_messages={"required": _(ExplanationPlaceRequired.sentence)},
    )  # fmt: skip
    officers = forms.TypedMultipleChoiceField(
        label=_("本单位谁去解释"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _(ExplanationOfficersRequired.sentence),
            "invalid_choice": _(ExplanationOfficersRequired.sentence),
        },
    )
    lawyer = TidyField(label=_("律师"), most=LAWYER_MAX, required=False)
    invite_above = forms.BooleanField(required=False)

    def get_initial(self) -> dict[str, object]:
        """As it was fixed before; else whoever fixes it, and the unit above where it is wished for."""
        meeting = self.meeting
        if meeting is not None and meeting.fixed_at is not None:
            return {
                "starts_at": None if meeting.wants_other_day else meeting.starts_at, "place": meeting.place,
                "officers": sorted(meeting.officer_ids), "lawyer": meeting.lawyer,
                "invite_above": meeting.above_unit_id is not None,
            }  # fmt: skip
        return {
            "place": self.choices.explainers.address,
            "officers": [key for key, _name in self.choices.explainers.officers[:1]],
            "invite_above": meeting is not None and meeting.wants_above,
        }

    def configure(self) -> None:
        """Who may come; what the petitioner wishes stands where it is fulfilled."""
        explainers, meeting = self.choices.explainers, self.meeting
        choose(self.fields["officers"], [(str(key), name) for key, name in explainers.officers])
        wishes_lawyer = meeting is not None and meeting.wants_lawyer
        self.fields["lawyer"].help_text = (
            gettext("信访人希望有律师在场。写本单位请的律师的姓名。")
            if wishes_lawyer
            else gettext("请了律师的，写本单位请的律师的姓名。")
        )
        if not explainers.above:
            del self.fields["invite_above"]
            return
        self.fields["invite_above"].label = gettext("请%(unit)s派人参加") % {"unit": explainers.above}
        if meeting is not None and meeting.wants_above:
            self.fields["invite_above"].help_text = gettext("信访人希望上一级单位在场。请了以后由它答复来不来。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Fix it."""
        given = self.cleaned_data
        day = ExplanationDay(
            starts_at=given["starts_at"], place=given["place"], officer_ids=given["officers"],
            lawyer=given["lawyer"], invite_above=given.get("invite_above", False),
        )  # fmt: skip
        explanation_fix(actor=actor, matter_id=self.page.id, day=day, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 350)
class AnswerInvitationForm(OnMeetingForm):
    """Whether the unit above comes."""

    action = Action.ANSWER_INVITATION
    about = N_("信访人希望上一级单位在场。去的人以后不能参加这件事项的复查复核。")
    warning = N_("信访人会看到答复和理由。")
    submit = N_("答复")
    done = N_("已答复。")
    notifies = True

    comes = forms.ChoiceField(
        label=_("参加吗"),
        widget=forms.RadioSelect,
        choices=[(_YES, _(COMES_LABELS[True])), (_NO, _(COMES_LABELS[False]))],
        error_messages={"required": _(InvitationAnswerRequired.sentence)},
    )
    reason = words(_("说明"), rows=2, help_text=_("不参加的要写明理由。"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Answer."""
        given = self.cleaned_data
        explanation_answer_invitation(
            actor=actor, matter_id=self.page.id, comes=given["comes"] == _YES, reason=given["reason"], at=at,
            seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.PRIMARY, 360)
class HoldExplanationForm(OnMeetingForm):
    """The minutes."""

    action = Action.HOLD_EXPLANATION
    warning = N_("记录全文信访人都看得到，还可以在下面写意见。密封事项的记录也不在密封里，不写是谁反映的。")
    submit = N_("记下")
    done = N_("说明会已记下，信访人能看到记录。")
    notifies = True

    held_on = DayField(label=_("哪天开的"), error_messages={"required": _(HeldDayInvalid.sentence)})
    present = words(_("参加的人"), rows=2, help_text=_("写单位和身份，不写信访人和陪同的人的姓名。"))
    asked = words(_("信访人问了什么"), rows=4, missing=_(ExplanationAskedRequired.sentence))
    explained = words(_("怎么解释的"), rows=5, missing=_(ExplanationExplainedRequired.sentence))
    points = PointsField(
        label=_("商定的事"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "一行一项，先写日期：2026-12-30 把收费依据贴到公告栏。本单位的自动成为任务；"
            "别人做的写明谁：2026-12-30 信访人：补交合同，2026-12-30 上一级：答复政策口径。"
        ),
    )

    def get_initial(self) -> dict[str, object]:
        """On its day."""
        meeting = self.meeting
        starts_at = meeting.starts_at if meeting else None
        return {"held_on": office_day(starts_at) if starts_at else office_day(now())}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write them."""
        given = self.cleaned_data
        minutes = ExplanationMinutes(
            held_on=given["held_on"], asked=given["asked"], explained=given["explained"], present=given["present"],
            points=given["points"],
        )  # fmt: skip
        explanation_hold(actor=actor, matter_id=self.page.id, minutes=minutes, at=at, seen=self.seen_version)


@move_form(BarRow.SECONDARY, 450)
class EndExplanationForm(OnMeetingForm):
    """There was none."""

    action = Action.END_EXPLANATION
    about = N_("信访人没有来、说不开了，或者别的原因开不成。信访人以后还可以再提。")
    warning = N_("信访人会看到原因。")
    submit = N_("登记没有开")
    done = N_("已登记。")
    notifies = True

    reason = words(_("为什么没有开"), rows=2, missing=_(ExplanationReasonRequired.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Say so."""
        reason = self.cleaned_data["reason"]
        explanation_end(actor=actor, matter_id=self.page.id, reason=reason, at=at, seen=self.seen_version)
