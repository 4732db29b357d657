"""What notices say to whoever booked a reception or wished to be visited at home: subject first, then the lines."""

from collections.abc import Mapping

from huiyin.kernel.text import N_

BOOKING_TEXTS: Mapping[str, tuple[str, ...]] = {
    "appointment_booked": (
        N_("您的预约已经记下：%(due_on)s"),
        N_("您预约的日子是%(due_on)s。"),
    ),
    "appointment_agreed": (
        N_("我们上门来：%(due_on)s"),
        N_("您申请的上门探访定在%(due_on)s，时间和来的领导写在预约页上。"),
    ),
    "appointment_tomorrow": (
        N_("您的预约就在明天：%(due_on)s"),
        N_("您预约的日子是明天，%(due_on)s。来不了的话请取消，让给别人。"),
    ),
    "appointment_moved": (
        N_("您的预约换了地点：%(due_on)s"),
        N_("%(due_on)s的预约换了地点，时间没有变。"),
    ),
    "appointment_fell_through": (
        N_("您的预约取消了：%(due_on)s"),
        N_("%(due_on)s的接访取消了，原因写在预约页上。您可以另约一天，也可以随时在网上或者到窗口反映。"),
    ),
}
