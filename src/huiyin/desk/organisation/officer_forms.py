"""Making accounts, shutting them, and letting their owners set a password."""

from datetime import datetime
from typing import Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.organisation.acting import ArrangeForm, AskingForm, tick
from huiyin.flows.accounts import Started, account_open, officer_correct, reset_start
from huiyin.flows.officer_away import officer_offboard
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput, HuiyinError
from huiyin.kernel.text import N_
from huiyin.orgs.consequences import OFFICER_SHUT, OFFICER_SIGNED_OUT, of_officer_renamed
from huiyin.orgs.grant_rules import ResetWay
from huiyin.orgs.selectors import OfficerView, officer_view
from huiyin.orgs.services import OfficerFacts, OfficerPlan, officer_reactivate
from huiyin.web.officer_sessions import sessions_end

_MAIL_WAITS = N_("已修改。新邮箱过些日子才换，原来的邮箱、单位负责人和监督员会收到通知；本人登录后可以马上确认。")


class OwnAccount(BadInput):
    """Who shuts their own account can't open it again."""

    sentence = "不能停用自己的账号，请由另一位管理员办。"
    field = "sure"


class OfficerForm(ArrangeForm):
    """An account, whose owner sets a password by a link or a code."""

    code = "officer"
    title = N_("新增工作人员")
    submit = N_("新增")
    conflicts = "username"
    started: Started | None = None

    display_name = forms.CharField(label=_("姓名"))
    username = forms.CharField(
        label=_("登录名"),
        help_text=_("2 至 40 个字母、数字或 . @ + - _。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    email = forms.CharField(label=_("邮箱"), required=False, help_text=_("收到新事项、快到期时的提醒。"))
    phone = TidyField(label=_("电话"), most=40, required=False)

    def refuse(self, error: HuiyinError) -> None:
        """A name that is missing or too long is the person's."""
        _name_is_theirs(error)
        super().refuse(error)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Make the account."""
        given = self.cleaned_data
        plan = OfficerPlan(
            username=given["username"],
            display_name=given["display_name"],
            email=given["email"],
            phone=given["phone"],
        )
        self.started = account_open(plan=plan, actor=actor, at=at)


class AccountForm(ArrangeForm):
    """A change of one account."""

    officer_id: int = 0

    @classmethod
    def of_officer(cls, officer_id: int, data: QueryDict | None = None) -> Self:
        """The form of an officer."""
        form = cls(data)
        form.officer_id = officer_id
        return form


class PasswordForm(AccountForm):
    """Let the officer set a password anew; whoever asks learns none."""

    code = "password"
    title = N_("重设密码")
    submit = N_("重设密码")
    started: Started | None = None

    way = forms.ChoiceField(
        label=_("怎样交给本人"),
        choices=[
            (ResetWay.MAIL.value, _("发一次性链接到本人的邮箱")),
            (ResetWay.CODE.value, _("由单位负责人当面转交开通码")),
            (ResetWay.CODE_STEP.value, _("手机丢了：由单位负责人当面转交开通码，两步登录一并关闭")),
        ],
        help_text=_("管理员看不到密码。现在的密码，在本人设好新的以前照样能用。"),
    )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask for it."""
        way = ResetWay(self.cleaned_data["way"])
        self.started = reset_start(officer_id=self.officer_id, way=way, actor=actor, at=at)


class ReviseOfficerForm(AskingForm):
    """Name, mail and telephone; the account name stays. Asks before a name goes by which people may still write."""

    code = "revise"
    title = N_("修改资料")
    submit = N_("保存")
    done = N_("已修改，马上生效。发出的文书不变。")
    officer_id: int = 0

    display_name = forms.CharField(label=_("姓名"), help_text=_("反映到这位工作人员时，按姓名认。"))
    email = forms.CharField(label=_("邮箱"), required=False, help_text=_("收到新事项、快到期时的提醒。"))
    phone = TidyField(label=_("电话"), most=40, required=False)

    # Else the tick of the base class would stand first.
    field_order = ("display_name", "email", "phone", "sure")

    @classmethod
    def of(cls, officer: OfficerView, data: QueryDict | None = None) -> Self:
        """The form of an officer, filled in."""
        initial = {"display_name": officer.display_name, "email": officer.email, "phone": officer.phone}
        form = cls(data, initial=initial)
        form.officer_id = officer.id
        return form

    def questions(self) -> list[str]:
        """An officer is recognised by one name only."""
        name = officer_view(officer_id=self.officer_id).display_name
        return of_officer_renamed(name, self.cleaned_data["display_name"])

    def refuse(self, error: HuiyinError) -> None:
        """A name that is missing or too long is the person's."""
        _name_is_theirs(error)
        super().refuse(error)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Revise the officer."""
        facts = OfficerFacts(**{name: self.cleaned_data[name] for name in ("display_name", "email", "phone")})
        # Another address waits a week while the old one is told (docs/orgs.md).
        if not officer_correct(officer_id=self.officer_id, facts=facts, actor=actor, at=at):
            self.done = _MAIL_WAITS


class ReactivateForm(AccountForm):
    """The officer is back; posts and a password are given anew."""

    code = "reactivate"
    title = N_("恢复账号")
    submit = N_("恢复账号")
    done = N_("账号已恢复，还不能登录。请重设密码，再安排职位。")

    sure = tick(_("这位工作人员回来了：账号恢复，职位要重新安排，密码要重设"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Open the account."""
        officer_reactivate(officer_id=self.officer_id, actor=actor, at=at)


def _name_is_theirs(error: HuiyinError) -> None:
    if isinstance(error, BadInput) and error.field == "name":
        error.field = "display_name"


class SignOutForm(AccountForm):
    """End the officer's sessions, wherever they are."""

    code = "sign_out"
    title = N_("退出登录")
    submit = N_("在所有地方退出")
    done = N_("已在所有地方退出。")

    sure = tick(_(OFFICER_SIGNED_OUT))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """End them."""
        sessions_end(officer_id=self.officer_id, actor=actor, at=at)


class DeactivateForm(AccountForm):
    """Shut the account and vacate its posts."""

    code = "deactivate"
    title = N_("停用账号")
    submit = N_("停用账号")
    done = N_("账号已停用，职位已空出。")

    sure = tick(_(OFFICER_SHUT))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Shut it, unless it is one's own."""
        if actor.officer_id == self.officer_id:
            raise OwnAccount
        officer_offboard(officer_id=self.officer_id, actor=actor, at=at)
