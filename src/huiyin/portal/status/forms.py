"""What a petitioner can add, and the rating."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.text import NP_
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import Grade
from huiyin.portal.fields import FilesField, TextField
from huiyin.portal.status.promises import question_promise
from huiyin.web.date_fields import DayField
from huiyin.web.forms import PlainForm

# On a phone the three stand side by side.
_GRADES = {
    Grade.SATISFIED: NP_("打分", "满意"),
    Grade.PARTLY: NP_("打分", "基本满意"),
    Grade.DISSATISFIED: NP_("打分", "不满意"),
}


class MessageForm(PlainForm):
    """Something to add."""

    body = TextField(
        label=_("写给承办单位"),
        most=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写点内容再提交。")},
    )
    wants_answer = forms.BooleanField(label=_("想得到回答"), required=False)

    def address(self, *, unit: str, kind: str) -> None:
        """Say who reads it, and by when what is asked is answered where the rules promise that."""
        self.fields["body"].label = gettext("写给%(unit)s") % {"unit": unit}
        if promise := question_promise(kind=kind):
            self.fields["wants_answer"].label = gettext("想得到回答（%(promise)s）") % {"promise": promise}


class FilesForm(PlainForm):
    """Files to add."""

    # The form gives this name another meaning inside; fields are taken off the class before that.
    files = FilesField(label=_("补充照片和文件"))  # type: ignore[assignment]


class RateForm(PlainForm):
    """Two grades and some words (条例 Art 21)."""

    of_office = forms.ChoiceField(label=_("接收、登记、转交办得怎么样"), widget=forms.RadioSelect)
    of_unit = forms.ChoiceField(label=_("承办单位答复得怎么样"), widget=forms.RadioSelect)
    words = TextField(label=_("想说的话"), most=MESSAGE_MAX, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The grades, translated."""
        super().__init__(*args, **kwargs)
        for name in ("of_office", "of_unit"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(grade.value, pgettext("打分", label)) for grade, label in _GRADES.items()]


class ReceivedForm(PlainForm):
    """On which day it came."""

    acknowledged_on = DayField(
        label=_("收到日期"),
        required=False,
        help_text=_("空着就是今天。"),
    )
