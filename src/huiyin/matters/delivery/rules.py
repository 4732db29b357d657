"""The words and limits of how an answer reaches the petitioner."""

from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Procedure


class ServiceMethod(StrEnum):
    """How a letter reaches the petitioner; the windows of Arts 35 and 36 start with it.

    By phone and by text message only what is handled simply is answered (简易办理办法).
    """

    WEB = "web"
    POST = "post"
    IN_PERSON = "in_person"
    PHONE = "phone"
    SMS = "sms"


SERVICE_LABELS = {
    ServiceMethod.WEB: N_("网上送达"),
    ServiceMethod.POST: N_("邮寄送达"),
    ServiceMethod.IN_PERSON: N_("当面送达"),
    ServiceMethod.PHONE: N_("电话答复"),
    ServiceMethod.SMS: N_("短信答复"),
}


_SERVED_AT_ONCE = (ServiceMethod.WEB, ServiceMethod.IN_PERSON)


_SIMPLY = (ServiceMethod.PHONE, ServiceMethod.SMS)


def methods_of(*, procedure: str, round_: int) -> tuple[ServiceMethod, ...]:
    """The ways of serving that take effect at once; by post is a step of its own."""
    # What comes back for another round is never handled simply, so it isn't answered by phone either.
    return (*_SERVED_AT_ONCE, *_SIMPLY) if procedure == Procedure.SIMPLE and round_ == 1 else _SERVED_AT_ONCE
