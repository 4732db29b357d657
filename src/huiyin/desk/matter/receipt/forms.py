"""A new receipt code at the counter: first look who filed it and compare, then issue it."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_token
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.receipt.errors import CodeOfAnonymous, CodeOfSealed, ProofMissing
from huiyin.matters.receipt.services import CodeIssued, code_open_identity, code_reissue
from huiyin.vault.services import IdentityDraft

_TOKEN_LENGTH = 43


@move_reason(90)
def closed_to_reissue(page: MatterView, _actor: Actor, action: Action) -> str:
    """Why no code is issued for this matter, or ""."""
    if action is not Action.REISSUE_CODE:
        return ""
    # Under a seal no counter can look, and who stayed anonymous has nothing to be compared with.
    if page.seal is not None:
        return CodeOfSealed.sentence
    return CodeOfAnonymous.sentence if page.anonymous else ""


@move_form(BarRow.SECONDARY, 220)
class ReissueForm(MoveForm):
    """Two presses: the first shows who filed it, the second issues the code. `issued` is shown once, on a receipt."""

    action = Action.REISSUE_CODE
    about = N_("只给能证明自己就是信访人的人补发。先查看身份信息，和来人的证件当面核对；对不上的，不要补发。")
    warning = N_("信访人会看到什么时候、哪个单位查看了身份信息、补发了查询码；能通知到的会收到通知。")
    template = "desk/matter/receipt/_reissue_sheet.html"
    identity: IdentityDraft | None = None
    issued: CodeIssued | None = None

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    proof = forms.CharField(
        label=_("核对了什么证件"),
        error_messages={"required": _(ProofMissing.sentence)},
        help_text=_("例如：居民身份证。不写号码。信访人会看到。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def get_initial(self) -> dict[str, object]:
        """A token of this form, from which the code is made."""
        # One for each form: pressed twice, it shows the same code.
        return {"token": new_token()}

    def configure(self) -> None:
        """Before the identity was looked at there is nothing to say of a document."""
        if not self.choices.is_compared:
            del self.fields["proof"], self.fields["token"]
        # The second step has a button to look once more, which needs no document yet.
        elif "look" in self.data:
            self.fields["proof"].required = False

    @property
    def is_compared(self) -> bool:
        """Whether this officer has looked at the identity for it a moment ago."""
        return self.choices.is_compared

    def clean(self) -> dict[str, object]:
        """With a token that can be one."""
        given = super().clean() or self.cleaned_data
        if len(str(given.get("token") or "")) != _TOKEN_LENGTH:
            given["token"] = new_token()
        return given

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Look, or issue."""
        if not self._is_issuing:
            self.identity = code_open_identity(actor=actor, matter_id=self.page.id, at=at)
            return
        self.issued = code_reissue(
            actor=actor,
            matter_id=self.page.id,
            token=self.secret,
            proof=self.cleaned_data["proof"],
            at=at,
            seen=self.seen_version,
        )

    @property
    def secret(self) -> str:
        """The secret that the code is made of: one that this form made, or a fresh one."""
        return str(self.cleaned_data["token"])

    @property
    def _is_issuing(self) -> bool:
        return self.is_compared and "look" not in self.data
