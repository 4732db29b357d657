"""The step that asks how the answer reaches whoever files, or that it shall reach nobody."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huiyin.intake.rules.draft import ANONYMOUS, NAMED, SEALED, Change, DraftContent
from huiyin.intake.rules.guesses import phone_to_look_at
from huiyin.kernel.text import has_phone_digits, tidy_phone
from huiyin.portal.fields import EmailLineField, LineField, PhoneLineField
from huiyin.portal.filing.forms import with_help
from huiyin.portal.filing.step_form import StepForm, takes
from huiyin.vault.rules.identity import ADDRESS_MAX, EMAIL_MAX, NAME_MAX, PHONE_MAX


class WhoForm(StepForm):
    """A way to reach whoever files, one at least; a name for whoever wants to give one; or neither, anonymously."""

    who = forms.ChoiceField(
        label=_("怎么提交"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项：留下联系方式，或者匿名。")},
    )
    phone = PhoneLineField(
        label=_("电话"),
        most=PHONE_MAX,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = EmailLineField(
        label=_("邮箱"),
        help_text=_("有进展时发一封邮件提醒您，邮件里只有编号，没有内容。"),
        most=EMAIL_MAX,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )
    address = LineField(
        label=_("通信地址"), help_text=_("需要纸质答复的话请填写。"), most=ADDRESS_MAX, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )  # fmt: skip
    name = LineField(
        label=_("姓名或单位名称"),
        help_text=_("要上门核实、寄纸质答复，写了才找得到您。"),
        most=NAME_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    seal = forms.BooleanField(label=_("密封：只让指定的人看"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Word the two ways; a seal is offered where enough people could open it, or where it was chosen."""
        super().__init__(*args, **kwargs)
        if self.choices.readers:
            self.fields["seal"].help_text = gettext(
                "内容、附件和身份都加密，只有%(readers)s能用自己的口令打开，管理员也打不开。谁打开过、为什么，都会告诉您。"
                "密封的事项不发提醒邮件，请自己来看。"
            ) % {"readers": self.choices.readers}
        elif self.content.seal != SEALED:
            del self.fields["seal"]
        self.choose("who", _ways_to_file())
        if not self.content.who:
            self.initial["who"] = NAMED

    def asks(self) -> Mapping[str, tuple[Change, str]]:
        """A number that looks like a slip is asked about once; pressed again it is taken as it is."""
        content, count = self.content, phone_to_look_at(self.content.phone)
        if content.who != NAMED or not count or tidy_phone(content.phone) == content.phone_asked:
            return {}
        sentence = ngettext(
            "这个号码是 %(count)d 位，手机号是 11 位。再看一眼？没有写错就再按一次“下一步”。",
            "这个号码是 %(count)d 位，手机号是 11 位。再看一眼？没有写错就再按一次“下一步”。",
            count,
        )
        return {"phone": (tidy_phone(content.phone), sentence % {"count": count})}

    def clean(self) -> dict[str, Any]:
        """Not anonymous, there must be a way to reach whoever files."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("who") == NAMED:
            for name, sentence in _contact_wrong(found):
                # That there is none at all says nothing where one was refused for itself.
                if found.get(name) or not {"phone", "email", "address"} & self.errors.keys():
                    self.add_error(name, sentence)
        return found

    @classmethod
    def is_right(cls, content: DraftContent) -> bool:
        """See StepForm."""
        if content.who not in {NAMED, ANONYMOUS} or not cls.takes(content, "name", "phone", "email", "address"):
            return False
        if content.who == ANONYMOUS:
            return True
        reached = {
            name: cls.base_fields[name].clean(getattr(content, name)) for name in ("phone", "email", "address")
        }
        return not any(_contact_wrong(reached))

    @staticmethod
    def data_of(content: DraftContent) -> dict[str, Any]:
        """See StepForm."""
        known = {name: getattr(content, name) for name in ("who", "name", "phone", "email", "address")}
        return {**known, "seal": content.seal == SEALED}

    @staticmethod
    def typed(data: QueryDict) -> Mapping[str, Change]:
        """See StepForm."""
        given = {name: data.get(name, "") for name in ("who", "name", "phone", "email", "address")}
        return {**given, "seal": SEALED if data.get("seal") else ""}


def _ways_to_file() -> list[tuple[str, str]]:
    return [
        (
            NAMED,
            with_help(gettext("留下联系方式"), gettext("加密保存。谁查看过、为什么查看，都会告诉您。")),
        ),
        (
            ANONYMOUS,
            with_help(
                gettext("匿名"),
                gettext(
                    "一样登记、一样答复。我们联系不上您，只能靠您用编号和查询码来看。附件里写着您姓名的，请先去掉。"
                ),
            ),
        ),
    ]


def _contact_wrong(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields whose tidy values don't reach anybody, each with the sentence that says so."""
    phone, email = found.get("phone", ""), found.get("email", "")
    if phone and not has_phone_digits(phone):
        yield "phone", gettext("电话号码少了几位，请核对。")
    if email and not takes(_EMAIL, email):
        yield "email", gettext("邮箱写得不完整，要像 name@example.com 这样。")
    if not any((phone, email, found.get("address"))):
        yield "phone", gettext("请至少留一样：电话、邮箱或地址。不想留就选“匿名”。")


_EMAIL = forms.EmailField()
