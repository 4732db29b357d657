"""A list as a spreadsheet: the lines of the desk, no text of a matter and nobody's name who brought one."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import IO, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import Workbook

from huiyin.kernel.cells import inert
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_, xml_text
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.matters.core.rules.labels import CHANNEL_LABELS, KIND_LABELS, STATE_LABELS
from huiyin.matters.core.rules.states import Channel, Kind, State
from huiyin.matters.lists.selectors.lists import MatterRow


class _MatterColumn(NamedTuple):
    """One column; `fact` is what an officer may leave out in the lines of a list, "" for what is always there."""

    fact: str
    heading: str
    cell: Callable[[MatterRow], str]


def workbook_write(*, rows: Iterable[MatterRow], target: IO[bytes], hidden: Collection[str] = ()) -> None:
    """A heading line, then one line a matter, in the reader's language; never all of it in memory.

    `hidden`: the facts that the officer's own lines leave out.
    """
    columns = [column for column in _columns() if not column.fact or column.fact not in hidden]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("事项"))
    sheet.append([_(column.heading) for column in columns])
    for row in rows:
        sheet.append([xml_text(inert(column.cell(row))) for column in columns])
    book.save(target)


def _columns() -> tuple[_MatterColumn, ...]:
    """All columns; what many lines say alike is looked up once."""
    kinds = {kind.value: _(KIND_LABELS[kind]) for kind in Kind}
    channels = {channel.value: _(CHANNEL_LABELS[channel]) for channel in Channel}
    states = {state.value: _(STATE_LABELS[state]) for state in State}
    return (
        _MatterColumn("", N_("编号"), lambda row: format_matter_number(row.number)),
        _MatterColumn("", N_("标题"), lambda row: row.title),
        _MatterColumn("kind", N_("类别"), lambda row: kinds[row.kind]),
        _MatterColumn("channel", N_("渠道"), lambda row: channels[row.channel]),
        _MatterColumn("", N_("状态"), lambda row: states[row.state]),
        _MatterColumn("place", N_("地点"), lambda row: row.place),
        _MatterColumn("received", N_("收到"), lambda row: _day(row.received_at)),
        _MatterColumn("", N_("最早到期"), lambda row: _day(row.next_due_at)),
        _MatterColumn("unit", N_("承办单位"), lambda row: row.lead_unit),
        _MatterColumn("handler", N_("承办人"), lambda row: row.handler),
        _MatterColumn("category", N_("归口"), lambda row: row.category),
    )


def _day(at: datetime | None) -> str:
    return f"{at.astimezone(OFFICE_ZONE):%Y-%m-%d}" if at else ""
