"""The files of an answer in its form: new ones, and those of a round that came back."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.documents.rules.media_types import accept_attribute
from huiyin.matters.core.selectors.views import MatterView
from huiyin.web.forms import FilePicker

FILES, KEEP = "files", "keep_files"


def annex_fields(page: MatterView) -> dict[str, forms.Field]:
    """What a form of this matter has for them; nothing where it is sealed, as all its files lie under the seal."""
    if page.seal is not None:
        return {}
    fields: dict[str, forms.Field] = {}
    if options := _came_back(page):
        fields[KEEP] = forms.MultipleChoiceField(
            label=_("上一稿的附件，还要的"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=options,
        )
    # What arrives is put into the draft, file by file, before the form is judged.
    fields[FILES] = forms.Field(
        label=_("附件"),
        required=False,
        widget=FilePicker(attrs={"multiple": True, "accept": accept_attribute()}),
        help_text=_("随答复一起审批，送达以后信访人能看，文书里列出名称。"),
    )
    return fields


def annexes_before(page: MatterView) -> list[str]:
    """Those of the round that came back, as the form begins with."""
    return [key for key, _name in _came_back(page)]


def kept_files(given: dict[str, object]) -> list[UUID]:
    """Which of them are kept."""
    chosen = given.get(KEEP)
    return [UUID(key) for key in chosen] if isinstance(chosen, list) else []


def _came_back(page: MatterView) -> list[tuple[str, str]]:
    reply = page.reply
    if reply is None or reply.returned_at is None:
        return []
    return [(str(file.file_id), file.name) for file in reply.files]
