"""Filling in a return, writing one down, correcting it, and marking what was found later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField, late_reason_field
from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput, HuiyinError
from huiyin.kernel.text import N_
from huiyin.kernel.time import now
from huiyin.returns.rules.errors import CountInvalid
from huiyin.returns.rules.fields import COUNT_MOST
from huiyin.returns.rules.states import WAY_LABELS, ReturnAction, ReturnWay
from huiyin.returns.selectors import FieldLine, ReturnDetail
from huiyin.returns.services import (
    ReturnDraft,
    ReturnRecord,
    return_correct,
    return_mark_found_later,
    return_record,
    return_send,
)
from huiyin.web.date_fields import MomentField

# Keeps the catalogue's codes apart from the form's own fields.
_COUNT = "count_"
# Above every free text of a return.
NOTE_RULE = N_("写事、写地方、写单位，不写谁说了什么、谁去了哪里")


class ReturnForm(ArrangeForm):
    """A form about one return. `action` is the move that it makes."""

    action: ClassVar[ReturnAction]
    return_id: UUID

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, detail: ReturnDetail, data: QueryDict | None = None) -> "ReturnForm":
        """The form of a return, prefilled with what it says."""
        form = cls(data, initial={"seen": detail.summary.version, **cls.initial_of(detail)})
        form.return_id = detail.summary.id
        form.configure(detail)
        return form

    @classmethod
    def initial_of(cls, detail: ReturnDetail) -> Mapping[str, Any]:
        """What it is prefilled with."""
        return {}

    def configure(self, detail: ReturnDetail) -> None:
        """Add the fields that depend on the return."""

    def refuse(self, error: HuiyinError) -> None:
        """A refused number stands beside its field."""
        if isinstance(error, BadInput) and f"{_COUNT}{error.field}" in self.fields:
            error.field = f"{_COUNT}{error.field}"
        super().refuse(error)


class CountsForm(ReturnForm):
    """Numbers that the unit types, and the note. What is filled from rows isn't in it."""

    note = TidyField(label=_("其他情况"), required=False, help_text=_(NOTE_RULE))

    def configure(self, detail: ReturnDetail) -> None:
        """One field a number."""
        # What is filled from rows can't be typed, on no page and by no file (docs/returns.md).
        typed = [line for line in detail.fields if not line.is_counted]
        counts = {f"{_COUNT}{line.code}": _count_field(line) for line in typed}
        self.fields = {**counts, **self.fields}

    @property
    def draft(self) -> ReturnDraft:
        """The valid form as what the service takes."""
        given = self.cleaned_data
        counts = {name.removeprefix(_COUNT): given[name] for name in given if name.startswith(_COUNT)}
        return ReturnDraft(counts=counts, note=given["note"])


class SendForm(CountsForm):
    """Report."""

    code = "send"
    action = ReturnAction.SEND
    title = N_("填表报告")
    submit = N_("报告")
    done = N_("已报告。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Send it."""
        seen = self.cleaned_data["seen"]
        return_send(actor=actor, return_id=self.return_id, draft=self.draft, at=at, seen=seen)


class RecordForm(CountsForm):
    """Write down what came by telephone or message."""

    code = "record"
    action = ReturnAction.RECORD
    title = N_("代记电话或者短信报告")
    submit = N_("记下")
    done = N_("已记下。")

    way = forms.ChoiceField(
        label=_("怎么报来的"),
        widget=forms.RadioSelect,
        choices=[(way.value, _(WAY_LABELS[way])) for way in (ReturnWay.PHONE, ReturnWay.MESSAGE)],
    )
    caller_post = TidyField(label=_("对方职务"), help_text=_("如“值班干部”，不写姓名。"))
    reported_at = MomentField(
        label=_("什么时候报来的"),
        help_text=_("是不是按时，按这个时间算。"),
    )
    late_reason = late_reason_field()

    @classmethod
    def initial_of(cls, detail: ReturnDetail) -> Mapping[str, Any]:
        """Mostly it is written down while somebody is on the telephone."""
        return {"reported_at": now()}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        record = ReturnRecord(
            way=ReturnWay(given["way"]),
            reported_at=given["reported_at"],
            caller_post=given["caller_post"],
            late_reason=given["late_reason"],
        )
        return_record(
            actor=actor, return_id=self.return_id, draft=self.draft, record=record, at=at, seen=given["seen"]
        )


class CorrectForm(CountsForm):
    """Correct numbers or the note."""

    code = "correct"
    action = ReturnAction.CORRECT
    title = N_("更正报告")
    submit = N_("更正")
    done = N_("已更正，原来的数字都留着。")

    reason = TidyField(label=_("为什么更正"))

    @classmethod
    def initial_of(cls, detail: ReturnDetail) -> Mapping[str, Any]:
        """The numbers as they are."""
        counts = {f"{_COUNT}{line.code}": line.count for line in detail.fields if not line.is_counted}
        return {**counts, "note": detail.note}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Correct it."""
        given = self.cleaned_data
        return_correct(
            actor=actor,
            return_id=self.return_id,
            draft=self.draft,
            reason=given["reason"],
            at=at,
            seen=given["seen"],
        )


class MarkForm(ReturnForm):
    """Something of its time was found later."""

    code = "mark"
    action = ReturnAction.MARK_FOUND_LATER
    title = N_("标记事后发现")
    submit = N_("标记")
    done = N_("已标记，单位会收到提醒。")

    reason = TidyField(label=_("事后发现了什么没有报"), help_text=_(NOTE_RULE))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Mark it."""
        return_mark_found_later(actor=actor, return_id=self.return_id, reason=self.cleaned_data["reason"], at=at)


FORMS: Mapping[str, type[ReturnForm]] = {form.code: form for form in (SendForm, RecordForm, CorrectForm, MarkForm)}


def _count_field(line: FieldLine) -> forms.IntegerField:
    wrong = gettext(CountInvalid.sentence) % {"label": line.label, "most": COUNT_MOST}
    return forms.IntegerField(
        label=gettext("%(label)s（%(measure)s）") % {"label": line.label, "measure": line.measure},
        required=False,
        initial=0,
        min_value=0,
        max_value=COUNT_MOST,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )
