"""What auditors type to narrow the ledger and the openings."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from huiyin.flows.audit import Wanted
from huiyin.kernel.text import N_, clean_line
from huiyin.ledger.names import ENTRY, entry_kinds
from huiyin.web.date_fields import DayField
from huiyin.web.forms import PlainForm

_LINE_MOST = 120
OTHERS = N_("其他记录")
# What the first word of an entry's kind stands for, in the order of the choice.
CONTEXTS = {
    "matters": N_("事项"),
    "clocks": N_("时限和规则"),
    "documents": N_("文书和附件"),
    "notices": N_("通知"),
    "supervision": N_("督办"),
    "tasks": N_("任务"),
    "reception": N_("接访"),
    "returns": N_("定期报告"),
    "text_modules": N_("常用文字"),
    "orgs": N_("单位和人员"),
    "vault": N_("身份和密封"),
    "ledger": N_("台账"),
    "": OTHERS,
}


class SearchField(forms.CharField):
    """One line to search for, in one form."""

    widget = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})

    def __init__(self, *, label: StrOrPromise) -> None:
        """Never required."""
        super().__init__(label=label, required=False, max_length=_LINE_MOST)

    def to_python(self, value: object) -> str:
        """The line."""
        return clean_line(super().to_python(value) or "")


class _DaysForm(PlainForm):
    hints: ClassVar[tuple[StrOrPromise, ...]]

    first = DayField(label=_("从哪天"), required=False)
    last = DayField(label=_("到哪天"), required=False)
    unit = SearchField(label=_("单位"))

    def wanted(self) -> Wanted:
        """What was typed; once it is valid."""
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})


class LedgerForm(_DaysForm):
    """Which entries."""

    hints = (
        _("写单位的全称或者简称，看当时在这个单位任职的人经手的。"),
        _("写事项编号，从头看这件事项的全部记录；不含通知，通知在“发出的通知”里。"),
    )
    kind = forms.ChoiceField(label=_("什么事"), required=False)
    number = SearchField(label=_("事项编号"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With the kinds of entries by name."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("不限")), *_kind_groups()]  # type: ignore[attr-defined]  # a ChoiceField's


def _kind_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of entries by name, those of one part of the system together; the parts in the order of CONTEXTS."""
    groups: dict[str, list[tuple[str, str]]] = {label: [] for label in CONTEXTS.values()}
    for name, kinds in entry_kinds().items():
        # By a kind of each name: an address says the same in every language.
        groups[CONTEXTS.get(kinds[0].partition(".")[0], OTHERS)].append((kinds[0], pgettext(ENTRY, name)))
    return [
        (gettext(label), sorted(choices, key=lambda choice: choice[1]))
        for label, choices in groups.items()
        if choices
    ]


class OpeningsForm(_DaysForm):
    """Which openings."""

    hints = (_("写单位的全称或者简称，改名以前的也算；写工作人员的全名，同名的人都列出。"),)
    officer = SearchField(label=_("工作人员"))


class PlaceForm(PlainForm):
    """The number of one entry."""

    place = forms.CharField(
        label=_("序号"), max_length=_LINE_MOST,
        help_text=_("证明和 huiyin verify 里写的序号。按序号查会记在台账里，一天有限次。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
