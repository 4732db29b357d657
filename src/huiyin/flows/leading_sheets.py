"""What leaders carry through, as spreadsheets and on paper: a plan period's week, owned matters, a batch."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl import Workbook

from huiyin.documents.letters import letter_pdf
from huiyin.documents.letters.content import LetterContent, Section
from huiyin.kernel.cells import inert_row
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import xml_text
from huiyin.kernel.time import office_day
from huiyin.matters.batch.selectors import BatchPage, OwnedPage, OwnedRow
from huiyin.matters.plan_period.selectors.page import PeriodPage, PlannedRow
from huiyin.matters.resolution.rules import Tally

Cell = str | int


def period_workbook(page: PeriodPage) -> bytes:
    """Two sheets: the matters with the line of that week, and the sum."""
    return _book(period_sheets(page))


def period_sheets(page: PeriodPage) -> list[tuple[str, list[list[Cell]]]]:
    """The same as titles and lines."""
    heading: list[Cell] = [
        _("编号"), _("事项"), _("承办单位"), _("收到"), _("包案领导"), _("目标"), _("计划步骤"), _("本周"),
        _("做了什么"), _("下一步"), _("卡在哪里"), _("现在"), _("结果"), _("原因"), _("以后怎么办"),
    ]  # fmt: skip
    sums: list[list[Cell]] = [
        [_("集中攻坚"), page.period.name],
        [_("时间"), f"{page.period.begins_on} — {page.period.ends_on}"],
        [_("谁负责"), page.period.leader],
        [_("怎么办"), page.period.plan],
        [_("提前结束"), f"{page.period.ended_on}" if page.period.ended_on else ""],
        [_("结果"), page.period.result],
        [_("原因"), page.period.end_reason],
        [_("哪一周"), f"{page.week}"],
        *_sums(page.tally, len(page.rows), _("已化解")),
        [_("本周没有填的"), len(page.missing)],
    ]
    return [(_("逐件"), [heading, *map(_planned_cells, page.rows)]), (_("汇总"), sums)]


def periods_lines(pages: Iterable[PeriodPage]) -> Iterator[list[Cell]]:
    """The names of the columns, and a line a period: of what the reader may see, how far it has come."""
    yield [
        _("叫什么"), _("单位"), _("第一天"), _("最后一天"), _("谁负责"), _("怎么办"), _("共"), _("已化解"),
        _("复查复核中，不计"), _("比例"), _("本周没有填的"), _("提前结束"), _("结果"), _("原因"),
    ]  # fmt: skip
    for page in pages:
        period = page.period
        yield [
            period.name, period.unit, f"{period.begins_on}", f"{period.ends_on}", period.leader, period.plan,
            len(page.rows), page.tally.done, page.tally.in_review, page.tally.rate, len(page.missing),
            f"{period.ended_on}" if period.ended_on else "", period.result, period.end_reason,
        ]  # fmt: skip


def _planned_cells(row: PlannedRow) -> list[Cell]:
    return [
        format_matter_number(row.number), row.title, row.unit, f"{office_day(row.received_at)}", row.leader, row.plan,
        f"{row.steps_done}/{row.steps}" if row.steps else "", row.week_label, row.did, row.next_step, row.hinders,
        row.resolution_label, row.result_label, row.result_reason, row.result_next,
    ]  # fmt: skip


def owned_workbook(page: OwnedPage) -> bytes:
    """Two sheets: the matters with their leaders, and a line a leader with the sum."""
    leaders: list[list[Cell]] = [[_("包案领导"), _("包案"), _("已办结"), _("复查复核中"), _("办结率")]]
    for leader in page.leaders:
        leaders.append(_leader_cells(leader.leader, leader.tally, len(leader.rows)))
    leaders.append(_leader_cells(_("合计"), page.tally, len(page.rows)))
    return _book([(_("逐件"), [_owned_heading(), *map(_owned_cells, page.rows)]), (_("汇总"), leaders)])


def _leader_cells(leader: str, tally: Tally, size: int) -> list[Cell]:
    return [leader, size, tally.done, tally.in_review, tally.rate]


def _owned_heading() -> list[Cell]:
    return [
        _("编号"), _("事项"), _("承办单位"), _("包案领导"), _("批次"), _("交办日期"), _("目标"), _("计划步骤"),
        _("现在"), _("包案结束"),
    ]  # fmt: skip


def _owned_cells(row: OwnedRow) -> list[Cell]:
    return [
        format_matter_number(row.number), row.title, row.unit, row.leader, row.batch,
        f"{row.given_on}" if row.given_on else "", row.plan, f"{row.steps_done}/{row.steps}" if row.steps else "",
        row.resolution_label, f"{office_day(row.ended_at)}" if row.ended_at else "",
    ]  # fmt: skip


def batch_annex(page: BatchPage, *, on: date) -> bytes:
    """A PDF to be laid behind a letter. Raises PrintBusy, PrintStuck, PrintFailed, FontMissing."""
    batch = page.batch
    table = (
        (_("事项"), _("承办单位"), _("包案领导"), _("现在"), _("包案结束")),
        *(
            (
                f"{format_matter_number(row.number)} {row.title}", row.unit, row.leader, row.resolution_label,
                f"{office_day(row.ended_at)}" if row.ended_at else "",
            )
            for row in page.owned.rows
        ),
    )  # fmt: skip
    title = _("附件：领导包案第 %(number)s 批清单") % {"number": batch.number}
    content = LetterContent(
        code="annex", title=title, unit=batch.unit, issued_on=on,
        sections=(Section(tally_sentence(batch.tally, batch.size, on=on), table=table),),
    )  # fmt: skip
    return letter_pdf(content)


def tally_sentence(tally: Tally, size: int, *, on: date) -> str:
    """How many, how many of them have ended, and the rate, as of a day."""
    text = ngettext(
        "截至 %(day)s，共 %(size)s 件，已办结 %(done)s 件", "截至 %(day)s，共 %(size)s 件，已办结 %(done)s 件", size
    ) % {"day": on, "size": size, "done": tally.done}
    if tally.in_review:
        text += _("，复查复核中 %(count)s 件（不计）") % {"count": tally.in_review}
    return text + (_("，办结率 %(rate)s") % {"rate": tally.rate} if tally.rate else "")


def _sums(tally: Tally, size: int, done: str) -> list[list[Cell]]:
    return [
        [_("共"), size],
        [done, tally.done],
        [_("复查复核中，不计"), tally.in_review],
        [_("比例"), tally.rate],
    ]


def _book(sheets: Iterable[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([xml_text(cell) if isinstance(cell, str) else cell for cell in inert_row(row)])
    target = BytesIO()
    book.save(target)
    return target.getvalue()
