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
        handovers=tuple(item for handover in reversed(page.handovers) for item in _handover(handover)),
        assists=tuple(_assist(assist) for assist in page.assists),
    )


def _handover(handover: HandoverView) -> Iterator[SheetItem]:
    if handover.reported_at:
        yield SheetItem(_("报告办理结果"), handover.reported_at, handover.to_unit, handover.report)
    if handover.settled_at:
        text = "\n".join((handover.settlement_label, handover.settlement_reason))
        yield SheetItem(_("上级裁定"), handover.settled_at, handover.dispute_unit, text)
    if handover.disputed_at:
        asked = _("请%(unit)s决定") % {"unit": handover.dispute_unit}
        yield SheetItem(_("提请上级裁定"), handover.disputed_at, handover.to_unit, f"{asked}\n{handover.dispute}")
    if handover.decided_at:
        # It lapses by a step of the unit that objected: it has drafted an answer.
        decided_by_unit = handover.to_unit if handover.decision == ObjectionOutcome.LAPSED else handover.from_unit
        yield SheetItem(handover.decision_label, handover.decided_at, decided_by_unit, handover.decision_reason)
    if handover.objected_at:
        yield SheetItem(_("提出异议"), handover.objected_at, handover.to_unit, handover.objection)
    wanted = _("要求 %(day)s 前报告办理结果") % {"day": handover.report_due_on} if handover.report_due_on else ""
    title = _("%(mode)s给%(unit)s") % {"mode": handover.mode_label, "unit": handover.to_unit}
    yield SheetItem(title, handover.at, handover.from_unit, "\n".join(filter(None, (handover.words, wanted))))


def _assist(assist: AssistView) -> SheetItem:
    if assist.contributed_at:
        state = _("已答复")
    else:
        state = _("不再需要") if assist.ended_at else _("%(day)s 前答复") % {"day": assist.due_on}
    text = "\n".join(filter(None, (assist.question, assist.contribution)))
    return SheetItem(f"{assist.unit} · {state}", assist.contributed_at or assist.asked_at, "", text)
