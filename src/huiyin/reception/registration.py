"""Reception's names in the records, and what the worker does for it."""

from datetime import timedelta

from huiyin.kernel.text import N_, NP_
from huiyin.kernel.worker_parts import WorkerPart, worker_part_register
from huiyin.ledger.names import entry_names_register, subject_names_register
from huiyin.matters.core.selectors.beside import rows_beside_register
from huiyin.matters.core.selectors.gate import seen_too_register
from huiyin.reception.selectors.received import ReceivedView, received_by, received_of
from huiyin.reception.services import appointments_remind, received_notify

_ENTRIES = {
    "reception.day.published": NP_("经过", "公布接访日"),
    "reception.day.changed": NP_("经过", "修改接访日"),
    "reception.day.cancelled": NP_("经过", "取消接访日"),
    "reception.plan.made": NP_("经过", "公布一份接访计划"),
    "reception.plan.ended": NP_("经过", "取消接访计划余下的日子"),
    "reception.received.marked": NP_("经过", "通知接待的领导事项超期或办结"),
    "reception.walk_in.received": NP_("经过", "接访时来了没有预约的人"),
    "reception.roster.made": NP_("经过", "排驻厅安排"),
    "reception.roster.removed": NP_("经过", "撤掉驻厅安排的一行"),
    "reception.home_visit.asked": NP_("经过", "申请上门探访"),
    "reception.home_visit.agreed": NP_("经过", "答应上门探访"),
    "reception.home_visit.declined": NP_("经过", "不能上门探访"),
    "reception.home_visit.withdrawn": NP_("经过", "撤回上门探访的申请"),
    "reception.appointment.booked": NP_("经过", "预约接访"),
    "reception.appointment.cancelled": NP_("经过", "取消预约"),
    "reception.appointment.noted": NP_("经过", "记下接访"),
    "reception.call.asked": NP_("经过", "请单位电话告知预约的人"),
    "reception.call.recorded": NP_("经过", "登记电话告知预约的人的结果"),
}
_SUBJECTS = {
    "reception_day": N_("接访日"),
    "reception_plan": N_("接访计划"),
    "home_visit_wish": N_("上门探访的申请"),
    "appointment": N_("接访预约"),
}
_WORKER_PARTS = (
    WorkerPart("reminders", timedelta(hours=1), lambda at: appointments_remind(at=at), order=150),
    WorkerPart("received", timedelta(hours=1), lambda at: received_notify(at=at), order=151),
)


def register() -> None:
    """Once models are there."""
    entry_names_register(_ENTRIES)
    subject_names_register(_SUBJECTS)
    rows_beside_register(ReceivedView, received_of)
    seen_too_register(received_by)
    for part in _WORKER_PARTS:
        worker_part_register(part)
