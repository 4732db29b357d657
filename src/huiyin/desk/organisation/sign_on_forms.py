"""Linking an officer's account with an identity of the organisation's sign-on, and ending that."""

from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huiyin.desk.organisation.acting import tick
from huiyin.desk.organisation.officer_forms import AccountForm
from huiyin.flows.sign_on import account_link, account_unlink, provider_label, sign_on_providers
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.kernel.time import now
from huiyin.orgs.selectors.sign_on import links_of_officer

_AT_ONCE = N_("已连接，马上可以用统一认证登录。")


class LinkForm(AccountForm):
    """Ask that an identity opens the account."""

    code = "link"
    title = N_("连接统一认证")
    submit = N_("连接")
    done = N_("已提出。本人登录后，或者单位负责人、监督员确认以后，才能用统一认证登录。")
    conflicts = "subject"

    provider = forms.ChoiceField(label=_("统一认证"))
    subject = forms.CharField(
        label=_("标识"),
        help_text=_("本人用统一认证登录一次，页面上会显示这个标识。照原样填，不要用姓名、邮箱去猜。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    @classmethod
    def of_officer(cls, officer_id: int, data: QueryDict | None = None) -> "LinkForm":
        """The form of an officer, with what is set up to choose from."""
        form = super().of_officer(officer_id, data)
        options = [(provider.code, provider.label) for provider in sign_on_providers()]
        form.fill("provider", options, blank="——")
        return form

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask for it."""
        given = self.cleaned_data
        if account_link(
            officer_id=self.officer_id, provider=given["provider"], subject=given["subject"], actor=actor, at=at
        ):
            self.done = _AT_ONCE


class UnlinkForm(AccountForm):
    """End a link, or take back what waits."""

    code = "unlink"
    title = N_("解除统一认证")
    submit = N_("解除连接")
    done = N_("已解除，用那个标识不能再登录。")
    conflicts = "link"

    link = forms.ChoiceField(label=_("连接"))
    sure = tick(_("马上解除：从此用这个标识不能登录这个账号"))

    @classmethod
    def of_officer(cls, officer_id: int, data: QueryDict | None = None) -> "UnlinkForm":
        """The form of an officer, with their links to choose from."""
        form = super().of_officer(officer_id, data)
        found = links_of_officer(officer_id=officer_id, at=now())
        options = [(str(link.id), f"{provider_label(link.provider)} · {link.subject}") for link in found]
        form.fill("link", options, blank="——")
        return form

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """End it."""
        account_unlink(link_id=int(self.cleaned_data["link"]), actor=actor, at=at)
