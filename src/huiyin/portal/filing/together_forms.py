"""The two steps that are asked of those alone who file together: how many, and who speaks for them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.intake.rules.draft import GATHER, GATHER_NOT, Change, DraftContent
from huiyin.kernel.text import clean_line, has_phone_digits, tidy_email, tidy_phone
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.joint.rules import PEOPLE_MOST, REPRESENTATIVES_MOST
from huiyin.portal.fields import EmailLineField, LineField, PhoneLineField
from huiyin.portal.filing.forms import with_help
from huiyin.portal.filing.step_form import StepForm, takes
from huiyin.vault.rules.identity import EMAIL_MAX, NAME_MAX, PHONE_MAX
from huiyin.web.phones import PhoneQuestions, phones_to_ask

_FIELDS = ("name", "phone", "email")
_EMAIL = forms.EmailField()


class TogetherForm(StepForm):
    """About how many file it, and whether others sign by a link."""

    people = forms.IntegerField(
        label=_("大约多少人，连您在内"),
        help_text=_("说个大概就行，签名以实际为准。"),
        min_value=2,
        max_value=PEOPLE_MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
        error_messages={
            "required": _("请写大约多少人，写数字。"),
            "invalid": _("请写数字，比如 23。"),
            "min_value": _("联名至少两个人。只有您一个人，请回到上一步选“我一个人”。"),
            "max_value": _("这个数字太大了，请再看一眼。"),
        },
    )
    gather = forms.ChoiceField(label=_("要不要请大家在网上签名"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What accuses somebody doesn't go round on a list."""
        super().__init__(*args, **kwargs)
        if self.content.kind == Kind.ACCUSATION:
            del self.fields["gather"]
            return
        self.choose("gather", _ways_to_gather())

    @property
    def is_accusation(self) -> bool:
        """Whether no list is offered."""
        return "gather" not in self.fields

    @classmethod
    def is_right(cls, content: DraftContent) -> bool:
        """See StepForm."""
        return content.gather in {"", GATHER, GATHER_NOT} and takes(cls.base_fields["people"], content.people)

    @staticmethod
    def data_of(content: DraftContent) -> dict[str, Any]:
        """See StepForm."""
        return {"people": content.people, "gather": content.gather or GATHER}

    @staticmethod
    def typed(data: QueryDict) -> Mapping[str, Change]:
        """The marked choice is kept by the press that goes on: a page of an accusation has none."""
        return {"people": data.get("people", ""), "gather": data.get("gather", "")}


class SpeakersForm(StepForm):
    """Who speaks for the others: a name and a telephone number each, five at most, or nobody for now."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        """As many rows as the draft has, one at least."""
        super().__init__(data, **kwargs)
        self.count = max(1, len(self.content.speaker_names))
        for place in range(1, self.count + 1):
            self.fields |= _row_of_fields(place)

    @property
    def rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """The fields of each representative, with the place."""
        for place in range(1, self.count + 1):
            yield place, [self[f"{name}_{place}"] for name in _FIELDS]

    @property
    def may_add(self) -> bool:
        """See StepForm."""
        return self.count < REPRESENTATIVES_MOST

    def asks(self) -> PhoneQuestions | None:
        """See StepForm."""
        phones = {f"phone_{place}": phone for place, phone in enumerate(self.content.speaker_phones, start=1)}
        return phones_to_ask(phones, asked=self.content.phone_asked)

    @staticmethod
    def with_another(changes: Mapping[str, Change]) -> Mapping[str, Change]:
        """See StepForm."""
        grown = dict(changes)
        for name, given in changes.items():
            if isinstance(given, tuple) and len(given) < REPRESENTATIVES_MOST:
                grown[name] = (*given, "")
        return grown

    def clean(self) -> dict[str, Any]:
        """Whoever is named has a name and a number, and is named once."""
        found: dict[str, Any] = super().clean() or {}
        rows = [tuple(found.get(f"{name}_{place}", "") for name in _FIELDS) for place in range(1, self.count + 1)]
        for place, name, sentence in _rows_wrong(rows):
            if f"{name}_{place}" not in self.errors:
                self.add_error(f"{name}_{place}", sentence)
        return found

    @classmethod
    def is_right(cls, content: DraftContent) -> bool:
        """See StepForm."""
        rows = [
            (clean_line(name), tidy_phone(phone), tidy_email(email)) for name, phone, email in _typed_rows(content)
        ]
        most = (NAME_MAX, PHONE_MAX, EMAIL_MAX)
        if len(rows) > REPRESENTATIVES_MOST or any(
            len(given) > longest for row in rows for given, longest in zip(row, most, strict=True)
        ):
            return False
        return not any(_rows_wrong(rows))

    @staticmethod
    def data_of(content: DraftContent) -> dict[str, Any]:
        """See StepForm."""
        return {
            f"{name}_{place}": given
            for place, row in enumerate(_typed_rows(content), start=1)
            for name, given in zip(_FIELDS, row, strict=True)
        }

    @staticmethod
    def typed(data: QueryDict) -> Mapping[str, Change]:
        """See StepForm."""
        places = [place for place in range(1, REPRESENTATIVES_MOST + 1) if f"name_{place}" in data]
        return {f"speaker_{name}s": tuple(data.get(f"{name}_{place}", "") for place in places) for name in _FIELDS}


def _ways_to_gather() -> list[tuple[str, str]]:
    return [
        (
            GATHER,
            with_help(
                gettext("要，给我链接和二维码"),
                gettext(
                    "提交后给您，由您转给大家。有链接的人能看到您写的经过和诉求，看不到您的姓名和别人的签名。随时可以关闭。"
                ),
            ),
        ),
        (
            GATHER_NOT,
            with_help(gettext("现在不要"), gettext("以后在您的事项里也可以打开。纸质名单随时可以交到窗口。")),
        ),
    ]


def _row_of_fields(place: int) -> dict[str, forms.Field]:
    off = {"autocomplete": "off"}
    return {
        f"name_{place}": LineField(
            label=gettext("姓名"), most=NAME_MAX, required=False, widget=forms.TextInput(attrs=off)
        ),
        f"phone_{place}": PhoneLineField(
            label=gettext("电话"),
            most=PHONE_MAX,
            required=False,
            widget=forms.TextInput(attrs={"type": "tel", **off}),
        ),
        f"email_{place}": EmailLineField(
            label=gettext("邮箱，没有可以不填"),
            most=EMAIL_MAX,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "email", **off}),
        ),
    }


def _typed_rows(content: DraftContent) -> list[tuple[str, str, str]]:
    columns = (content.speaker_names, content.speaker_phones, content.speaker_emails)
    return list(zip_longest(*columns, fillvalue=""))


def _rows_wrong(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, str, str]]:
    """What is missing or wrong, of tidy values: place, field and sentence. A row that is empty is nobody."""
    there: set[tuple[str, str]] = set()
    for place, (name, phone, email) in enumerate(rows, start=1):
        if not any((name, phone, email)):
            continue
        if not name:
            yield place, "name", gettext("请写下这位代表的姓名，或者把这一行清空。")
        if not phone or not has_phone_digits(phone):
            yield place, "phone", gettext("请写下这位代表的电话，好分清同名的人。")
        if email and not takes(_EMAIL, email):
            yield place, "email", gettext("邮箱写得不完整，要像 name@example.com 这样。")
        if name and (name, phone) in there:
            yield place, "name", gettext("这一位上面写过了。")
        there.add((name, phone))
