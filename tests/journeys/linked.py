"""What must hold of matters that belong together, whatever anybody tried."""

from huiyin.matters.models import Link, Opinion, Reply, Request
from huiyin.matters.rules.link import MERGED_STATES, LinkKind


def check_merged() -> None:
    """Each merged matter lies where the leading one does, in a state of its own, or has its own answer."""
    for link in Link.objects.filter(kind=LinkKind.MERGE, undone_at=None).select_related("matter", "into"):
        led, leader = link.matter, link.into
        if link.answered_at is None:
            assert led.state in MERGED_STATES and leader.is_open, (led.state, leader.state)
            assert led.lead_unit_id == leader.lead_unit_id
            assert (led.respondent_unit_id, led.respondent_officer_id) == (
                leader.respondent_unit_id, leader.respondent_officer_id,
            )  # fmt: skip
        else:
            reply = Reply.objects.get(matter=led, served_at=link.answered_at)
            assert reply.drafter_id != reply.approver_id
            answered = set(Opinion.objects.filter(reply=reply).values_list("request_id", flat=True))
            assert answered == set(Request.objects.filter(matter=led).values_list("id", flat=True))
