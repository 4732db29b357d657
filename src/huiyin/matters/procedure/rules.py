"""What may be handled simply, and how its answer may be given."""

from huiyin.matters.core.rules.states import Kind


def may_be_simple(*, kind: str, round_: int, is_joint: bool) -> bool:
    """Not accusations, not what many have signed, nor what was answered before and came back (简易办理办法)."""
    return kind != Kind.ACCUSATION and round_ == 1 and not is_joint
