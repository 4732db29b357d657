"""What lies under a seal, for the one answer in which a reader sees it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.desk.matter.sheet import SheetItem
from huiyin.matters.core.rules.states import MessageKind
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.seal.services import SealedMatter
from huiyin.web.file_lines import FileLine


@dataclass(frozen=True, slots=True)
class SealedSheet:
    """The words, the messages in order, and the files with the addresses that a passphrase is sent to."""

    title: str
    text: str
    about: tuple[tuple[str, str], ...]
    requests: tuple[str, ...]
    messages: tuple[SheetItem, ...]
    files: tuple[FileLine, ...]


def sealed_sheet_of(page: MatterView, found: SealedMatter) -> SealedSheet:
    """The opened seal of a matter as its page shows it."""
    content = found.content
    return SealedSheet(
        title=content.title,
        text=content.text,
        about=((_("地点"), content.place), (_("位置"), content.position), (_("被反映方"), content.respondent)),
        requests=content.requests,
        messages=tuple(
            SheetItem(
                _("信访人补充") if message.kind == MessageKind.WRITTEN else _("内部记录"),
                message.at,
                message.office,
                words,
            )
            for message in page.messages
            # What the office asked isn't under the seal; it stands on the page already.
            if (words := found.messages.get(message.id))
        ),
        files=tuple(
            FileLine(file.name, file.size, reverse("desk:matter_sealed_file", args=[page.number, file.id]))
            for file in page.attachments
        ),
    )
