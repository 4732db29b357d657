"""The one form of the registering screen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from huiyin.desk.fields import TidyField
from huiyin.desk.register.instruction import (
    LETTER,
    LETTER_KEPT,
    instruction_faults,
    instruction_fields,
    instruction_given,
    instruction_names,
    instruction_of,
    instruction_past_field,
    letter_field,
)
from huiyin.desk.register.lists import Lists, NamedChoice
from huiyin.documents.rules.media_types import accept_attribute
from huiyin.kernel.text import has_phone_digits, tidy_phone
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.matters.core.rules.labels import CHANNEL_LABELS, KIND_LABELS
from huiyin.matters.core.rules.limits import RESPONDENT_MAX
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.instruction.services.instruct import InstructionDraft
from huiyin.matters.register.rules import Registration
from huiyin.matters.respondents.selectors.naming import Naming, naming_of
from huiyin.orgs.rules import Respondents
from huiyin.reception.selectors.rosters import units_sitting
from huiyin.vault.rules.identity import ADDRESS_MAX, AUTHORITY_MAX, NAME_MAX, PHONE_MAX
from huiyin.vault.services import FILED_FOR, IdentityDraft
from huiyin.web.date_fields import DayField
from huiyin.web.forms import FilePicker, TidyEmailField
from huiyin.web.phones import PhoneAskingForm

CHANNELS = (Channel.LETTER, Channel.VISIT, Channel.CALL, Channel.EMAIL)
KINDS = (Kind.CLAIM, Kind.SUGGESTION, Kind.ACCUSATION, Kind.INQUIRY)
# A slip of the year would start a clock that is overdue from the first second and that nobody can set back.
_EARLIEST_DAYS = 366
_NOON = time(12)
_Words = str | StrPromise
# Of whoever it is brought for, where somebody comes for somebody else.
_OF_OTHER = ("other_name", "other_phone", "authority")
_OTHER_MISSING = {
    "name": _("替别人来的，请填写来人自己的姓名。"),
    "other_name": _("请填写替谁反映。"),
    "authority": _("请写一句和本人的关系，或者有什么委托。"),
}


class NamedFacts(TypedDict):
    """The facts of a registration that come from the words about units and people."""

    concerned_text: str
    concerned_unit_id: int | None
    respondent_text: str
    respondents: Respondents
    respondents_settled: bool


class _FirstField(forms.RadioSelect):
    """Where the keyboard starts: at the option that is chosen already."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django does, with the focus on the chosen one."""
        option = super().create_option(*args, **kwargs)
        if option["selected"]:
            option["attrs"]["autofocus"] = True
        return option


def _lines(label: _Words, rows: int, *, missing: _Words, help_text: _Words = "") -> TidyField:
    return TidyField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def _line(label: _Words, help_text: _Words = "", *, most: int | None = None, **attrs: str) -> TidyField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return TidyField(label=label, required=False, help_text=help_text, most=most, widget=widget)


def _files() -> forms.Field:
    picker = FilePicker(attrs={"multiple": True, "accept": accept_attribute()})
    return forms.Field(label=_("扫描件、照片"), required=False, widget=picker)


