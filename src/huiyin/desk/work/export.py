"""A list as a spreadsheet: the lines of the desk, no text of a matter and nobody's name who brought one."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from openpyxl import Workbook

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.places import box_label, boxes_of
from huiyin.desk.work.filters import narrowing_of
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import OFFICE_ZONE, now, office_day
from huiyin.matters.rules.states import CHANNEL_LABELS, KIND_LABELS, STATE_LABELS, Channel, Kind, State
from huiyin.matters.selectors import Box, MatterRow
from huiyin.matters.services import list_export

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_POST
@desk_view
def export(request: DeskRequest, name: str) -> HttpResponse:
    """The list as it is narrowed now. Raises NotAllowed for a list that none of the officer's posts opens."""
    if name not in boxes_of(request.actor):
        raise NotAllowed
    at = now()
    rows = list_export(actor=request.actor, box=Box(name), only=narrowing_of(request.POST, at=at).only, at=at)
    filename = f"{box_label(Box(name))}-{office_day(at):%Y%m%d}.xlsx"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=filename) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(workbook_of(rows), content_type=_TYPE, headers=headers)


def workbook_of(rows: Iterable[MatterRow]) -> bytes:
    """The workbook: a heading line, then one line a matter."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("事项"))
    sheet.append(
        [_("编号"), _("标题"), _("类别"), _("渠道"), _("状态"), _("地点"), _("收到"), _("最早到期"), _("承办单位"),
         _("承办人"), _("归口")]
    )  # fmt: skip
    for row in rows:
        sheet.append(list(_cells(row)))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _cells(row: MatterRow) -> Iterator[str]:
    yield format_matter_number(row.number)
    yield _safe(row.title)
    yield _(KIND_LABELS[Kind(row.kind)])
    yield _(CHANNEL_LABELS[Channel(row.channel)])
    yield _(STATE_LABELS[State(row.state)])
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
