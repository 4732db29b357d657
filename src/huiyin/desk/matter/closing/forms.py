"""The end of a matter."""

from datetime import datetime

from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.closing.errors import NotServedYet, WindowOpen
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView


@move_form(BarRow.PRIMARY, 110)
class CloseForm(MoveForm):
    """The petitioner has rated; nothing is left to do."""

    action = Action.CLOSE
    warning = N_("信访人会看到已经办结，能通知到的还会收到通知。不能撤回。")
    done = N_("已办结。")
    notifies = True

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Close."""
        matter_close(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)


@move_reason(100)
def closed_by_window(page: MatterView, _actor: Actor, action: Action) -> str:
    """That the petitioner may still rate it or ask for review, in the source language, or ""."""
    return WindowOpen.sentence if action is Action.CLOSE and page.review_open else ""


@move_reason(200)
def closed_by_post(page: MatterView, _actor: Actor, action: Action) -> str:
    """That the answer is still on its way, in the source language, or ""."""
    # The petitioner's time begins when the letter has come, so nothing closes before that.
    on_its_way = page.reply is not None and page.reply.service is not None and page.reply.service.is_on_its_way
    return NotServedYet.sentence if action is Action.CLOSE and on_its_way else ""
