"""A settlement."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.annexes import KEEP, annex_fields, annexes_before, kept_files
from huiyin.desk.matter.delivery.forms import Pair
from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_, shorten
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import Action, MessageKind
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.reply.errors import FactsMissing
from huiyin.matters.settlement.errors import AgreementMissing, AgreementUnproven
from huiyin.matters.settlement.selectors import settled_on
from huiyin.matters.settlement.services import reply_settle
from huiyin.text_modules.rules.places import TextPlace
from huiyin.web.date_fields import DayField

_SHOWN = 40


@move_form(BarRow.SECONDARY, 100)
class SettleForm(MoveForm):
    """Both sides have agreed."""

    action = Action.SETTLE
    keeps_draft = True
    takes_files = True
    about = N_("双方自愿达成一致的，用协议代替处理意见。同样由另一位审批人批准后送达。")
    submit = N_("提交审批")
    done = N_("协议已提交，等另一位审批人批准。")
    texts = {"facts": TextPlace.FACTS, "agreement": TextPlace.SETTLEMENT}

    facts = words(_("查明的事实和调解经过"), rows=4, missing=_(FactsMissing.sentence))
    agreement = words(
        _("双方同意的内容"),
        rows=4,
        missing=_(AgreementMissing.sentence),
        help_text=_("写明谁、做什么、什么时候，信访人会看到。"),
    )
    agreed_on = DayField(label=_("达成日期"))
    proof = forms.ChoiceField(
        label=_("信访人怎么同意的"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _(AgreementUnproven.sentence),
            "invalid_choice": _(AgreementUnproven.sentence),
        },
    )

    def get_initial(self) -> dict[str, object]:
        """A settlement that was sent or taken back is what the next one starts from."""
        reply = self.page.reply
        if reply is None or reply.returned_at is None:
            return {}
        found: dict[str, object] = {KEEP: annexes_before(self.page)}
        if not reply.settlement:
            return found
        day, proof_id = settled_on(matter_id=self.page.id)
        return found | {"facts": reply.facts, "agreement": reply.settlement, "agreed_on": day, "proof": proof_id}

    def configure(self) -> None:
        """Files of this matter, and what the petitioner has written here."""
        self.fields.update(annex_fields(self.page))
        options = list(_proofs(self.page))
        choose(self.fields["proof"], options)
        if not options:
            self.fields["proof"].help_text = gettext(
                "还没有材料。请先把双方签字的协议添加为附件，或者请信访人在网上写明同意。"
            )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Hand it in for approval."""
        given = self.cleaned_data
        reply_settle(
            actor=actor,
            matter_id=self.page.id,
            facts=given["facts"],
            agreement=given["agreement"],
            agreed_on=given["agreed_on"],
            proof_id=UUID(given["proof"]),
            draft_id=self.draft_seen.id,
            keep_files=kept_files(given),
            at=at,
            seen=self.seen_version,
        )


def _proofs(page: MatterView) -> Iterator[Pair]:
    # Without a signed paper, or words of the petitioner's own, there is no settlement (条例 Art 33).
    for file in page.attachments:
        yield str(file.id), gettext("附件：%(name)s") % {"name": file.name}
    for message in page.messages:
        if message.kind == MessageKind.WRITTEN:
            day, text = office_day(message.at).isoformat(), shorten(message.body, _SHOWN)
            yield str(message.id), gettext("信访人 %(day)s 写的：%(said)s") % {"day": day, "said": text}
