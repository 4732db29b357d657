"""Which of the lists an officer may open."""

from huiyin.desk.returns.access import may_report
from huiyin.kernel.actor import Actor


def frame(actor: Actor, tab: str) -> dict[str, object]:
    """What every page of returns needs."""
    return {"tab": tab, "may_report": may_report(actor)}
