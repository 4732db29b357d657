"""What a unit's letters look like: one form, one service."""

from datetime import datetime
from typing import Self, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.documents.rules.layouts import LAYOUT_LABELS, STAMP_MM_LEAST, STAMP_MM_MOST, LayoutChoice, LetterLayout
from huiyin.documents.rules.letters import NUMBERED, TITLES
from huiyin.documents.selectors import SeriesView
from huiyin.documents.services.letters import layout_set
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_

_OF = "of-"


class LayoutForm(ArrangeForm):
    """The layout of a unit's letters, of each kind that looks otherwise, the stamp, the paper."""

    code = "layout"
    title = N_("文书版式")
    done = N_("已保存，从下一份文书起用。")
    unit_id: int

    layout = forms.ChoiceField(label=_("版式"), help_text=_("已经发出的文书不变。"))
    stamp_mm = forms.IntegerField(
        label=_("印章直径（毫米）"),
        min_value=STAMP_MM_LEAST,
        max_value=STAMP_MM_MOST,
        help_text=_("部门、乡镇一般 42，县级政府 45。"),
    )
    two_sided = forms.BooleanField(
        label=_("双面印"), required=False, help_text=_("双数页的订口换到右边，红头文件的版记放在双数页。")
    )
    stamped_by_server = forms.BooleanField(
        label=_("由签章服务盖章"), required=False, help_text=_("不选就印上印章图片。")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With a choice for each kind of letter."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        layouts = [(layout.value, gettext(label)) for layout, label in LAYOUT_LABELS.items()]
        cast(forms.ChoiceField, self.fields["layout"]).choices = layouts
        if not settings.HUIYIN_STAMP_SERVER:
            del self.fields["stamped_by_server"]
        for code in NUMBERED:
            name = f"{_OF}{code.value}"
            self.fields[name] = forms.ChoiceField(label=gettext(TITLES[code]), required=False)
            self.fill(name, layouts, blank=gettext("同上面选的版式"))

    @classmethod
    def of(cls, series: SeriesView) -> Self:
        """The form as it stands for a unit."""
        choice = series.choice
        given = {f"{_OF}{code}": layout.value for code, layout in choice.by_code.items()}
        return cls(
            initial={
                "layout": choice.layout.value,
                "stamp_mm": choice.stamp_mm,
                "two_sided": choice.two_sided,
                "stamped_by_server": choice.stamped_by_server,
                **given,
            }
        )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Lay out the unit's letters this way from now on."""
        given = self.cleaned_data
        by_code = {code.value: LetterLayout(given[f"{_OF}{code}"]) for code in NUMBERED if given.get(f"{_OF}{code}")}
        choice = LayoutChoice(
            layout=LetterLayout(given["layout"]),
            by_code=by_code,
            stamp_mm=given["stamp_mm"],
            two_sided=given["two_sided"],
            stamped_by_server=given.get("stamped_by_server", False),
        )
        layout_set(unit_id=self.unit_id, choice=choice, actor=actor, at=at)
