"""The step that asks what somebody wants to do: in everyday words, with a ready default."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.clocks.selectors import rulebook
from huiyin.intake.rules.draft import Change, DraftContent
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Kind
from huiyin.portal.fields import LineField
from huiyin.portal.filing.accusing import is_accusing_unasked
from huiyin.portal.filing.choices import kind_of
from huiyin.portal.filing.forms import suggests
from huiyin.portal.filing.step_form import StepForm
from huiyin.portal.howto.life import KindLine
from huiyin.web.forms import row_id

_PARAMS = "category_words,category,csrfmiddlewaretoken"
# In the order in which people come.
EVERYDAY = {
    Kind.CLAIM: N_("我有困难要解决"),
    Kind.ACCUSATION: N_("我要反映一个人或单位的问题"),
    Kind.SUGGESTION: N_("我有建议"),
    Kind.INQUIRY: N_("我想问一下"),
}


class KindForm(StepForm):
    """What it is, and, for whoever wants to say it, which subject it belongs to."""

    kind = forms.ChoiceField(
        label=_("您想怎么办"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。拿不准就选“我有困难要解决”，我们会按实际情况办。")},
    )
    category_words = LineField(
        label=_("这是哪方面的事"),
        help_text=_("写几个字，比如“物业费”“停水”，下面会列出相近的类别。"),
        most=200,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                **suggests("portal:file_categories", "#categories", _PARAMS, "input changed delay:400ms, search"),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill in what can be chosen; until somebody has chosen, what the story sounds like is marked."""
        super().__init__(*args, **kwargs)
        self.choose("kind", [(line.code, _worded(line)) for line in sorted(self.choices.kinds, key=_place)])
        self.choose("category", [("", gettext("不确定，由我们来分")), *self.choices.categories])
        if not self.content.kind:
            self.initial["kind"] = kind_of(self.content)

    @property
    def is_accusing(self) -> bool:
        """Asked beside the choice where the story was changed into what sounds like it. See StepForm."""
        return is_accusing_unasked(self.content)

    @property
    def is_category_open(self) -> bool:
        """Whether somebody is at the subject: else it stays folded."""
        content = self.content
        return bool(content.category_id or content.category_words or {"category", "category_words"} & {*self.errors})

    @classmethod
    def is_right(cls, content: DraftContent) -> bool:
        """See StepForm."""
        known = any(kind.code == content.kind for kind in rulebook().kinds)
        return known and cls.takes(content, "category_words")

    @staticmethod
    def data_of(content: DraftContent) -> dict[str, Any]:
        """See StepForm."""
        return {
            "kind": content.kind,
            "category_words": content.category_words,
            "category": content.category_id or "",
        }

    @staticmethod
    def typed(data: QueryDict) -> Mapping[str, Change]:
        """See StepForm."""
        texts = {name: data.get(name, "") for name in ("kind", "category_words")}
        return {**texts, "category_id": row_id(data.get("category", ""))}


def everyday(code: str) -> str:
    """How people call that kind; "" for one that only has its legal word."""
    return gettext(EVERYDAY[Kind(code)]) if code in EVERYDAY else ""


def _worded(line: KindLine) -> str:
    return format_html(
        '<span><strong>{}</strong> <span class="legal-word">{}</span><span class="choice-help">{}</span></span>',
        everyday(line.code) or line.name,
        line.name,
        line.help,
    )


def _place(line: KindLine) -> int:
    return [*EVERYDAY].index(Kind(line.code)) if line.code in EVERYDAY else len(EVERYDAY)
