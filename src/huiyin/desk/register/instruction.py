"""The fold of the registering screen for what came with an instruction from above."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.matter.instruction.forms import due_help, issuer_field, issuer_name_field, number_field
from huiyin.desk.matter.instruction.past import is_asked_for, past_field, past_refusal
from huiyin.documents.rules.media_types import accept_attribute
from huiyin.kernel.errors import BadInput
from huiyin.matters.instruction.errors import InstructionRequired, IssuerRequired
from huiyin.matters.instruction.services.instruct import InstructionDraft
from huiyin.web.date_fields import DayField
from huiyin.web.forms import FilePicker

_PREFIX = "instruction_"
# The scans of its letter: the picker, and what lies there already, as the page sends it.
LETTER, LETTER_KEPT = "instruction_files", "instruction_kept"
# Filled in, one of these says that there is an instruction; the choice alone, which always says something, doesn't.
_TELLING = ("issuer", "number", "instructed_on", "due_on", "words", "kept")


def instruction_fields() -> dict[str, forms.Field]:
    """The fields of the fold, by name."""
    due_on = DayField(label=_("要求上报的日期"), required=False, help_text=due_help())
    words = TidyField(label=_("交办的内容"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    fields = {
        "issuer_kind": issuer_field(),
        "issuer": issuer_name_field(required=False),
        "number": number_field(),
        "instructed_on": DayField(label=_("交办日期"), required=False),
        "due_on": due_on,
        "past": past_field(),
        "words": words,
    }
    fields["issuer_kind"].required = False
    return {f"{_PREFIX}{name}": field for name, field in fields.items()}


def letter_field() -> forms.Field:
    """The picker for the scans of its letter."""
    picker = FilePicker(attrs={"multiple": True, "accept": accept_attribute()})
    return forms.Field(
        label=_("来文的扫描件"), required=False, widget=picker, help_text=_("只有工作人员能看，信访人看不到。")
    )


def instruction_names() -> tuple[str, ...]:
    """The names of all of them, in the order of the fold."""
    return tuple(instruction_fields())


def instruction_given(data: Mapping[str, Any]) -> bool:
    """Whether something was typed there, or its letter was chosen: the fold then stands open."""
    return any(data.get(f"{_PREFIX}{name}") for name in _TELLING)


def instruction_past_field(fields: Mapping[str, forms.Field], data: Mapping[str, Any]) -> str:
    """The confirmation's name where what was sent doesn't ask for it: then it isn't on the page; else ""."""
    day, past = f"{_PREFIX}due_on", f"{_PREFIX}past"
    return "" if is_asked_for(fields[day], data, day) else past


def instruction_faults(data: Mapping[str, Any]) -> dict[str, ValidationError]:
    """What is left out of an instruction of which something was typed, or has to be confirmed, by field."""
    if not instruction_given(data):
        return {}
    late = past_refusal(
        data.get(f"{_PREFIX}due_on"),
        instructed_on=data.get(f"{_PREFIX}instructed_on"),
        is_confirmed=bool(data.get(f"{_PREFIX}past")),
    )
    faults = {f"{_PREFIX}due_on": ValidationError(late)} if late else {}
    lacking = {
        "issuer": gettext(IssuerRequired.sentence),
        "instructed_on": gettext("请填写交办日期。"),
        "words": gettext(InstructionRequired.sentence),
    }
    return faults | {
        f"{_PREFIX}{name}": ValidationError(sentence)
        for name, sentence in lacking.items()
        if not data.get(f"{_PREFIX}{name}")
    }


def instruction_of(data: Mapping[str, Any]) -> InstructionDraft | None:
    """The valid form's instruction; None where there is none."""
    if not instruction_given(data):
        return None
    return InstructionDraft(
        issuer_kind=data[f"{_PREFIX}issuer_kind"],
        issuer=data[f"{_PREFIX}issuer"],
        words=data[f"{_PREFIX}words"],
        number=data[f"{_PREFIX}number"],
        instructed_on=data[f"{_PREFIX}instructed_on"],
        due_on=data[f"{_PREFIX}due_on"],
    )


def field_refused(error: BadInput, fields: Mapping[str, forms.Field]) -> str | None:
    """The field that a refusal stands beside, of the form or of the fold; None: above all of them."""
    return next((name for name in (error.field, f"{_PREFIX}{error.field}") if name in fields), None)
