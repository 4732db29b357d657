"""A text module's forms. Each goes through one service."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.matter.forms import choose
from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.text import N_
from huiyin.orgs.selectors import categories_depth_first, category_tree
from huiyin.text_modules.rules.content import TextContent
from huiyin.text_modules.rules.errors import (
    TextBodyMissing,
    TextModuleChangedConflict,
    TextPlaceMissing,
    TextTitleMissing,
)
from huiyin.text_modules.rules.fields import FIELD_NAMES
from huiyin.text_modules.rules.places import PLACE_LABELS, TextPlace
from huiyin.text_modules.selectors import TextModuleView
from huiyin.text_modules.services import (
    text_module_create,
    text_module_restore,
    text_module_revise,
    text_module_withdraw,
)
from huiyin.web.forms import PlainForm


class _TextForm(ArrangeForm):
    """What a text module says."""

    # Fields leave the class, so that the form's own title stays the base class's.
    title = TidyField(  # type: ignore[assignment]
        label=_("标题"),
        help_text=_("同事靠它找到这段文字。"),
        error_messages={"required": _(TextTitleMissing.sentence)},
    )
    category = forms.ChoiceField(
        label=_("类别"), required=False, help_text=_("只给这一类和它下面各类的事项用；不选就是通用。")
    )
    places = forms.MultipleChoiceField(
        label=_("用在哪里"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _(TextPlaceMissing.sentence)},
    )
    article = TidyField(
        label=_("依据"), required=False, help_text=_("有法律、法规条款的写在这里。插入时，空着的“依据”会一并填上。")
    )
    body = TidyField(
        label=_("正文"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _(TextBodyMissing.sentence)},
    )

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        """With the categories in use, and the fields there are."""
        super().__init__(data, initial=initial)
        choose(self.fields["places"], [(place.value, gettext(PLACE_LABELS[place])) for place in TextPlace])
        self.offer_categories()
        names = gettext("、").join(f"{{{name}}}" for name in FIELD_NAMES)
        hint = gettext("可以写这些栏目，插入时换成事项的内容：%(names)s。")
        self.fields["body"].help_text = hint % {"names": names}

    def offer_categories(self, kept: Mapping[int, str] | None = None) -> None:
        """The categories in use, and the one that it has already: that one may stay."""
        trails = {view.id: view.trail for view in categories_depth_first(category_tree())} | dict(kept or {})
        options = [(str(category_id), trail) for category_id, trail in trails.items()]
        self.fill("category", options, blank=gettext("通用"))

    @property
    def content(self) -> TextContent:
        """What was typed."""
        given = self.cleaned_data
        return TextContent(
            title=given["title"],
            body=given["body"],
            places=tuple(map(TextPlace, given["places"])),
            article=given["article"],
            category_id=int(given["category"]) if given["category"] else None,
        )


class NewTextForm(_TextForm):
    """A new one of a unit."""

    code = "new"
    submit = N_("新增")
    done = N_("已新增，写答复和回复时就能插入。")
    field_order = ("unit",)

    unit = forms.TypedChoiceField(label=_("哪个单位的"), coerce=int, help_text=_("这个单位和它下面的单位都能用。"))

    made: UUID | None = None

    def offer_units(self, units: Mapping[int, str]) -> None:
        """The units whose text modules the actor edits."""
        choose(self.fields["unit"], [(str(unit_id), name) for unit_id, name in units.items()])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Make it."""
        made = text_module_create(actor=actor, unit_id=self.cleaned_data["unit"], content=self.content, at=at)
        self.made = made.pk


class ReviseTextForm(_TextForm):
    """Change one. Whoever was slower sees what stands there now, with their own text still in the form."""

    code = "revise"
    submit = N_("保存为新的版本")
    done = N_("已保存为新的版本。以前写进事项里的不变。")

    seen = forms.IntegerField(widget=forms.HiddenInput)

    view: TextModuleView

    @classmethod
    def of(cls, view: TextModuleView, data: QueryDict | None = None) -> "ReviseTextForm":
        """The form with what it says now."""
        form = cls(
            data,
            initial={
                "seen": view.version,
                "title": view.title,
                "category": str(view.category_id or ""),
                "places": [place.value for place in view.places],
                "article": view.article,
                "body": view.body,
            },
        )
        form.view = view
        if view.category_id:
            form.offer_categories({view.category_id: view.category})
        return form

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Change it."""
        seen = self.cleaned_data["seen"]
        text_module_revise(actor=actor, module_id=self.view.id, content=self.content, at=at, seen=seen)

    def refuse(self, error: HuiyinError) -> None:
        """After somebody else's change the form can be sent once more."""
        if isinstance(error, TextModuleChangedConflict):
            renew_seen(self, self.view.version)
        super().refuse(error)


class SwitchTextForm(ArrangeForm):
    """Withdraw one, or offer it again."""

    code = "switch"
    done = N_("已保存。")

    seen = forms.IntegerField(widget=forms.HiddenInput)

    view: TextModuleView

    @classmethod
    def of(cls, view: TextModuleView, data: QueryDict | None = None) -> "SwitchTextForm":
        """The form for how it stands now."""
        form = cls(data, initial={"seen": view.version})
        form.view = view
        return form

    @property
    def submit_shown(self) -> str:
        """What the button does."""
        return gettext("恢复使用") if self.view.is_withdrawn else gettext("停用")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Do it."""
        switch = text_module_restore if self.view.is_withdrawn else text_module_withdraw
        partial(switch, actor=actor, module_id=self.view.id, at=at)(seen=self.cleaned_data["seen"])

    def refuse(self, error: HuiyinError) -> None:
        """As ReviseTextForm."""
        renew_seen(self, self.view.version)
        super().refuse(error)


def renew_seen(form: ArrangeForm, version: int) -> None:
    """Let the form stand on this version."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen"] = str(version)
    form.data = data


class TextTableForm(PlainForm):
    """A table of text modules; the view reads it, since it shows what became of each row."""

    table = forms.FileField(
        label=_("表格"),
        help_text=_("CSV 或 XLSX，列名和导出的表一样。按单位和标题认出已有的，同一行不会重复。"),
        error_messages={"required": _("请先选择文件，再按“导入”。")},
    )
