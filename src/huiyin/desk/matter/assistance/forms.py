"""Help from an aid scheme: proposed, agreed to, answered, asked after."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.desk.matter.unit_field import UnitField
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.text import N_, shorten
from huiyin.matters.assistance.errors import (
    ConsentGone,
    ConsentNoteMissing,
    ConsentWayUnknown,
    FollowUpGone,
    FollowUpWordsMissing,
    ReferralAnswerMissing,
    ReferralDayWrong,
    ReferralResultMissing,
    ReferralUnanswered,
    ReferralWhyMissing,
    SchemeMissing,
)
from huiyin.matters.assistance.rules import CONSENT_LABELS, GRANTED_LABELS, RECORDED_WAYS
from huiyin.matters.assistance.selectors import ReferralView
from huiyin.matters.assistance.services import (
    ReferralDraft,
    referral_agree,
    referral_answer,
    referral_ask,
    referral_decline,
    referral_follow_up,
)
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.web.date_fields import DayField

# What the service says where no referral waits for that step.
_GONE: dict[Action, type[HuiyinError]] = {
    Action.AGREE_REFERRAL: ConsentGone,
    Action.DECLINE_REFERRAL: ConsentGone,
    Action.ANSWER_REFERRAL: ReferralUnanswered,
    Action.FOLLOW_UP_REFERRAL: FollowUpGone,
}
_YES, _NO = "yes", "no"
_SHOWN = 40
ON_REFERRALS = frozenset(_GONE)


def waiting_for(page: MatterView, action: Action) -> list[ReferralView]:
    """The referrals on which that step can be made now."""
    if action in {Action.AGREE_REFERRAL, Action.DECLINE_REFERRAL}:
        return [referral for referral in page.referrals if referral.waits_for_consent]
    if action is Action.ANSWER_REFERRAL:
        return [referral for referral in page.referrals if referral.waits_for_answer]
    return [referral for referral in page.referrals if referral.waits_for_follow_up]


@move_reason(60, quiet=ON_REFERRALS)
def closed_by_referrals(page: MatterView, _actor: Actor, action: Action) -> str:
    """Why one of the steps of a referral isn't possible now, in the source language, or ""."""
    return _GONE[action].sentence if action in ON_REFERRALS and not waiting_for(page, action) else ""


@move_form(BarRow.SECONDARY, 270)
class ReferForm(MoveForm):
    """Propose it; the petitioner decides."""

    action = Action.REFER_ASSISTANCE
    keeps_draft = True
    about = N_("信访人生活有困难的，可以转给救助机构。信访人同意以前，什么都不会转出去。")
    warning = N_("信访人会看到您写的，由本人决定。同意以后，转介函里只有下面写的和联系单位，没有事项的内容。")
    submit = N_("请信访人决定")
    done = N_("已请信访人决定，同意以后转介函自动写好。")

    scheme = forms.CharField(
        label=_("申请哪一种救助"),
        help_text=_("例如临时救助、医疗救助、司法救助。"),
        error_messages={"required": _(SchemeMissing.sentence)},
    )
    unit = UnitField(label=_("转给哪个单位"), required=False, help_text=_("输入名称里的两个字。"))
    body = forms.CharField(label=_("或者外面的机构"), required=False, help_text=_("不在名单里的，写明全称。"))
    why = words(
        _("遇到什么困难"), rows=3, missing=_(ReferralWhyMissing.sentence),
        help_text=_("只写对方审核要知道的。"),
    )  # fmt: skip

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask."""
        given = self.cleaned_data
        draft = ReferralDraft(given["scheme"], given["why"], to_unit_id=given["unit"], to_body=given["body"])
        referral_ask(actor=actor, matter_id=self.page.id, referral=draft, at=at, seen=self.seen_version)


class OnReferralForm(MoveForm):
    """A step on one of the referrals."""

    position = forms.TypedChoiceField(label=_("哪一项"), coerce=int, error_messages={"required": _("请选一项转介。")})

    def configure(self) -> None:
        """Those that wait for it."""
        found = [
            (str(referral.position), shorten(f"{referral.scheme} · {referral.to}", _SHOWN))
            for referral in waiting_for(self.page, self.action)
        ]
        # What is alone needs no choosing; of several none is chosen by a slip.
        choose(self.fields["position"], found if len(found) == 1 else [("", "—"), *found])


class ConsentForm(OnReferralForm):
    """What the petitioner said on paper or by phone."""

    way = forms.ChoiceField(
        label=_("信访人怎么答复的"),
        widget=forms.RadioSelect,
        choices=[(way.value, _(CONSENT_LABELS[way])) for way in RECORDED_WAYS],
        error_messages={"required": _(ConsentWayUnknown.sentence)},
    )
    note = words(_("哪天、向谁、怎么说的"), rows=2, missing=_(ConsentNoteMissing.sentence))


@move_form(BarRow.SECONDARY, 230)
class AgreeReferralForm(ConsentForm):
    """They agree."""

    action = Action.AGREE_REFERRAL
    keeps_draft = True
    about = N_("信访人自己能在网上答复。这里登记书面的或者电话里的答复，原件或者记录请加在附件里。")
    warning = N_("转介函马上写好，信访人会看到您记下的话。")
    submit = N_("登记同意")
    done = N_("已登记，转介函在“文书”里。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        referral_agree(
            actor=actor, matter_id=self.page.id, position=given["position"], way=given["way"], note=given["note"],
            at=at, seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.SECONDARY, 240)
class DeclineReferralForm(ConsentForm):
    """They don't want it."""

    action = Action.DECLINE_REFERRAL
    keeps_draft = True
    about = N_("不同意不影响事项的办理。")
    submit = N_("登记不同意")
    done = N_("已登记，什么都没有转出。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        referral_decline(
            actor=actor, matter_id=self.page.id, position=given["position"], way=given["way"], note=given["note"],
            at=at, seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.PRIMARY, 174)
class AnswerReferralForm(OnReferralForm):
    """What the scheme said."""

    action = Action.ANSWER_REFERRAL
    keeps_draft = True
    about = N_("对方怎么答复的，原样告诉信访人。")
    warning = N_("信访人会看到。")
    submit = N_("登记答复")
    done = N_("已登记。")
    notifies = True

    granted = forms.ChoiceField(
        label=_("对方是否给予救助"),
        widget=forms.RadioSelect,
        choices=[(_YES, _(GRANTED_LABELS[True])), (_NO, _(GRANTED_LABELS[False]))],
        error_messages={"required": _(ReferralResultMissing.sentence)},
    )
    answer = words(_("对方的答复"), rows=3, missing=_(ReferralAnswerMissing.sentence))
    answered_on = DayField(
        label=_("答复日期"),
        error_messages={"required": _(ReferralDayWrong.sentence), "invalid": _(ReferralDayWrong.sentence)},
    )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        referral_answer(
            actor=actor, matter_id=self.page.id, position=given["position"], granted=given["granted"] == _YES,
            answer=given["answer"], answered_on=given["answered_on"], at=at, seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.SECONDARY, 260)
class FollowUpReferralForm(OnReferralForm):
    """How it went."""

    action = Action.FOLLOW_UP_REFERRAL
    keeps_draft = True
    about = N_("问一问信访人：救助到了没有，还缺什么。")
    submit = N_("记下救助回访")
    done = N_("已记下。")

    words = words(_("信访人怎么说"), rows=3, missing=_(FollowUpWordsMissing.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        referral_follow_up(
            actor=actor, matter_id=self.page.id, position=given["position"], words=given["words"], at=at,
            seen=self.seen_version,
        )  # fmt: skip
