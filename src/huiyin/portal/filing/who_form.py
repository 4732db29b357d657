"""The step that asks how the answer reaches whoever files, or that it shall reach nobody."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.intake.rules.draft import (
    ANONYMOUS,
    ANSWER_FILER,
    ANSWER_OTHER,
    FOR_OTHER,
    NAMED,
    SEALED,
    TOGETHER,
    Change,
    DraftContent,
)
from huiyin.kernel.text import has_phone_digits
from huiyin.portal.fields import EmailLineField, FilesField, LineField, PhoneLineField
from huiyin.portal.filing.forms import with_help
from huiyin.portal.filing.step_form import StepForm, takes
from huiyin.vault.rules.identity import ADDRESS_MAX, AUTHORITY_MAX, EMAIL_MAX, NAME_MAX, PHONE_MAX
from huiyin.web.phones import PhoneQuestions, phones_to_ask


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
    behalf = forms.ChoiceField(label=_("这件事是谁提的"), widget=forms.RadioSelect)
    other_name = LineField(
        label=_("替谁：本人的姓名"),
        most=NAME_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    other_phone = PhoneLineField(
        label=_("本人的电话"),
        most=PHONE_MAX,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    authority = LineField(
        label=_("您和本人是什么关系，凭什么替他提交"),
        help_text=_("比如“儿子，父亲住院，口头委托”“律师，有委托书”“监护人”。"),
        most=AUTHORITY_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    # The form gives this name another meaning inside; fields are taken off the class before that.
    files = FilesField(  # type: ignore[assignment]
        label=_("委托书、户口簿等"),
        help_text=_("没有也可以先提交。附件里的姓名，办这件事的人看得到；不想这样就不附，办理时当面出示。"),
    )
    answer_to = forms.ChoiceField(label=_("答复和通知给谁"), widget=forms.RadioSelect, required=False)
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
        self.choose("behalf", _whose())
        self.choose("answer_to", [(ANSWER_FILER, gettext("给我")), (ANSWER_OTHER, gettext("给本人"))])
        if not self.content.who:
            self.initial["who"] = NAMED

    def asks(self) -> PhoneQuestions | None:
        """Of the own number, and of whoever it is filed for."""
        content = self.content
        if content.who != NAMED:
            return None
        phones = {"phone": content.phone}
        if _behalf(content) == _OTHER:
            phones["other_phone"] = content.other_phone
        return phones_to_ask(phones, asked=content.phone_asked)

    def clean(self) -> dict[str, Any]:
        """Not anonymous, there must be a way to reach whoever files."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("who") == NAMED:
            if found.get("seal") and found.get("behalf") == _TOGETHER:
                self.add_error(
                    "seal", gettext("密封的事项只有指定的人能看，不能联名。请去掉密封，或者选“我一个人”。")
                )
            for name, sentence in _others_wrong(found):
                self.add_error(name, sentence)
            for name, sentence in _contact_wrong(found):
                # That there is none at all says nothing where one was refused for itself.
                if found.get(name) or not {"phone", "email", "address"} & self.errors.keys():
                    self.add_error(name, sentence)
        return found

    @classmethod
    def is_right(cls, content: DraftContent) -> bool:
        """See StepForm."""
        if content.who not in {NAMED, ANONYMOUS} or not cls.takes(content, *_TEXTS):
            return False
        if content.who == NAMED and content.together == TOGETHER and content.seal == SEALED:
            return False
        if content.answer_to not in {"", ANSWER_FILER, ANSWER_OTHER}:
            return False
        if content.who == ANONYMOUS:
            return True
        reached = {name: cls.base_fields[name].clean(getattr(content, name)) for name in _TEXTS}
        reached |= {"behalf": _behalf(content), "answer_to": content.answer_to}
        return not any((*_contact_wrong(reached), *_others_wrong(reached)))

    @staticmethod
    def data_of(content: DraftContent) -> dict[str, Any]:
        """See StepForm."""
        known = {name: getattr(content, name) for name in ("who", *_TEXTS)}
        others = {"behalf": _behalf(content), "answer_to": content.answer_to or ANSWER_FILER}
        return {**known, **others, "seal": content.seal == SEALED}

    @staticmethod
    def typed(data: QueryDict) -> Mapping[str, Change]:
        """Pages from before have fewer fields: at first they asked for nobody else, then by a box for one other."""
        given: dict[str, Change] = {name: data.get(name, "") for name in ("who", "name", "phone", "email", "address")}
        given["seal"] = SEALED if data.get("seal") else ""
        # Without any data only the names of all fields are asked for.
        if data and not {"behalf", "asks_for_other"} & data.keys():
            return given
        others: dict[str, Change] = {
            name: data.get(name, "") for name in ("other_name", "other_phone", "authority", "answer_to")
        }
        if data and "behalf" not in data:
            return {**given, **others, "for_other": FOR_OTHER if data.get("for_other") else ""}
        behalf = data.get("behalf", "")
        both = {
            "for_other": FOR_OTHER if behalf == _OTHER else "",
            "together": TOGETHER if behalf == _TOGETHER else "",
        }
        return {**given, **others, **both}


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
                gettext("一样登记、一样答复。我们联系不上您，只能靠您用查询码来看。附件里写着您姓名的，请先去掉。"),
            ),
        ),
    ]


def _whose() -> list[tuple[str, str]]:
    return [
        (_ALONE, gettext("我一个人")),
        (_OTHER, with_help(gettext("替别人"), gettext("比如替父母、替当事人。下面写明替谁、凭什么。"))),
        (
            _TOGETHER,
            with_help(
                gettext("我们好几个人一起"),
                gettext("先由您一个人登记，马上就办，不用等大家签名。下一页问大约多少人、谁做代表。"),
            ),
        ),
    ]


def _behalf(content: DraftContent) -> str:
    if content.together == TOGETHER:
        return _TOGETHER
    return _OTHER if content.for_other == FOR_OTHER else _ALONE


def _contact_wrong(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields whose tidy values don't reach anybody, each with the sentence that says so."""
    phone, email = found.get("phone", ""), found.get("email", "")
    if phone and not has_phone_digits(phone):
        yield "phone", gettext("电话号码少了几位，请核对。")
    if email and not takes(_EMAIL, email):
        yield "email", gettext("邮箱写得不完整，要像 name@example.com 这样。")
    if not any((phone, email, found.get("address"))):
        yield "phone", gettext("请至少留一样：电话、邮箱或地址。不想留就选“匿名”。")


def _others_wrong(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is missing where somebody files for somebody else."""
    if found.get("behalf") != _OTHER:
        return
    if not found.get("name"):
        yield "name", gettext("替别人提交，请写下您自己的姓名。")
    if not found.get("other_name"):
        yield "other_name", gettext("请写下您替谁提交。")
    if not found.get("authority"):
        yield "authority", gettext("请写一句您和本人的关系，或者有什么委托。")
    phone = found.get("other_phone", "")
    if phone and not has_phone_digits(phone):
        yield "other_phone", gettext("电话号码少了几位，请核对。")
    if not phone and found.get("answer_to") == ANSWER_OTHER:
        yield "other_phone", gettext("答复和通知给本人，请写下本人的电话。")


_ALONE, _OTHER, _TOGETHER = "alone", "other", "together"
_TEXTS = ("name", "phone", "email", "address", "other_name", "other_phone", "authority")
_EMAIL = forms.EmailField()
