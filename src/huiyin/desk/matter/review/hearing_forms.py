"""Hearings: announced, recorded, cancelled."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.limits import PLACE_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.review.errors import (
    CancelReasonMissing,
    ChairUnknown,
    HearingAboutMissing,
    HearingOpinionMissing,
    HearingPending,
    HearingPlaceMissing,
    MinutesMissing,
)
from huiyin.matters.review.selectors.review import hearing_notice
from huiyin.matters.review.services.hearing import (
    HearingDraft,
    HearingRecord,
    hearing_announce,
    hearing_cancel,
    hearing_record,
)
from huiyin.web.date_fields import DayField, MomentField

_DECIDES = frozenset({Action.DRAFT_OPINION, Action.DECIDE_REVIEW, Action.DECIDE_RECHECK, Action.SEND_BACK})


@move_reason(70)
def closed_by_hearing(page: MatterView, _actor: Actor, action: Action) -> str:
    """That a hearing which has been announced comes first, in the source language, or ""."""
    waits = action in _DECIDES and any(hearing.is_pending for hearing in page.hearings)
    return HearingPending.sentence if waits else ""


@move_form(BarRow.SECONDARY, 370)
class AnnounceHearingForm(MoveForm):
    """When, where, who chairs, what about."""

    action = Action.ANNOUNCE_HEARING
    keeps_draft = True
    about = N_("主持的人不能是经办这件事的人。处理和复查的期限照常计算。")
    warning = N_("信访人会马上看到时间、地点和要弄清的问题。")
    submit = N_("告知听证")
    done = N_("已决定举行听证。")
    notifies = True

    held_at = MomentField(
        label=_("时间"),
    )
    place = TidyField(label=_("地点"), most=PLACE_MAX, error_messages={"required": _(HearingPlaceMissing.sentence)})
    chair = forms.TypedChoiceField(
        label=_("主持人"), coerce=int, error_messages={"required": _(ChairUnknown.sentence)}
    )
    members = words(_("听证员"), rows=2, help_text=_("写姓名或者身份。信访人看不到。"))
    about_what = words(_("要弄清的问题"), rows=3, missing=_(HearingAboutMissing.sentence))

    def configure(self) -> None:
        """Who may chair, and from which day on."""
        notice = hearing_notice(at=now())
        self.fields["held_at"].help_text = gettext("至少提前 %(days)s 天告知，最早 %(first)s。") % {
            "days": notice.days,
            "first": notice.first.isoformat(),
        }
        options = [(str(officer_id), name) for officer_id, name in self.choices.chairs]
        choose(self.fields["chair"], [("", gettext("请选择")), *options])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Announce it."""
        given = self.cleaned_data
        hearing_announce(
            actor=actor,
            matter_id=self.page.id,
            hearing=HearingDraft(
                held_at=given["held_at"],
                place=given["place"],
                chair_id=given["chair"],
                members=given["members"],
                about=given["about_what"],
            ),
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.SECONDARY, 390)
class CancelHearingForm(MoveForm):
    """It won't be held."""

    action = Action.CANCEL_HEARING
    keeps_draft = True
    warning = N_("信访人会马上看到理由。")
    done = N_("听证已取消。")
    notifies = True

    reason = words(_("为什么取消"), rows=2, missing=_(CancelReasonMissing.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Cancel it."""
        reason = self.cleaned_data["reason"]
        hearing_cancel(actor=actor, matter_id=self.page.id, reason=reason, at=at, seen=self.seen_version)


@move_form(BarRow.SECONDARY, 380)
class RecordHearingForm(MoveForm):
    """What was heard."""

    action = Action.RECORD_HEARING
    keeps_draft = True
    about = N_("信访人看到听证意见，笔录和参加的人只有经办人员看得到。复核中听证所用的日子不计入期限。")
    submit = N_("保存记录")
    done = N_("听证记录已保存。")

    # In a recheck the days from the hearing to this one aren't counted (条例 Art 36).
    ended_on = DayField(
        label=_("结束的日子"),
    )
    participants = words(_("参加的人"), rows=2)
    minutes = words(_("笔录"), rows=6, missing=_(MinutesMissing.sentence))
    opinion = words(_("听证意见"), rows=4, missing=_(HearingOpinionMissing.sentence))

    def get_initial(self) -> dict[str, object]:
        """Mostly it was today."""
        return {"ended_on": office_day(now())}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Record it."""
        given = self.cleaned_data
        record = HearingRecord(
            ended_on=given["ended_on"],
            participants=given["participants"],
            minutes=given["minutes"],
            opinion=given["opinion"],
        )
        hearing_record(actor=actor, matter_id=self.page.id, record=record, at=at, seen=self.seen_version)
