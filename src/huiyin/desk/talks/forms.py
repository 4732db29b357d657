"""Calling a unit's head, writing down what was said, the unit's answer."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.matter.forms import choose, words
from huiyin.desk.matter.unit_field import UnitField
from huiyin.supervision.talks.errors import (
    MinutesRequired,
    TalkAnswerRequired,
    TalkGroundRequired,
    TalkReasonRequired,
)
from huiyin.supervision.talks.figures import GroundFigure
from huiyin.supervision.talks.rules import DAYS_MOST, DAYS_USUAL, MEASURES_MOST, PLACE_MAX
from huiyin.supervision.talks.services import MeasureDraft
from huiyin.web.date_fields import DayField
from huiyin.web.forms import PlainForm


class FiguresForm(PlainForm):
    """Whose figures, over how many days."""

    unit = UnitField(label=_("哪个单位"), help_text=_("输入名称里的两个字。"))
    days = forms.IntegerField(label=_("看最近多少天"), min_value=1, max_value=DAYS_MOST, initial=DAYS_USUAL)


class CallForm(PlainForm):
    """On which grounds, when and where."""

    grounds = forms.MultipleChoiceField(
        label=_("原因"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _(TalkGroundRequired.sentence)},
    )
    meet_on = DayField(label=_("约谈日期"))
    place = TidyField(
        label=_("地点"),
        required=False,
        most=PLACE_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = words(_("请单位准备什么"), rows=3)

    def offer(self, figures: Sequence[GroundFigure]) -> None:
        """Those that the figures bear."""
        named = gettext("%(label)s：%(count)s")
        options = [
            (figure.code.value, named % {"label": figure.label, "count": figure.count})
            for figure in figures
            if figure.count
        ]
        choose(self.fields["grounds"], options)


class HoldForm(PlainForm):
    """What was said and promised."""

    held_on = DayField(label=_("约谈的日期"))
    attended = words(_("参加的职务"), rows=2, help_text=_("双方哪些职务的人参加，不写信访人。"))
    minutes = words(_("约谈记录"), rows=6, missing=_(MinutesRequired.sentence))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With lines for what was promised."""
        super().__init__(*args, **kwargs)
        for place in range(1, MEASURES_MOST + 1):
            self.fields[f"measure_{place}"] = forms.CharField(
                label=gettext("措施 %(place)s") % {"place": place}, required=False
            )
            self.fields[f"day_{place}"] = DayField(
                label=gettext("措施 %(place)s 的日期") % {"place": place}, required=False
            )

    def clean(self) -> dict[str, object]:
        """A measure has a day, and a day has its measure."""
        given = super().clean() or self.cleaned_data
        for place in range(1, MEASURES_MOST + 1):
            text, day = f"measure_{place}", f"day_{place}"
            if given.get(text) and not given.get(day) and day not in self.errors:
                self.add_error(day, gettext("请写明这一条哪天完成。"))
            if not given.get(text) and (given.get(day) or day in self.errors):
                self.add_error(text, gettext("请写明这一天以前做什么。"))
        return given

    def measures(self) -> list[MeasureDraft]:
        """What the valid form says was promised."""
        given = self.cleaned_data
        places = [place for place in range(1, MEASURES_MOST + 1) if given[f"measure_{place}"]]
        return [MeasureDraft(given[f"measure_{place}"], given[f"day_{place}"]) for place in places]


class TalkAnswerForm(PlainForm):
    """What the unit says."""

    text = words(_("书面说明"), rows=5, missing=_(TalkAnswerRequired.sentence))


class TalkCancelForm(PlainForm):
    """Why it isn't held."""

    reason = words(_("为什么取消"), rows=2, missing=_(TalkReasonRequired.sentence))
