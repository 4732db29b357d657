"""Around a seal: reading what is sealed, letting a colleague read, seeing who filed with another reader's word."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from huiyin.desk.matter.forms import MoveForm, choose
from huiyin.desk.matter.identity.forms import NO_IDENTITY_LEFT
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.seal.services import (
    SealedMatter,
    matter_add_reader,
    matter_agree_unsealing,
    matter_ask_unsealing,
    matter_open_seal,
    matter_unseal,
)
from huiyin.vault.services import IdentityDraft

NOT_A_READER = N_("这件事项是密封的，您不在能看的人之内。需要看的话，请能看的同事让您也能看。")
ASKED_ALREADY = N_("已经有人请求解封，还没有办完。")
NOT_TO_AGREE = N_("另一位能看的人请求解封以后，由您同意。")
NOT_AGREED = N_("先请求解封，由另一位能看的人同意以后，您可以看一次。")
_UNSEALING = frozenset({Action.ASK_UNSEALING, Action.AGREE_UNSEALING, Action.UNSEAL})
_AROUND_SEAL = _UNSEALING | {Action.OPEN_SEAL, Action.ADD_READER}


def passphrase() -> forms.CharField:
    """The line for the passphrase; browsers don't keep it."""
    return forms.CharField(
        label=_("密封口令"),
        # A passphrase may begin or end with a space.
        strip=False,
        error_messages={"required": _("请输入您的密封口令。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


def purpose(example: StrOrPromise) -> forms.CharField:
    """The line for what it is for."""
    return forms.CharField(
        label=_("用途"),
        help_text=example,
        error_messages={"required": _("请写明用途（至少 4 个字），信访人会看到。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@move_form(BarRow.PRIMARY, 2)
class OpenSealForm(MoveForm):
    """Read what is sealed. What is seen is kept in `found` for one page."""

    action = Action.OPEN_SEAL
    about = N_("只显示这一次。信访人会看到哪个单位、什么时候、为什么打开。")
    submit = N_("打开")
    found: SealedMatter | None = None

    purpose = purpose(_("例如：判断由哪个单位办理。信访人会看到这句话。"))
    passphrase = passphrase()

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Open it; the record of it is there before anything is shown."""
        given = self.cleaned_data
        self.found = matter_open_seal(
            actor=actor, matter_id=self.page.id, passphrase=given["passphrase"], purpose=given["purpose"], at=at
        )


@move_form(BarRow.SECONDARY, 20)
class AddReaderForm(MoveForm):
    """Let a colleague read."""

    action = Action.ADD_READER
    about = N_("只让要办这件事的人看。信访人会看到又有哪个单位的人能看；加上以后不能撤回。")
    submit = N_("让这位同事也能看")
    done = N_("这位同事也能看了。")

    officer = forms.TypedChoiceField(
        label=_("哪一位"),
        coerce=int,
        help_text=_("只列出设了密封口令的同事。"),
        error_messages={"required": _("请选一位同事。")},
    )
    passphrase = passphrase()

    def configure(self) -> None:
        """Who can be chosen."""
        choose(self.fields["officer"], [("", "—"), *((str(pk), name) for pk, name in self.choices.readers)])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Name the reader."""
        given = self.cleaned_data
        matter_add_reader(
            actor=actor,
            matter_id=self.page.id,
            officer_id=given["officer"],
            passphrase=given["passphrase"],
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.SECONDARY, 30)
class AskUnsealingForm(MoveForm):
    """Ask to see who filed."""

    action = Action.ASK_UNSEALING
    about = N_("要另一位能看的人同意，您才能看到，而且只能看一次。信访人会看到这次请求。")
    submit = N_("请求解封")
    done = N_("已请求解封，等另一位能看的人同意。")

    purpose = purpose(_("例如：要当面核实材料。信访人会看到这句话。"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask."""
        purpose = self.cleaned_data["purpose"]
        matter_ask_unsealing(actor=actor, matter_id=self.page.id, purpose=purpose, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 4)
class AgreeUnsealingForm(MoveForm):
    """Agree to another reader's request."""

    action = Action.AGREE_UNSEALING
    warning = N_("同意以后，提出请求的人可以看一次信访人的身份信息。信访人会看到您的单位同意了。")
    submit = N_("同意")
    done = N_("已同意。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Agree."""
        matter_agree_unsealing(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)


@move_form(BarRow.PRIMARY, 6)
class UnsealForm(MoveForm):
    """See who filed, once."""

    action = Action.UNSEAL
    about = N_("只显示这一次。信访人会看到已经打开。")
    submit = N_("查看身份信息")
    identity: IdentityDraft | None = None

    passphrase = passphrase()

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Open it; the record of it is there before anything is shown."""
        self.identity = matter_unseal(
            actor=actor, matter_id=self.page.id, passphrase=self.cleaned_data["passphrase"], at=at
        )


@move_reason(210)
def closed_by_seal(page: MatterView, actor: Actor, action: Action) -> str:
    """Why one of the moves around a seal isn't this officer's now, in the source language, or ""."""
    seal = page.seal
    if seal is None or action not in _AROUND_SEAL:
        return ""
    if not seal.reads(actor.officer_id):
        return NOT_A_READER
    if action in _UNSEALING and not seal.has_identity:
        return NO_IDENTITY_LEFT
    asked = seal.unsealing
    if action is Action.ASK_UNSEALING:
        return ASKED_ALREADY if asked else ""
    if action is Action.AGREE_UNSEALING:
        # It takes two readers: nobody agrees to what they asked for.
        return NOT_TO_AGREE if asked is None or asked.is_agreed or asked.asked_by == actor.officer_id else ""
    if action is Action.UNSEAL:
        # One look, for whoever asked and not for who agreed.
        return NOT_AGREED if asked is None or not asked.is_agreed or asked.asked_by != actor.officer_id else ""
    return ""
