"""The four steps that are typed. Each form knows how its fields stand in a draft, both ways."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.clocks.selectors import rulebook
from huiyin.intake.rules.draft import ANONYMOUS, NAMED, SEALED, Change, DraftContent
from huiyin.kernel.text import clean, clean_line, has_phone_digits
from huiyin.matters.core.rules.limits import PLACE_MAX, REQUEST_MAX, REQUESTS_MAX, TEXT_MAX
from huiyin.matters.register.errors import RequestMissing
from huiyin.portal.fields import EmailLineField, FilesField, LineField, PhoneLineField, TextField
from huiyin.portal.filing.step_form import StepForm, takes
from huiyin.vault.rules.identity import ADDRESS_MAX, EMAIL_MAX, NAME_MAX, PHONE_MAX
from huiyin.web.forms import row_id


def with_help(name: str, help_text: str) -> str:
    return format_html('<span><strong>{}</strong><span class="choice-help">{}</span></span>', name, help_text)


def suggests(url: str, target: str, params: str, trigger: str) -> dict[str, object]:
    """Attributes with which a field asks for suggestions while somebody types; a button does it without a script."""
    return {
        "hx-post": reverse_lazy(url),
        "hx-target": target,
        "hx-trigger": trigger,
        "hx-include": "closest form",
        "hx-params": params,
        "hx-swap": "innerHTML",
        # A later question ends the one before: an answer that comes late doesn't replace a newer one.
        "hx-sync": "this:replace",
        "hx-push-url": "false",
    }


_CATEGORY_PARAMS = "text,category_words,category,csrfmiddlewaretoken"


class WhatForm(StepForm):
    """Step 1: what happened."""

    kind = forms.ChoiceField(
        label=_("您想办的是哪一类"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一类。拿不准就选“申诉求决”，我们会按实际情况办。")},
    )
    text = TextField(
        label=_("发生了什么"),
        help_text=_("时间、经过、现在怎么样了，按您记得的写就好。不用写姓名电话，后面会问。"),
        most=TEXT_MAX,
        widget=forms.Textarea(
            attrs={"rows": 9, **suggests("portal:file_categories", "#categories", _CATEGORY_PARAMS, "change")}
        ),
        error_messages={"required": _("请写下发生了什么，几句话就可以。")},
    )
    place = LineField(
        label=_("在什么地方"), help_text=_("小区、路名、村组，能找到就行。"), most=PLACE_MAX, required=False
    )
    area = forms.TypedChoiceField(
        label=_("属于哪个乡镇、街道"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("请从列出的地方里选一个，或者不选。")},
    )
    category_words = LineField(
        label=_("这是哪方面的事"),
        help_text=_("写几个字，比如“物业费”“停水”，下面会列出相近的类别。"),
        most=200,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                **suggests(
                    "portal:file_categories", "#categories", _CATEGORY_PARAMS, "input changed delay:400ms, search"
                ),
            }
        ),
    )
    category = forms.TypedChoiceField(
        label=_("选一个类别"),
        widget=forms.RadioSelect,
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("请从列出的类别里选一个，或者选“不确定”。")},
    )
    # The form gives this name another meaning inside; fields are taken off the class before that.
    files = FilesField(label=_("照片和文件"))  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill in what can be chosen."""
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, with_help(kind.name, kind.help)) for kind in self.choices.kinds]
        self._choose("kind", kinds)
        self._choose("area", [("", gettext("不确定，或不在列表里")), *self.choices.areas])
        self._choose("category", [("", gettext("不确定，由我们来分")), *self.choices.categories])

    def _choose(self, name: str, choices: Sequence[tuple[object, object]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @classmethod
    def is_right(cls, content: DraftContent) -> bool:
        """See StepForm."""
        known = any(kind.code == content.kind for kind in rulebook().kinds)
        return known and cls.takes(content, "text", "place", "category_words")

    @staticmethod
    def data_of(content: DraftContent) -> dict[str, Any]:
        """See StepForm."""
        return {
            "kind": content.kind,
            "text": content.text,
            "place": content.place,
            "area": content.area_id or "",
            "category_words": content.category_words,
            "category": content.category_id or "",
        }

    @staticmethod
    def typed(data: QueryDict) -> Mapping[str, Change]:
        """See StepForm."""
        texts: dict[str, Change] = {name: data.get(name, "") for name in ("kind", "text", "place", "category_words")}
        return {**texts, "area_id": row_id(data.get("area", "")), "category_id": row_id(data.get("category", ""))}


# What the fields of requests ask of a text, for when nobody is shown them.
_REQUEST = TextField(most=REQUEST_MAX)
_OTHER_REQUEST = TextField(most=REQUEST_MAX, required=False)


class RequestsForm(StepForm):
    """Step 2: what is asked for, one text field for each request, one at least."""

    prefix_of: ClassVar[str] = "request_"

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        """As many fields as the draft has requests."""
        super().__init__(data, **kwargs)
        others = any(map(clean, self.content.requests[1:]))
        for position in range(1, max(1, len(self.content.requests)) + 1):
            self.fields[f"{self.prefix_of}{position}"] = TextField(
                label=gettext("第 %(position)s 条") % {"position": position}
                if position > 1
                else gettext("您希望怎样解决"),
                most=REQUEST_MAX,
                required=position == 1 and not others,
                widget=forms.Textarea(attrs={"rows": 3}),
                # Its own words: PlainForm has given its sentences before these fields were there.
                error_messages={"required": gettext(RequestMissing.sentence)},
            )

    @classmethod
    def is_right(cls, content: DraftContent) -> bool:
        """See StepForm."""
        given = content.requests
        return any(takes(_REQUEST, text) for text in given) and all(takes(_OTHER_REQUEST, text) for text in given)

    @staticmethod
    def data_of(content: DraftContent) -> dict[str, Any]:
        """See StepForm."""
        return {f"request_{position}": text for position, text in enumerate(content.requests, start=1)}

    @staticmethod
    def typed(data: QueryDict) -> Mapping[str, Change]:
        """See StepForm."""
        given = [data.get(f"request_{position}") for position in range(1, REQUESTS_MAX + 1)]
        # An empty field is one that somebody keeps; one that isn't there was never shown.
        return {"requests": tuple(text for text in given if text is not None)}


class WhoForm(StepForm):
    """Step 4: who files, or nobody."""

    who = forms.ChoiceField(
        label=_("怎么提交"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项：留下姓名，或者匿名。")},
    )
    name = LineField(
        label=_("姓名或单位名称"),
        most=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("请写下姓名，或者在上面选“匿名”。")},
    )
    phone = PhoneLineField(
        label=_("电话"),
        help_text=_("电话、邮箱、地址，留一样就行。"),
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
        who = self.content.who
        # Judged, only where somebody said they would give a name; shown, marked as needed until they say they won't.
        self.fields["name"].required = who == NAMED if self.is_bound else who != ANONYMOUS
        field = self.fields["who"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (
                    NAMED,
                    with_help(gettext("留下姓名和联系方式"), gettext("加密保存。谁查看过、为什么查看，都会告诉您。")),
                ),
                (
                    ANONYMOUS,
                    with_help(
                        gettext("匿名"),
                        gettext(
                            "一样登记、一样答复。我们联系不上您，只能靠您用编号和查询码来看。"
                            "附件里写着您姓名的，请先去掉。"
                        ),
                    ),
                ),
            ]

    def clean(self) -> dict[str, Any]:
        """With a name, there must be a way to reach its owner."""
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
        if content.who not in {NAMED, ANONYMOUS} or not cls.takes(content, "phone", "email", "address"):
            return False
        if content.who == ANONYMOUS:
            return not clean_line(content.name) or cls.takes(content, "name")
        reached = {
            name: cls.base_fields[name].clean(getattr(content, name)) for name in ("phone", "email", "address")
        }
        return cls.takes(content, "name") and not any(_contact_wrong(reached))

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


def _contact_wrong(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields whose tidy values don't reach anybody, each with the sentence that says so."""
    phone, email = found.get("phone", ""), found.get("email", "")
    if phone and not has_phone_digits(phone):
        yield "phone", gettext("电话号码少了几位，请核对。")
    if email and not takes(_EMAIL, email):
        yield "email", gettext("邮箱写得不完整，要像 name@example.com 这样。")
    if not any((phone, email, found.get("address"))):
        yield "phone", gettext("请留一种联系方式：电话、邮箱或地址，有一样就行。")


_EMAIL = forms.EmailField()
