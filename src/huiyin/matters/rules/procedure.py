"""What may be handled simply, and how its answer may be given."""

from huiyin.matters.rules.review import ServiceMethod
from huiyin.matters.rules.states import Kind, Procedure

_SERVED_AT_ONCE = (ServiceMethod.WEB, ServiceMethod.IN_PERSON)
_SIMPLY = (ServiceMethod.PHONE, ServiceMethod.SMS)


def may_be_simple(*, kind: str, round_: int, is_joint: bool) -> bool:
    """Not accusations, not what many have signed, nor what was answered before and came back (简易办理办法)."""
    return kind != Kind.ACCUSATION and round_ == 1 and not is_joint


def methods_of(*, procedure: str, round_: int) -> tuple[ServiceMethod, ...]:
    """The ways of serving that take effect at once; by post is a step of its own."""
    return (*_SERVED_AT_ONCE, *_SIMPLY) if procedure == Procedure.SIMPLE and round_ == 1 else _SERVED_AT_ONCE
