"""The step that asks which unit it concerns, and then who must not see it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.intake.rules.draft import HIDE_CONCERNED, HIDE_NONE, HIDE_OTHERS, Change, DraftContent
from huiyin.kernel.text import clean_line
from huiyin.matters.core.rules.limits import RESPONDENT_MAX
from huiyin.matters.core.rules.states import Kind
from huiyin.portal.fields import LineField
from huiyin.portal.filing.choices import kind_of, unit_choices
from huiyin.portal.filing.forms import suggests, with_help
from huiyin.portal.filing.step_form import StepForm

# What goes along when units are suggested: nothing else that was typed has to travel for that.
_PARAMS = "concerned,csrfmiddlewaretoken"


class AboutForm(StepForm):
    """Which unit it concerns, and then, with its consequence, whether somebody must not see it.

    Whoever an accusation names never sees it, so there the second question is only who else is meant.
    """

    concerned = LineField(
        label=_("涉及哪个单位"),
        help_text=_("比如“某某镇人民政府”“自来水公司”。写了就能早一点转给它办；不清楚就空着。"),
        most=RESPONDENT_MAX,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                **suggests("portal:file_units", "#units", _PARAMS, "input changed delay:400ms, search"),
            }
        ),
    )
    unit = forms.ChoiceField(
        label=_("是不是其中一个"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("请从列出的单位里选一个，或者按您写的为准。")},
    )
    hide = forms.ChoiceField(label=_("要不要对谁保密"), widget=forms.RadioSelect, required=False)
    respondent = LineField(
        label=_("对谁保密"),
        help_text=_("选了“另外写明”才填：单位名称，或者单位和姓名一起写。"),
        most=RESPONDENT_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the units whose names fit, and ask what the kind of matter wants to know."""
        super().__init__(*args, **kwargs)
        self.choose("unit", [("", gettext("都不是，按我写的为准")), *((name, name) for name in self.choices.units)])
        if self.is_accusing:
            self._ask_of_accusation()
        else:
            self.choose("hide", _ways_to_hide())

    @property
    def is_accusing(self) -> bool:
        """It is said of somebody that they did wrong: chosen, or as the story sounds until then. See StepForm."""
        return kind_of(self.content) == Kind.ACCUSATION

    def clean(self) -> dict[str, Any]:
        """Whoever it is kept from has to be named."""
        found: dict[str, Any] = super().clean() or {}
        for name, sentence in _hide_wrong(found, self.is_accusing):
            self.add_error(name, sentence)
        return found

    @classmethod
    def is_right(cls, content: DraftContent) -> bool:
        """See StepForm."""
        known = {"hide": content.hide, "concerned": clean_line(content.concerned)}
        known["respondent"] = clean_line(content.respondent)
        is_accusing = content.kind == Kind.ACCUSATION
        if content.hide not in {"", HIDE_NONE, HIDE_CONCERNED, HIDE_OTHERS}:
            return False
        return cls.takes(content, "concerned", "respondent") and not _hide_wrong(known, is_accusing)

    @staticmethod
    def data_of(content: DraftContent) -> dict[str, Any]:
        """See StepForm."""
        return {
            "concerned": content.concerned,
            "hide": content.hide or HIDE_NONE,
            "respondent": content.respondent,
        }

    @staticmethod
    def typed(data: QueryDict) -> Mapping[str, Change]:
        """A unit that was picked takes the place of what was typed while it fits: its exact name is found again.

        The page that asks of an accusation promises that whoever is named sees nothing. That holds whatever kind is
        chosen afterwards.
        """
        concerned, picked = data.get("concerned", ""), data.get("unit", "")
        if picked and (not concerned.strip() or picked in unit_choices(concerned)):
            concerned = picked
        kept_away = HIDE_CONCERNED if data.get("accused") and clean_line(concerned) else ""
        return {
            "concerned": concerned,
            "hide": data.get("hide", "") or kept_away,
            "respondent": data.get("respondent", ""),
        }

    def _ask_of_accusation(self) -> None:
        del self.fields["hide"]
        self.fields["concerned"].label = gettext("反映的是哪个单位")
        self.fields["concerned"].help_text = gettext(
            "单位名称，比如“某某镇人民政府”。只反映一个人的，写这个人所在的单位。"
        )
        self.fields["respondent"].label = gettext("反映的是谁")
        self.fields["respondent"].help_text = gettext("姓名和职务。不知道姓名，写职务也行；反映整个单位的，空着。")


def _ways_to_hide() -> list[tuple[str, str]]:
    return [
        (
            HIDE_NONE,
            with_help(
                gettext("不用"), gettext("涉及的单位可以看到，也可以由它答复您。不服它的答复，由上一级单位复查。")
            ),
        ),
        (
            HIDE_CONCERNED,
            with_help(
                gettext("不让涉及的单位看到"),
                gettext("怕被为难的选这一项。它和它的下属都看不到，由上一级或者别的单位来办。"),
            ),
        ),
        (
            HIDE_OTHERS,
            with_help(gettext("另外写明"), gettext("在下面写明是哪个单位或者谁。本人和由其领导的人都看不到。")),
        ),
    ]


def _hide_wrong(found: Mapping[str, Any], is_accusing: bool) -> list[tuple[str, str]]:
    """The fields that the choice leaves wanting, each with its sentence."""
    if is_accusing:
        return []
    if found.get("hide") == HIDE_CONCERNED and not found.get("concerned"):
        return [("concerned", gettext("请写下是哪个单位，或者在下面选“不用”。"))]
    if found.get("hide") == HIDE_OTHERS and not found.get("respondent"):
        return [("respondent", gettext("请写下对谁保密，或者在上面选“不用”。"))]
    return []
