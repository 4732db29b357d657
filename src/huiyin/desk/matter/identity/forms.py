"""Who filed."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.identity.services import matter_open_identity
from huiyin.vault.services import IdentityDraft

NO_IDENTITY_LEFT = N_("信访人没有留下身份信息。")


@move_form(BarRow.SECONDARY, 210)
class OpenIdentityForm(MoveForm):
    """Who filed, for a stated purpose. What is seen is kept in `identity` for one page."""

    action = Action.OPEN_IDENTITY
    about = N_("只显示这一次。信访人会看到哪个单位、什么时候、为什么查看。")
    submit = N_("查看")
    identity: IdentityDraft | None = None

    purpose = forms.CharField(
        label=_("用途"),
        help_text=_("例如：约信访人到现场一起查看。信访人会看到这句话。"),
        error_messages={"required": _("请写明查看身份信息的用途（至少 4 个字），信访人会看到。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Open it; the record of it is there before anything is shown."""
        purpose = self.cleaned_data["purpose"]
        self.identity = matter_open_identity(actor=actor, matter_id=self.page.id, purpose=purpose, at=at)


@move_reason(160)
def closed_to_anonymous(page: MatterView, _actor: Actor, action: Action) -> str:
    """That there is no identity to be opened, in the source language, or ""."""
    return NO_IDENTITY_LEFT if action is Action.OPEN_IDENTITY and page.anonymous else ""
