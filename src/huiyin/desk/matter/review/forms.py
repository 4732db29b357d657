"""Review and recheck: asked for at a counter, taken, decided."""

from datetime import datetime
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form
from huiyin.flows.review_asking import review_asked
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.labels import CHANNEL_LABELS
from huiyin.matters.core.rules.states import Action, Channel
from huiyin.matters.reply.errors import BasisMissing, FactsMissing
from huiyin.matters.review.errors import (
    GroundsMissing,
    OpinionReturnUnexplained,
    ReviewOpinionMissing,
    ReviewOutcomeMissing,
    ViaUnknown,
)
from huiyin.matters.review.rules import REVIEW_OUTCOME_LABELS, ReviewLevel, ReviewOutcome
from huiyin.matters.review.selectors.review import window_end
from huiyin.matters.review.services.review import (
    DecisionDraft,
    review_decide,
    review_draft,
    review_return,
    review_send_back,
    review_take,
)
from huiyin.text_modules.rules.places import TextPlace


class _AskForm(MoveForm):
    """What somebody asked for at the counter or in a letter."""

    level: ClassVar[ReviewLevel]
    about = N_("信访人来人、来信申请的，在这里登记。由上一级决定，参与过这件事的人不参加。")
    warning = N_("登记后事项交给上一级，期限开始计算，不能撤回。")
    submit = N_("登记申请")
    done = N_("申请已登记，上一级的期限从今天起算。")

    via = forms.ChoiceField(
        label=_("怎么提出的"),
        widget=forms.RadioSelect,
        # On the web the petitioner asks without an officer; these two come over a counter.
        choices=[(channel.value, _(CHANNEL_LABELS[channel])) for channel in (Channel.VISIT, Channel.LETTER)],
        error_messages={"required": _(ViaUnknown.sentence)},
    )
    grounds = words(_("哪里不同意，为什么"), rows=4, missing=_(GroundsMissing.sentence))
    # Needed only after the 30 days (条例 Arts 35 and 36); the service asks for it then.
    late_reason = words(_("为什么没能按时申请"), rows=2, help_text=_("期限过了才填，由上一级决定是否采纳。"))

    def configure(self) -> None:
        """In time nobody has to say why it is late."""
        end = window_end(self.page.clocks, self.level)
        if end is not None and all(clock.stopped_at is None or clock.due_at != end for clock in self.page.clocks):
            self.fields["late_reason"].help_text = _("还在期限内，可以不填。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask, or point outside."""
        review_asked(
            actor=actor,
            matter_id=self.page.id,
            level=self.level,
            grounds=self.cleaned_data["grounds"],
            late_reason=self.cleaned_data["late_reason"],
            via=self.cleaned_data["via"],
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.SECONDARY, 400)
class AskReviewForm(_AskForm):
    """Against a reply."""

    action = Action.ASK_REVIEW
    keeps_draft = True
    level = ReviewLevel.REVIEW


@move_form(BarRow.SECONDARY, 410)
class AskRecheckForm(_AskForm):
    """Against a review's opinion."""

    action = Action.ASK_RECHECK
    keeps_draft = True
    level = ReviewLevel.RECHECK


@move_form(BarRow.PRIMARY, 270)
class TakeReviewForm(MoveForm):
    """A reviewer takes it."""

    action = Action.TAKE_REVIEW
    level: ClassVar[ReviewLevel] = ReviewLevel.REVIEW
    about = N_("由您来看这件事。同事已经在办的，也可以接过来。")
    done = N_("由您承办。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Take it."""
        review_take(actor=actor, matter_id=self.page.id, level=self.level, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 280)
class TakeRecheckForm(TakeReviewForm):
    """The same for the recheck."""

    action = Action.TAKE_RECHECK
    level = ReviewLevel.RECHECK


@move_form(BarRow.PRIMARY, 290)
class DraftOpinionForm(MoveForm):
    """What it comes to, facts, opinion, basis: a draft that somebody else approves."""

    action = Action.DRAFT_OPINION
    keeps_draft = True
    about = N_(
        "起草好以后，由另一位没有参与过的人批准，批准后信访人才看到。期限照常计算。"
        "过了期限才申请、理由又不成立的，维持原意见，并在理由里写明。"
    )
    submit = N_("送请批准")
    done = N_("已起草，等另一位批准。")
    texts = {"facts": TextPlace.REVIEW, "opinion": TextPlace.REVIEW, "basis": TextPlace.BASIS}
    basis_field = "basis"

    outcome = forms.ChoiceField(
        label=_("结论"),
        widget=forms.RadioSelect,
        error_messages={"required": _(ReviewOutcomeMissing.sentence)},
    )
    facts = words(_("查明的事实"), rows=5, missing=_(FactsMissing.sentence))
    opinion = words(_("意见和理由"), rows=5, missing=_(ReviewOpinionMissing.sentence))
    basis = words(_("依据"), rows=2, missing=_(BasisMissing.sentence))

    def get_initial(self) -> dict[str, object]:
        """What was returned stands there to be changed."""
        last = self.page.reviews[-1] if self.page.reviews else None
        if last is None or not last.return_reason:
            return {}
        return {
            "outcome": last.drafted_outcome,
            "facts": last.facts,
            "opinion": last.opinion,
            "basis": last.basis,
        }

    def configure(self) -> None:
        """What a review can come to."""
        # That the petitioner withdraws ends a review too, but it is no conclusion of a reviewer's.
        outcomes = (ReviewOutcome.UPHELD, ReviewOutcome.CHANGED, ReviewOutcome.SENT_BACK)
        choose(
            self.fields["outcome"], [(outcome.value, str(_(REVIEW_OUTCOME_LABELS[outcome]))) for outcome in outcomes]
        )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Draft it."""
        given = self.cleaned_data
        review_draft(
            actor=actor,
            matter_id=self.page.id,
            decision=DecisionDraft(facts=given["facts"], basis=given["basis"], opinion=given["opinion"]),
            outcome=given["outcome"],
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.PRIMARY, 300)
class DecideReviewForm(MoveForm):
    """A second person has seen it."""

    action = Action.DECIDE_REVIEW
    level: ClassVar[ReviewLevel] = ReviewLevel.REVIEW
    about = N_("批准的是上面起草的全文。")
    warning = N_("信访人会马上看到全文，不能撤回。")
    submit = N_("批准")
    done = N_("复查意见已作出，信访人可以申请复核。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Approve."""
        review_decide(actor=actor, matter_id=self.page.id, level=self.level, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 310)
class DecideRecheckForm(DecideReviewForm):
    """The last word."""

    action = Action.DECIDE_RECHECK
    level = ReviewLevel.RECHECK
    about = N_("批准的是上面起草的全文。复核意见是最后的意见，批准后事项终结。")
    done = N_("复核意见已作出，事项终结。")


@move_form(BarRow.PRIMARY, 320)
class SendBackForm(MoveForm):
    """The unit answers anew."""

    action = Action.SEND_BACK
    about = N_("批准的是上面起草的全文。原单位要重新书面答复，期限从今天另算。")
    warning = N_("信访人会马上看到全文，不能撤回。")
    submit = N_("批准退回")
    done = N_("已退回重新处理。")
    notifies = True

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Send it back."""
        review_send_back(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 330)
class ReturnOpinionForm(MoveForm):
    """Not like this."""

    action = Action.RETURN_OPINION
    keeps_draft = True
    submit = N_("退回修改")
    done = N_("已退回修改。")

    reason = words(_("要改什么"), missing=_(OpinionReturnUnexplained.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Return it."""
        review_return(
            actor=actor, matter_id=self.page.id, reason=self.cleaned_data["reason"], at=at, seen=self.seen_version
        )
