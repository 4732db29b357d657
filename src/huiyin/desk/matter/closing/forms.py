"""The end of a matter."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.cause.forms import causes_field, causes_found
from huiyin.desk.matter.forms import MoveForm, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.closing.errors import NotServedYet, WindowOpen
from huiyin.matters.closing.services import matter_close, matter_close_finding
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView


@move_form(BarRow.PRIMARY, 110)
class CloseForm(MoveForm):
    """The petitioner has rated; nothing is left to do but to say why it came about, unless that stands already."""

    action = Action.CLOSE
    about = N_("请顺手记下机关方面的原因，信访人看不到；说不准的可以先空着，以后再记。")
    warning = N_("信访人会看到已经办结，能通知到的还会收到通知。不能撤回。")
    done = N_("已办结。")
    notifies = True

    causes = causes_field(required=False)
    note = words(_("怎么看出来的，怎样改进"), rows=2)

    def get_initial(self) -> dict[str, object]:
        """What was found last."""
        return causes_found(self.page)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Close; what was found before and stands here unchanged isn't written down twice."""
        given = {"causes": self.cleaned_data["causes"], "note": self.cleaned_data["note"]}
        if not any(given.values()) or given == causes_found(self.page):
            matter_close(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)
            return
        matter_close_finding(
            actor=actor, matter_id=self.page.id, codes=given["causes"], note=given["note"], at=at,
            seen=self.seen_version,
        )  # fmt: skip


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
