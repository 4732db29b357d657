"""What the page shows of time and service: waits for the petitioner, time asked for, how the answer went out."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from huiyin.desk.matter.delivery.forms import service_rows
from huiyin.desk.matter.sheet import Pair, SheetItem
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.extension.selectors import ExtensionAskView
from huiyin.matters.messages.selectors.waits import WaitView


@dataclass(frozen=True, slots=True)
class ProcedureSheet:
    """Three lists; an empty one isn't shown."""

    waits: tuple[SheetItem, ...]
    asks: tuple[SheetItem, ...]
    service: tuple[Pair, ...]


def procedure_sheet_of(page: MatterView) -> ProcedureSheet:
    """The newest first."""
    return ProcedureSheet(tuple(wait_lines(page)), tuple(asked_lines(page)), tuple(service_rows(page)))


def asked_lines(page: MatterView) -> Iterator[SheetItem]:
    """What more time was asked for, and what became of it."""
    for ask in page.extension_asks:
        title = ngettext("申请延长 %(days)d 天", "申请延长 %(days)d 天", ask.days) % {"days": ask.days}
        yield SheetItem(title, ask.asked_at, _became(ask), "\n".join(filter(None, (ask.reason, ask.decision_reason))))


def _became(ask: ExtensionAskView) -> str:
    if ask.decided_at is None:
        return gettext("等单位负责人决定")
    return gettext("已批准") if ask.granted else gettext("没有批准")


def wait_lines(page: MatterView) -> Iterator[SheetItem]:
    """Each wait for the petitioner: since when, what for, how long."""
    for wait in reversed(page.waits):
        yield SheetItem(wait_title(wait), wait.since, "", wait.what)


def wait_title(wait: WaitView) -> str:
    """How long it took, or has taken so far."""
    if wait.until is None:
        title = ngettext("等信访人补充，已等 %(days)d 天", "等信访人补充，已等 %(days)d 天", wait.days)
    else:
        title = ngettext("信访人已补充，等了 %(days)d 天", "信访人已补充，等了 %(days)d 天", wait.days)
    return title % {"days": wait.days}
