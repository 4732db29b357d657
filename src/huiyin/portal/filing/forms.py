"""The steps of the story: what happened, files, where, and what is asked for.

Each form knows how its fields stand in a draft, both ways.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.intake.rules.draft import Change, DraftContent
from huiyin.intake.rules.guesses import likely_request, usual_request
from huiyin.kernel.text import clean
from huiyin.matters.core.rules.limits import PLACE_MAX, REQUEST_MAX, REQUESTS_MAX, TEXT_MAX
from huiyin.matters.register.errors import RequestMissing
from huiyin.portal.fields import FilesField, LineField, TextField
from huiyin.portal.filing.choices import kind_of
from huiyin.portal.filing.step_form import StepForm, takes
from huiyin.web.forms import row_id

# Three numbers and the name of a datum.
_POSITION_MOST = 100


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


class WhatForm(StepForm):
    """What happened, in one's own words."""

    text = TextField(
        label=_("发生了什么"),
        help_text=_("时间、经过、现在怎么样了，按您记得的写就好。不用写姓名电话，后面会问。"),
        most=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("请写下发生了什么，几句话就可以。")},
    )

    @classmethod
    def is_right(cls, content: DraftContent) -> bool:
        """See StepForm."""
        return cls.takes(content, "text")

    @staticmethod
    def data_of(content: DraftContent) -> dict[str, Any]:
        """See StepForm."""
        return {"text": content.text}

    @staticmethod
    def typed(data: QueryDict) -> Mapping[str, Change]:
        """A page from before these were steps of their own asked for place and kind as well: all of it is kept."""
        text: dict[str, Change] = {"text": data.get("text", "")}
        if "place" not in data:
            return text
        chosen: dict[str, Change] = {"kind": data.get("kind", ""), "category_words": data.get("category_words", "")}
        where = {name: value for name, value in WhereForm.typed(data).items() if name != "position"}
        return {**text, **chosen, **where, "category_id": row_id(data.get("category", ""))}


class DraftFilesForm(StepForm):
    """Photos, files, and what somebody would rather say than write; none is fine."""

    # The form gives this name another meaning inside; fields are taken off the class before that.
    files = FilesField(label=_("照片、文件、录音"))  # type: ignore[assignment]

    @classmethod
    def is_right(cls, _content: DraftContent) -> bool:
        """See StepForm."""
        return True

    @staticmethod
    def data_of(_content: DraftContent) -> dict[str, Any]:
        """Files are stored as they come."""
        return {}

    @staticmethod
    def typed(_data: QueryDict) -> Mapping[str, Change]:
        """See StepForm."""
        return {}


class WhereForm(StepForm):
    """Where it happened."""

    place = LineField(label=_("地点"), help_text=_("小区、路名、村组，能找到就行。"), most=PLACE_MAX, required=False)
    # Filled by the map of the page alone; no map, no position.
    position = forms.CharField(required=False, widget=forms.HiddenInput)
    area = forms.TypedChoiceField(
        label=_("属于哪个乡镇、街道"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("请从列出的地方里选一个，或者不选。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill in the areas."""
        super().__init__(*args, **kwargs)
        self.choose("area", [("", gettext("不确定，或不在列表里")), *self.choices.areas])

    @classmethod
    def is_right(cls, content: DraftContent) -> bool:
        """See StepForm."""
        return cls.takes(content, "place")

    @staticmethod
    def data_of(content: DraftContent) -> dict[str, Any]:
        """See StepForm."""
        return {"place": content.place, "position": content.position, "area": content.area_id or ""}

    @staticmethod
    def typed(data: QueryDict) -> Mapping[str, Change]:
        """See StepForm."""
        place: dict[str, Change] = {"place": data.get("place", ""), "area_id": row_id(data.get("area", ""))}
        if not settings.HUIYIN_MAP:
            return place
        return {**place, "position": "" if data.get("no_position") else data.get("position", "")[:_POSITION_MOST]}


# What the fields of requests ask of a text, for when nobody is shown them.
_REQUEST = TextField(most=REQUEST_MAX)
_OTHER_REQUEST = TextField(most=REQUEST_MAX, required=False)


class RequestsForm(StepForm):
    """What is asked for, one text field for each request, one at least.

    The first stands there ready: the writer's own words where the story asks for something.
    """

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
        # Only shown, and kept once somebody goes on with it.
        if not self.content.requests:
            self.initial["request_1"] = self.suggested

    @property
    def suggested(self) -> str:
        """What stands in the first field before anything was typed there; "" afterwards."""
        content = self.content
        if content.requests:
            return ""
        return likely_request(clean(content.text)) or gettext(usual_request(kind_of(content)))

    @property
    def may_add(self) -> bool:
        """See StepForm."""
        return len(self.content.requests) < REQUESTS_MAX

    @staticmethod
    def with_another(changes: Mapping[str, Change]) -> Mapping[str, Change]:
        """See StepForm."""
        given = changes.get("requests")
        has_room = isinstance(given, tuple) and len(given) < REQUESTS_MAX
        return {**changes, "requests": (*given, "")} if isinstance(given, tuple) and has_room else changes

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
