"""A unit's prefix and seal, and an office's template. Each form goes through one door."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.documents.rules.letters import NUMBERED, TITLES
from huiyin.documents.services import file_store
from huiyin.documents.services.letters import seal_set, series_set, template_add
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_


class PrefixForm(ArrangeForm):
    """The prefix on a unit's letters."""

    code = "prefix"
    title = N_("改机关代字")
    conflicts = "agency_prefix"
    unit_id: int

    agency_prefix = forms.CharField(
        label=_("机关代字"),
        help_text=_("文号的开头，例如“云渡信访”。后面会自动加上“信告”“信复”等。已经发出的文书不变。"),
    )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Give the unit the prefix."""
        series_set(unit_id=self.unit_id, agency_prefix=self.cleaned_data["agency_prefix"], actor=actor, at=at)


class SealForm(ArrangeForm):
    """The picture of a unit's seal; none takes it away."""

    code = "seal"
    title = N_("换印章图片")
    unit_id: int

    picture = forms.FileField(
        label=_("印章图片"),
        required=False,
        help_text=_("PNG 或 JPG，背景透明的 PNG 最好。不选图片就保存，表示文书上不印章。"),
    )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Keep the picture, then use it."""
        given = self.cleaned_data["picture"]
        file_id = file_store(content=given.file, name=given.name, at=at).pk if given else None
        seal_set(unit_id=self.unit_id, file_id=file_id, actor=actor, at=at)


class TemplateForm(ArrangeForm):
    """A Word template for one letter or for all."""

    code = "template"
    title = N_("上传模板")
    submit = N_("上传模板")
    done = N_("模板已检查并启用。")

    letter = forms.ChoiceField(label=_("用于"), required=False)
    document = forms.FileField(
        label=_("模板"),
        help_text=_("Word 文档（.docx）。我们先用样例填一遍，字段不认识或缺少会告诉您是哪一个。"),
        error_messages={"required": _("请先选择文件，再按“上传模板”。")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """With the letters to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        # What has no number is a form, printed when somebody wants it (docs/letters.md).
        letters = [(code.value, gettext(TITLES[code])) for code in NUMBERED]
        self.fill("letter", letters, blank=gettext("所有文书"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Check it and use it."""
        given = self.cleaned_data["document"]
        template_add(content=given.file, name=given.name, code=self.cleaned_data["letter"], actor=actor, at=at)