class RegisterForm(PhoneAskingForm):
    """What a registrar writes down of a letter, a visit, a call or a mail."""

    phones = ("phone", "other_phone")

    channel = forms.ChoiceField(
        label=_("怎么来的"),
        choices=[(channel.value, _(CHANNEL_LABELS[channel])) for channel in CHANNELS],
        widget=_FirstField,
        initial=Channel.VISIT.value,
    )
    received_on = DayField(
        label=_("收到日期"),
    )
    visitors = forms.IntegerField(
        label=_("来访人数"),
        help_text=_("来访才填：一起来了几个人。"),
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "4"}),
        error_messages={
            name: _("请写 1 到 9999 的整数，或者留空。") for name in ("invalid", "min_value", "max_value")
        },
    )
    kind = forms.ChoiceField(
        label=_("种类"),
        choices=[(kind.value, _(KIND_LABELS[kind])) for kind in KINDS],
        widget=forms.RadioSelect,
        initial=Kind.CLAIM.value,
    )
    unit = forms.ChoiceField(label=_("登记在"))
    text = _lines(_("发生了什么"), 8, missing=_("请写下发生了什么，几句话就可以。"))
    requests = _lines(
        _("希望怎样解决"),
        3,
        help_text=_("一行一条，每条都会答复。"),
        missing=_("请写下信访人希望怎样解决，一句话就可以。"),
    )
    title = _line(_("标题"), _("不填就取内容的开头。"))
    place = _line(_("地点"))
    area = _line(_("所在地区"), list="areas")
    category = _line(_("类别"), list="categories")
    concerned = _line(
        _("涉及单位"),
        _("可以由它办、由它答复的单位。检举控告写在这里的，就是被反映方。"),
        most=RESPONDENT_MAX,
        list="units",
    )
    respondent = _line(
        _("不能让谁看到"),
        _("被反映的单位或者人，以及信访人怕被为难的。单位，或者“单位 姓名”。本人和由其领导的人都看不到。"),
        most=RESPONDENT_MAX,
        list="units",
    )
    outside = forms.BooleanField(
        label=_("核对过：没有认出的人和单位不在本系统里"),
        required=False,
    )
    name = _line(_("姓名"), most=NAME_MAX)
    phone = _line(_("电话"), most=PHONE_MAX, inputmode="tel")
    address = _line(_("住址"), most=ADDRESS_MAX)
    email = TidyEmailField(
        label=_("电子邮箱"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("邮箱地址不完整，请核对。")},
    )
    other_name = _line(_("替谁：本人的姓名"), most=NAME_MAX)
    other_phone = _line(_("本人的电话"), most=PHONE_MAX, inputmode="tel")
    authority = _line(
        _("和本人的关系，凭什么替他反映"),
        _("比如“儿子，父亲住院，口头委托”“律师，有委托书”。委托书可以作为附件。"),
        most=AUTHORITY_MAX,
    )
    anonymous = forms.BooleanField(label=_("匿名，不留身份信息"), required=False)
    token = forms.CharField(widget=forms.HiddenInput)
    sitting = forms.TypedMultipleChoiceField(
        label=_("联合接访：一起听的单位"),
        help_text=_("现在驻厅的单位。登记后受理，并请勾选的单位协办；还是一件事项、一张回执。"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    # The reception day on which somebody came without a booking.
    day = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        lists: Lists,
        at: datetime,
        initial: Mapping[str, Any] | None = None,
        has_letter: bool = False,
    ) -> None:
        """`initial` shows what was typed unjudged; `has_letter`: an instruction's letter is there already."""
        self.has_letter = has_letter
        self.lists, self.at = lists, at
        self.today = office_day(at)
        super().__init__(cast("dict[str, Any] | None", data), initial={"received_on": self.today, **(initial or {})})
        self.fields["files"] = _files()  # declared above, the name would hide the form's own `files`
        self.fields["received_on"].widget.attrs["max"] = self.today.isoformat()
        if len(lists.own_unit_ids) > 1:
            chooser = cast(forms.ChoiceField, self.fields["unit"])
            chooser.choices = [(str(unit_id), name) for unit_id, name in lists.own_units.items()]
        else:
            del self.fields["unit"]
        self.fields.update(instruction_fields())
        self.fields[LETTER] = letter_field()
        if without := instruction_past_field(self.fields, self.data):
            del self.fields[without]
        self.offer_sitting(units_sitting(hall_unit_ids=lists.own_unit_ids, at=at))

    def offer_sitting(self, units: Mapping[int, str]) -> None:
        """The units that hear visits together now; without any there is no such field."""
        if units:
            cast(forms.ChoiceField, self.fields["sitting"]).choices = [
                (str(key), name) for key, name in units.items()
            ]
        else:
            del self.fields["sitting"]

    def clean_received_on(self) -> date:
        """Not later than today, and not so early that it must be a slip."""
        day = cast(date, self.cleaned_data["received_on"])
        if day > self.today:
            raise ValidationError(_("收到日期不能晚于今天。"))
        if day < self.today - timedelta(days=_EARLIEST_DAYS):
            raise ValidationError(_("这是一年多以前的日期，期限会从那天算起。请核对年份。"))
        return day

    def clean_area(self) -> NamedChoice | None:
        """The area that is meant."""
        return self._known("area", self.lists.area(self.cleaned_data["area"]), _("请从列表里选一个地方，或者留空。"))

    def clean_category(self) -> NamedChoice | None:
        """The category that is meant."""
        words = _("请从列表里选一个类别，或者留空。")
        return self._known("category", self.lists.category(self.cleaned_data["category"]), words)

    @property
    def is_for_other(self) -> bool:
        """Whether something stands in the fields of whoever it is brought for."""
        return any(self[name].value() or self[name].errors for name in _OF_OTHER)

    def naming(self) -> Naming:
        """Whom the valid form means."""
        data = self.cleaned_data
        return naming_of(
            kind=Kind(data["kind"]),
            concerned=data["concerned"],
            respondent=data["respondent"],
            read_by=self._unit_id(),
        )

    def _unit_id(self) -> int | None:
        data, own = self.cleaned_data, self.lists.own_unit_ids
        # Who registers at one unit alone has nothing to choose, so the field isn't there.
        return int(data["unit"]) if "unit" in data else own[0] if own else None

    def clean_phone(self) -> str:
        """A number that can be dialled."""
        return self._dialled("phone")

    def clean_other_phone(self) -> str:
        """The same."""
        return self._dialled("other_phone")

    def clean(self) -> dict[str, Any]:
        """Somebody or nobody: the two aren't mixed up by a slip."""
        data = super().clean() or self.cleaned_data
        given = [name for name in ("name", "phone", "address", "email", *_OF_OTHER) if data.get(name)]
        if data.get("anonymous") and given:
            self.add_error("anonymous", _("已填写身份信息。匿名登记请清空它们，否则请取消勾选。"))
        elif not (data.get("anonymous") or data.get("name") or data.get("phone")):
            self.add_error("name", _("请填写姓名或电话；信访人不愿留名的，勾选匿名。"))
        elif any(data.get(name) for name in _OF_OTHER):
            for name, words in _OTHER_MISSING.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        for field, fault in instruction_faults(self._with_letter(data)).items():
            if field not in self.errors:
                self.add_error(field, fault)
        return data

    def registration(self, *, file_ids: tuple[UUID, ...]) -> Registration:
        """The valid form as a registration."""
        data = self.cleaned_data
        day = cast(date, data["received_on"])
        area, category = cast("NamedChoice | None", data["area"]), cast("NamedChoice | None", data["category"])
        return Registration(
            kind=Kind(data["kind"]),
            channel=Channel(data["channel"]),
            text=data["text"],
            requests=tuple(data["requests"].split("\n")),
            # Nobody asks for the hour of an earlier day; from noon its clocks start on that day.
            received_at=self.at if day == self.today else datetime.combine(day, _NOON, OFFICE_ZONE),
            unit_id=self._unit_id() or 0,
            token=data["token"],
            visitors=data["visitors"],
            title=data["title"],
            place=data["place"],
            area_id=area.id if area else None,
            category_id=category.id if category else None,
            file_ids=file_ids,
            **self.named(),
        )

    def named(self) -> NamedFacts:
        """What the form says of units and people, as a registration has it."""
        found = self.naming()
        return {
            "concerned_text": found.concerned_text,
            "concerned_unit_id": found.concerned_unit_id,
            "respondent_text": found.respondent_text,
            "respondents": found.respondents,
            # The registrar's mark settles words that mean nobody who is known here (docs/respondents.md).
            "respondents_settled": found.is_settled or bool(self.cleaned_data["outside"]),
        }

    def instruction_lines(self) -> list[forms.BoundField]:
        """The fields of the fold for an instruction from above."""
        return [self[name] for name in instruction_names() if name in self.fields]

    @property
    def letter(self) -> forms.BoundField:
        """The picker for the letter of such an instruction."""
        return self[LETTER]

    @property
    def is_instructed(self) -> bool:
        """Whether something was typed there."""
        return instruction_given(self._with_letter(self.data or self.initial))

    def instruction(self) -> InstructionDraft | None:
        """What came with it from above, if anything."""
        return instruction_of(self._with_letter(self.cleaned_data))

    def _with_letter(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**data, LETTER_KEPT: self.has_letter}

    def identity(self) -> IdentityDraft | None:
        """Who brought it; None: anonymous."""
        data = self.cleaned_data
        if data["anonymous"]:
            return None
        own = IdentityDraft(name=data["name"], phone=data["phone"], email=data["email"], address=data["address"])
        if not data["other_name"]:
            return own
        # Whoever came holds the receipt and is answered.
        return replace(
            own,
            other_is=FILED_FOR,
            other_name=data["other_name"],
            other_contact=data["other_phone"],
            authority=data["authority"],
        )

    def _dialled(self, field: str) -> str:
        phone = tidy_phone(str(self.cleaned_data[field]))
        if phone and not has_phone_digits(phone):
            raise ValidationError(_("电话号码少了几位，请核对。"))
        return phone

    def _known(self, field: str, found: NamedChoice | None, words: _Words) -> NamedChoice | None:
        if self.cleaned_data[field] and found is None:
            raise ValidationError(words)
        return found
