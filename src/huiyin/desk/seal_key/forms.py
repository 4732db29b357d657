"""Setting a passphrase, changing it, starting over when it is lost. Each form goes through one door."""

from abc import abstractmethod
from datetime import datetime
from typing import ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from huiyin.flows.grants import seal_key_renew, seal_key_set
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.vault.services import seal_passphrase_change
from huiyin.web.forms import AbstractFormType, PlainForm

WAITING = N_("现在能看密封事项的同事同意以后，您才能看新密封的事项；还没有人能看的，由单位负责人或监督员同意。")
_SHORTEST = _("至少 12 个字符，汉字算两个。可以用几个互不相关的词连在一起。不要和登录密码相同。")


def _secret(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class SealKeyForm(PlainForm, metaclass=AbstractFormType):
    """One of the page's forms; `code` tells them apart."""

    code: ClassVar[str]
    title: ClassVar[str]
    about: ClassVar[str] = ""
    submit: ClassVar[str]
    done: ClassVar[str]
    # Whether the officer reads what is sealed from now on, without anybody's agreement.
    agreed: bool = True

    @abstractmethod
    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Go through the door."""

    def clean(self) -> None:
        """What nobody can read while typing is typed twice."""
        super().clean()
        if self.cleaned_data.get("new") != self.cleaned_data.get("again"):
            self.add_error("again", gettext("两次输入的不一样，请再输一次。"))


class CreateForm(SealKeyForm):
    """The first passphrase."""

    code = "create"
    title = N_("设一个密封口令")
    submit = N_("设定")
    done = N_("密封口令已设好。")

    new = _secret(_("口令"), _SHORTEST)
    again = _secret(_("再输一次"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Make the key."""
        self.agreed = seal_key_set(actor=actor, passphrase=self.cleaned_data["new"], at=at)


class PassphraseForm(SealKeyForm):
    """Another passphrase for the same key."""

    code = "change"
    title = N_("换一个口令")
    about = N_("能看的事项不变。")
    submit = N_("换口令")
    done = N_("口令已换。")

    passphrase = _secret(_("现在的口令"))
    new = _secret(_("新口令"), _SHORTEST)
    again = _secret(_("再输一次"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Lock the key anew."""
        given = self.cleaned_data
        seal_passphrase_change(actor=actor, passphrase=given["passphrase"], new=given["new"], at=at)


class ReplaceForm(SealKeyForm):
    """A new key: the old passphrase is lost, or somebody else knows it."""

    code = "replace"
    title = N_("口令忘了，或者别人知道了")
    about = N_("谁也找不回旧口令。重设以后，以前的密封事项您打不开了，要请还能看的同事逐件让您再看。")
    submit = N_("重设")
    done = N_("密封口令已重设。以前的密封事项，请能看的同事让您再看。")

    new = _secret(_("新口令"), _SHORTEST)
    again = _secret(_("再输一次"))
    sure = forms.BooleanField(label=_("我知道以前的密封事项会打不开"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Make a new key."""
        self.agreed = seal_key_renew(actor=actor, passphrase=self.cleaned_data["new"], at=at)
