"""Writing down a visit: a note, a new matter, or a look at who is coming."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.register.forms import RegisterForm
from huiyin.desk.register.lists import Lists, NamedChoice
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.register.rules import Registration
from huiyin.web.forms import PlainForm

# A visit has its channel, its day and its person already.
_KNOWN = (
    "channel",
    "received_on",
    "unit",
    "name",
    "phone",
    "phone_asked",
    "address",
    "email",
    "anonymous",
    "token",
    "files",
    "day",
    "sitting",
)


class VisitForm(RegisterForm):
    """The form of registering, without what the booking says already."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        lists: Lists,
        at: datetime,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """As for any other registration."""
        super().__init__(data, lists=lists, at=at, initial=initial)
        for name in _KNOWN:
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """Nothing hangs together here: who it is stands with the booking."""
        return self.cleaned_data

    def registration_of_visit(self) -> Registration:
        """The valid form; unit, token and time are set by the flow."""
        data = self.cleaned_data
        area, category = cast("NamedChoice | None", data["area"]), cast("NamedChoice | None", data["category"])
        return Registration(
            kind=Kind(data["kind"]),
            channel=Channel.VISIT,
            text=data["text"],
            requests=tuple(data["requests"].split("\n")),
            received_at=self.at,
            unit_id=0,
            token="",
            visitors=data["visitors"],
            title=data["title"],
            place=data["place"],
            area_id=area.id if area else None,
            category_id=category.id if category else None,
            **self.named(),
        )


class VisitNoteForm(PlainForm):
    """What was said, for the matter that is there."""

    body = TidyField(
        label=_("谈了什么、答应了什么"),
        most=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写点内容再提交。")},
    )


class ContactForm(PlainForm):
    """Why somebody has to be reached."""

    purpose = TidyField(label=_("用途"), help_text=_("至少 4 个字，预约的人会看到。"), required=False)
