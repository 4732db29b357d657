"""The reply: draft, approve or send back, serve."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.annexes import KEEP, annex_fields, annexes_before, kept_files
from huiyin.desk.matter.carrying_out.forms import steps_as_typed, steps_field
from huiyin.desk.matter.forms import MoveForm, words
from huiyin.desk.matter.linking.forms import led
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.labels import OUTCOME_LABELS
from huiyin.matters.core.rules.limits import TEXT_MAX
from huiyin.matters.core.rules.states import OPINION_OUTCOMES, Action, Outcome
from huiyin.matters.core.selectors.views import MatterView, ReplyView
from huiyin.matters.linking.errors import MergedOpinionMissing
from huiyin.matters.reply.errors import (
    BasisMissing,
    CoDraftNotAllowed,
    FactsMissing,
    OpinionMissing,
    OwnDraft,
    ReasonMissing,
    RecallNotAllowed,
    SignedAlready,
)
from huiyin.matters.reply.services.reply import OpinionDraft, reply_approve, reply_draft, reply_recall, reply_return
from huiyin.matters.reply.services.sign import reply_sign
from huiyin.text_modules.rules.places import TextPlace
from huiyin.web.refusals import sentence_of


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request that needs an opinion: what it is called, what is said without one, what the last draft said."""

    id: UUID
    key: str
    which: str
    text: str
    missing: str
    outcome: str
    reasons: str

    @property
    def outcome_field(self) -> str:
        return f"outcome_{self.key}"

    @property
    def reasons_field(self) -> str:
        return f"reasons_{self.key}"


OWN_DRAFT = N_("这份答复是您起草的，须由另一位审批人批准。")


@move_form(BarRow.PRIMARY, 25)
class DraftForm(MoveForm):
    """Facts, an opinion on each request, the legal basis (条例 Art 32)."""

    action = Action.DRAFT
    keeps_draft = True
    takes_files = True
    about = N_("每一条诉求都要有意见和理由。提交后由另一位审批人批准，批准前信访人看不到。")
    submit = N_("提交审批")
    done = N_("答复已提交，等另一位审批人批准。")
    basis_field = "basis"

    facts = words(_("查明的事实"), rows=6, missing=_(FactsMissing.sentence))
    basis = words(
        _("依据"), rows=3, missing=_(BasisMissing.sentence), help_text=_("法律、法规、规章或政策，写到条款。")
    )

    def configure(self) -> None:
        """A pair of fields for each request, between the facts and the basis; those answered along come after."""
        basis = self.fields.pop("basis")
        self.asked = tuple(_asked(self.page))
        for request in self.asked:
            self.fields[request.outcome_field] = forms.ChoiceField(
                label=gettext("%(which)s：%(text)s") % {"which": request.which, "text": request.text},
                choices=[
                    (outcome.value, gettext(OUTCOME_LABELS[outcome]))
                    for outcome in Outcome
                    # That both sides agree isn't an opinion and has a form of its own.
                    if outcome in OPINION_OUTCOMES
                ],
                widget=forms.RadioSelect,
                error_messages={"required": gettext("%(which)s要选一个意见。") % {"which": request.which}},
            )
            self.fields[request.reasons_field] = words(
                gettext("%(which)s的理由") % {"which": request.which}, missing=request.missing
            )
        self.fields["basis"] = basis
        self.fields["steps"] = steps_field()
        self.fields.update(annex_fields(self.page))

    def text_places(self) -> Mapping[str, TextPlace]:
        """Facts, the reasons for each opinion, and the basis."""
        reasons = {request.reasons_field: TextPlace.REASONS for request in self.asked}
        return {"facts": TextPlace.FACTS, **reasons, "basis": TextPlace.BASIS}

    def get_initial(self) -> dict[str, object]:
        """A draft that was sent or taken back is what the next one starts from."""
        reply = self.page.reply
        if reply is None or reply.returned_at is None:
            return {}
        found: dict[str, object] = {KEEP: annexes_before(self.page)}
        # A settlement that was sent back fills its own form.
        if reply.settlement:
            return found
        found |= {"facts": reply.facts, "basis": reply.basis, "steps": steps_as_typed(self.page)}
        for request in _asked(self.page):
            # Requests of a matter that was merged since have no opinion yet.
            if request.outcome:
                found[request.outcome_field] = request.outcome
                found[request.reasons_field] = request.reasons
        return found

    def clean(self) -> dict[str, object]:
        """Reasons that are too long are named where they stand."""
        given = super().clean() or self.cleaned_data
        for request in self.asked:
            name = request.reasons_field
            try:
                checked_text(str(given.get(name) or ""), field=name, most=TEXT_MAX)
            except BadInput as error:
                self.add_error(name, sentence_of(error))
        return given

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Hand it in for approval."""
        given = self.cleaned_data
        reply_draft(
            actor=actor,
            matter_id=self.page.id,
            facts=given["facts"],
            opinions={
                request.id: OpinionDraft(given[request.outcome_field], given[request.reasons_field])
                for request in self.asked
            },
            basis=given["basis"],
            steps=given["steps"],
            draft_id=self.draft_seen.id,
            keep_files=kept_files(given),
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.PRIMARY, 30)
class ApproveForm(MoveForm):
    """Another person than the drafter stands for it."""

    action = Action.APPROVE
    about = N_("请先看完上面的答复全文。批准后由经办人员送达信访人。")
    submit = N_("批准")
    done = N_("已批准，送达信访人后才算答复。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Approve."""
        reply_approve(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 40)
