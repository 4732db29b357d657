"""One step for several matters: what is asked once, and the one door through which each matter goes by itself."""

from abc import abstractmethod
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.choices import handlers_of
from huiyin.desk.matter.forms import choose, words
from huiyin.desk.matter.handover.forms import due_day, handler_choice, handover_mode
from huiyin.desk.matter.unit_field import UnitField
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.core.rules.states import Action
from huiyin.matters.handover.errors import ReportDayMissing, ReportDayUnasked
from huiyin.matters.handover.rules import HandoverMode
from huiyin.web.forms import AbstractFormType, PlainForm


class BulkForm(PlainForm, metaclass=AbstractFormType):
    """A step. `about` says what it does, `warning` who is told, `submit` the button, `done` the answer."""

    action: ClassVar[Action]
    about: ClassVar[str] = ""
    warning: ClassVar[str] = ""
    submit: ClassVar[str] = ""
    done: ClassVar[str] = ""

    def __init__(self, data: QueryDict | None = None, *, unit_ids: Iterable[int] = ()) -> None:
        """`unit_ids`: the units that have the chosen matters."""
        super().__init__(data, auto_id="bulk-%s")
        self.unit_ids = sorted(set(unit_ids))
        self.configure()

    def configure(self) -> None:
        """Fields that depend on what was chosen."""

    def impossible(self) -> str:
        """Why this step can't be made for all of these together; "" when it can."""
        return ""

    @abstractmethod
    def execute(self, *, actor: Actor, matter_id: UUID, seen: int, at: datetime) -> None:
        """Bring one matter through the door. Raises what the door raises."""


class BulkAcceptForm(BulkForm):
    """Accepted by the ordinary procedure: that one can be handled simply is said of the one matter, with a reason."""

    action = Action.ACCEPT
    about = N_("按普通程序受理，答复期限开始计算。要走简易程序的，请到那一件里受理。")
    warning = N_("信访人马上就能看到受理告知书，能通知到的还会收到通知。不能撤回。")
    submit = N_("都受理")
    done = N_("已受理。")

    def execute(self, *, actor: Actor, matter_id: UUID, seen: int, at: datetime) -> None:
        """Accept it."""
        matter_accept(actor=actor, matter_id=matter_id, at=at, seen=seen)


class BulkHandlerForm(BulkForm):
    """Who works on them."""

    action = Action.ASSIGN_HANDLER
    about = N_("信访人只看到已安排专人承办，看不到姓名。")
    warning = N_("能通知到的信访人会收到通知。")
    submit = N_("指定这位承办人")
    done = N_("已指定承办人。")

    handler = handler_choice()

    def configure(self) -> None:
        """The handlers of the one unit that has them."""
        found = handlers_of(self.unit_ids[0]) if len(self.unit_ids) == 1 else ()
        options = [(str(officer_id), name) for officer_id, name in found]
        choose(self.fields["handler"], options if len(options) == 1 else [("", gettext("请选择")), *options])

    def impossible(self) -> str:
        """Handlers belong to a unit."""
        if len(self.unit_ids) > 1:
            return gettext("选中的事项在不同的单位。承办人要在本单位里选，请按单位分开选。")
        return ""

    def execute(self, *, actor: Actor, matter_id: UUID, seen: int, at: datetime) -> None:
        """Name the handler."""
        officer_id = self.cleaned_data["handler"]
        matter_assign_handler(actor=actor, matter_id=matter_id, officer_id=officer_id, at=at, seen=seen)


class BulkUnitForm(BulkForm):
    """Another unit leads from now on."""

    action = Action.ASSIGN_UNIT
    about = N_("时限不变，新的单位从现在起负责答复。第三次转交会报告上级负责人。")
    warning = N_("信访人会看到由哪个单位负责，能通知到的还会收到通知。")
    submit = N_("都交给这个单位")
    done = N_("已交给新的承办单位。")

    unit = UnitField(label=_("交给哪个单位"), help_text=_("输入名称里的两个字。"))
    mode = handover_mode()
    due_on = due_day(required=False)
    words = words(_("给承办单位的话"), rows=2)

    def clean(self) -> dict[str, object]:
        """A report is asked for by a day: said once, and not for every matter."""
        given = super().clean() or self.cleaned_data
        is_assigned = given.get("mode") == HandoverMode.ASSIGN
        if "due_on" not in self.errors and is_assigned != bool(given.get("due_on")):
            refusal = ReportDayMissing if is_assigned else ReportDayUnasked
            self.add_error("due_on", gettext(refusal.sentence))
        return given

    def execute(self, *, actor: Actor, matter_id: UUID, seen: int, at: datetime) -> None:
        """Hand it over."""
        given = self.cleaned_data
        # With no mark that it isn't about the unit: that takes somebody who has read the one matter.
        matter_assign_unit(
            actor=actor,
            matter_id=matter_id,
            unit_id=given["unit"],
            words=given["words"],
            mode=HandoverMode(given["mode"] or HandoverMode.FORWARD),
            report_due_on=given["due_on"],
            at=at,
            seen=seen,
        )


BULK_FORMS: dict[str, type[BulkForm]] = {
    form.action.value: form for form in (BulkAcceptForm, BulkHandlerForm, BulkUnitForm)
}
