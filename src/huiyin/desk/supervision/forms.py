"""Sending a recommendation and answering one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import words
from huiyin.desk.matter.unit_field import UnitField
from huiyin.kernel.ids import parse_matter_number
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.recommendation.errors import RecommendationMissing, RecommendationUndecided
from huiyin.matters.recommendation.rules import RECOMMENDATION_LABELS, RecommendationKind
from huiyin.web.forms import PlainForm


class RecommendForm(PlainForm):
    """What is recommended to which unit."""

    kind = forms.ChoiceField(
        label=_("哪一种"),
        widget=forms.RadioSelect,
        choices=[(kind.value, _(RECOMMENDATION_LABELS[kind])) for kind in RecommendationKind],
    )
    to_unit_id = UnitField(label=_("给哪个单位"), help_text=_("输入名称里的两个字。"))
    problem = words(_("发现的问题"), rows=4, missing=_(RecommendationMissing.sentence))
    evidence = words(_("依据的情况"), rows=3, help_text=_("件数、时间、地点等；不写信访人的姓名和电话。"))
    proposal = words(_("建议"), rows=4, missing=_(RecommendationMissing.sentence))
    number = forms.CharField(
        label=_("事项编号"), required=False, help_text=_("和某一件事项有关的才填；没有这件事项的单位看不到编号。")
    )

    def clean_number(self) -> str:
        """The number in one form."""
        typed = self.cleaned_data["number"].strip()
        parsed = parse_matter_number(typed) if typed else ""
        if parsed is None:
            raise forms.ValidationError(_(MatterNotFound.sentence))
        return parsed


class RecommendationReplyForm(PlainForm):
    """Adopted or not, and what follows or why not."""

    adopted = forms.TypedChoiceField(
        label=_("是否采纳"),
        # Not `bool`, which takes "no" for true.
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        choices=[("yes", _("采纳")), ("no", _("不采纳"))],
        error_messages={"required": _(RecommendationUndecided.sentence)},
    )
    reply = words(_("做法或者理由"), rows=5, missing=_(RecommendationUndecided.sentence))
