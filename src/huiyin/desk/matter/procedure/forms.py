"""The simple procedure, and the page's part on time and service."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, words
from huiyin.desk.matter.registry import BarRow, move_form
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.procedure.errors import OrdinaryReasonMissing
from huiyin.matters.procedure.services import matter_make_ordinary


@move_form(BarRow.SECONDARY, 120)
class MakeOrdinaryForm(MoveForm):
    """It turned out not to be that simple."""

    action = Action.MAKE_ORDINARY
    keeps_draft = True
    about = N_("答复期限仍从受理那天算起，不重新计算。")
    warning = N_("信访人会看到原因。")
    submit = N_("转为普通程序")
    done = N_("已转为普通程序。")

    reason = words(_("原因"), missing=_(OrdinaryReasonMissing.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Leave the simple procedure."""
        reason = self.cleaned_data["reason"]
        matter_make_ordinary(actor=actor, matter_id=self.page.id, reason=reason, at=at, seen=self.seen_version)