class DraftReturnForm(MoveForm):
    """Back to the handler, with what to change."""

    action = Action.RETURN
    keeps_draft = True
    about = N_("起草人会看到您写的，信访人看不到。")
    submit = N_("退回")
    done = N_("已退回起草人修改。")

    reason = words(_("要修改什么"), rows=4, missing=_(ReasonMissing.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Send it back."""
        reason = self.cleaned_data["reason"]
        reply_return(actor=actor, matter_id=self.page.id, reason=reason, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 45)
class RecallForm(MoveForm):
    """The drafter takes it back to go on writing."""

    action = Action.RECALL
    about = N_("还没有人批准时，起草人可以撤回来改。填过的都在，改好再提交。审批人会收到通知，信访人看不到。")
    submit = N_("撤回修改")
    done = N_("已撤回，可以接着改。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Take it back."""
        reply_recall(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)


def _asked(page: MatterView) -> Iterator[_Asked]:
    """The matter's own requests, then those of the matters that it leads."""
    reply = page.reply
    drafted = {opinion.position: opinion for opinion in reply.opinions} if reply else {}
    # What was split off is answered by its part.
    for request in (view for view in page.requests if not view.is_moved):
        opinion = drafted.get(request.position)
        yield _Asked(
            request.id, str(request.position), gettext("第 %(position)s 条") % {"position": request.position},
            request.text, gettext(OpinionMissing.sentence) % {"position": request.position},
            opinion.outcome if opinion else "", opinion.reasons if opinion else "",
        )  # fmt: skip
    for link in led(page):
        for led_request in link.requests:
            place = {"number": format_matter_number(link.number), "position": led_request.position}
            yield _Asked(
                # Places begin with 1 in each matter; only with the number they are told apart.
                led_request.id, f"{link.number}_{led_request.position}",
                gettext("%(number)s 的第 %(position)s 条") % place, led_request.text,
                gettext(MergedOpinionMissing.sentence) % place, led_request.outcome, led_request.reasons,
            )  # fmt: skip


@move_form(BarRow.PRIMARY, 70)
class SignForm(MoveForm):
    """The leader signs; then it may leave the house."""

    action = Action.SIGN
    about = N_("请先看完上面的答复全文。签发后由经办人员送达信访人。")
    submit = N_("签发")
    done = N_("已签发，送达信访人后才算答复。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Sign."""
        reply_sign(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)


@move_reason(10)
def draft_blocked(page: MatterView, actor: Actor, action: Action) -> str:
    """That somebody else has to approve what this officer drafted, in the source language, or ""."""
    is_own = page.reply is not None and page.reply.drafter_id == actor.officer_id
    if action is Action.RECALL and not is_own:
        return RecallNotAllowed.sentence
    if action is not Action.APPROVE or page.reply is None:
        return ""
    return OWN_DRAFT if is_own else _co_drafted(page.reply, actor)


@move_reason(180)
def closed_to_sign(page: MatterView, actor: Actor, action: Action) -> str:
    """Why this officer can't sign the reply, in the source language, or ""."""
    if action is not Action.SIGN or page.reply is None:
        return ""
    if page.reply.signed_at is not None:
        return SignedAlready.sentence
    return OwnDraft.sentence if page.reply.drafter_id == actor.officer_id else _co_drafted(page.reply, actor)


def _co_drafted(reply: ReplyView, actor: Actor) -> str:
    return CoDraftNotAllowed.sentence if actor.officer_id in reply.written_by else ""
