"""A list as a spreadsheet: the lines of the desk, no text of a matter and nobody's name who brought one."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.matters.rules.states import CHANNEL_LABELS, KIND_LABELS, STATE_LABELS, Channel, Kind, State
from huiyin.matters.selectors import MatterRow

# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def workbook_write(*, rows: Iterable[MatterRow], target: BinaryIO) -> None:
    """A heading line, then one line a matter, in the reader's language; never all of it in memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("事项"))
    sheet.append(
        [_("编号"), _("标题"), _("类别"), _("渠道"), _("状态"), _("地点"), _("收到"), _("最早到期"), _("承办单位"),
         _("承办人"), _("归口")]
    )  # fmt: skip
    kinds = {kind.value: _(KIND_LABELS[kind]) for kind in Kind}
    channels = {channel.value: _(CHANNEL_LABELS[channel]) for channel in Channel}
    states = {state.value: _(STATE_LABELS[state]) for state in State}
    for row in rows:
        sheet.append(list(_cells(row, kinds[row.kind], channels[row.channel], states[row.state])))
    book.save(target)


def _cells(row: MatterRow, kind: str, channel: str, state: str) -> Iterator[str]:
    yield format_matter_number(row.number)
    yield _safe(row.title)
    yield kind
    yield channel
    yield state
    yield _safe(row.place)
    yield _day(row.received_at)
    yield _day(row.next_due_at)
    yield _safe(row.lead_unit)
    yield _safe(row.handler)
    yield _safe(row.category)


def _safe(text: str) -> str:
    """What somebody typed must stay text in whatever program opens it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _day(at: datetime | None) -> str:
    return f"{at.astimezone(OFFICE_ZONE):%Y-%m-%d}" if at else ""
