"""The way from unit to unit and the units that help, as lines of the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.desk.matter.sheet import SheetItem
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.handover.rules import ObjectionOutcome
from huiyin.matters.handover.selectors.handover import AssistView, HandoverView


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """The newest first."""

    handovers: tuple[SheetItem, ...]
    assists: tuple[SheetItem, ...]


def unit_sheet_of(page: MatterView) -> UnitSheet:
    """What went from unit to unit."""
    return UnitSheet(
        handovers=tuple(item for one in reversed(page.handovers) for item in _handover(one)),
        assists=tuple(_assist(one) for one in page.assists),
    )


def _handover(one: HandoverView) -> Iterator[SheetItem]:
    if one.reported_at:
        yield SheetItem(_("报告办理结果"), one.reported_at, one.to_unit, one.report)
    if one.settled_at:
        text = "\n".join((one.settlement_label, one.settlement_reason))
        yield SheetItem(_("上级裁定"), one.settled_at, one.dispute_unit, text)
    if one.disputed_at:
        asked = _("请%(unit)s决定") % {"unit": one.dispute_unit}
        yield SheetItem(_("提请上级裁定"), one.disputed_at, one.to_unit, f"{asked}\n{one.dispute}")
    if one.decided_at:
        said_by = one.to_unit if one.decision == ObjectionOutcome.LAPSED else one.from_unit
        yield SheetItem(one.decision_label, one.decided_at, said_by, one.decision_reason)
    if one.objected_at:
        yield SheetItem(_("提出异议"), one.objected_at, one.to_unit, one.objection)
    wanted = _("要求 %(day)s 前报告办理结果") % {"day": one.report_due_on} if one.report_due_on else ""
    title = _("%(mode)s给%(unit)s") % {"mode": one.mode_label, "unit": one.to_unit}
    yield SheetItem(title, one.at, one.from_unit, "\n".join(filter(None, (one.words, wanted))))


def _assist(one: AssistView) -> SheetItem:
    if one.contributed_at:
        state = _("已答复")
    else:
        state = _("不再需要") if one.ended_at else _("%(day)s 前答复") % {"day": one.due_on}
    text = "\n".join(filter(None, (one.question, one.contribution)))
    return SheetItem(f"{one.unit} · {state}", one.contributed_at or one.asked_at, "", text)
