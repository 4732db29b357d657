"""What must hold of matters that belong together, whatever anybody tried."""

from uuid import UUID

from huiyin.matters.core.rules.states import UNANSWERED_STATES, State
from huiyin.matters.linking.rules import MERGED_STATES, LinkKind
from huiyin.matters.models import Link, Opinion, Reply, Request
from huiyin.matters.respondents.selectors.respondents import respondents_of


def check_merged() -> None:
    """Each merged matter lies where the leading one does, in a state of its own, or has its own answer."""
    for link in Link.objects.filter(kind=LinkKind.MERGE, undone_at=None).select_related("matter", "into"):
        led, leader = link.matter, link.into
        if link.answered_at is None:
            assert led.state in MERGED_STATES and leader.is_open, (led.state, leader.state)
            assert led.lead_unit_id == leader.lead_unit_id
            assert respondents_of(led) == respondents_of(leader)
        else:
            reply = Reply.objects.get(matter=led, served_at=link.answered_at)
            assert reply.drafter_id != reply.approver_id
            answered = set(Opinion.objects.filter(reply=reply).values_list("request_id", flat=True))
            assert answered == set(Request.objects.filter(matter=led).values_list("id", flat=True))


class Parts:
    """Every matter that was split: where it stood when it was last looked at."""

    def __init__(self) -> None:
        self._stood: dict[UUID, str] = {}

    def check(self) -> None:
        """A whole that has just been answered or closed has no part left that isn't; parts keep its day."""
        for link in Link.objects.filter(kind=LinkKind.SPLIT).select_related("matter", "into"):
            part, whole = link.matter, link.into
            assert (part.received_at, part.identity_id) == (whole.received_at, whole.identity_id)
            assert respondents_of(whole) <= respondents_of(part)
            if self._stood.get(whole.pk, whole.state) == whole.state:
                continue
            if whole.state == State.CLOSED:
                assert not part.is_open
            if whole.state in {State.SERVED, State.WITHDRAWN}:
                assert part.state not in UNANSWERED_STATES
        split = Link.objects.filter(kind=LinkKind.SPLIT)
        self._stood = dict(split.values_list("into_id", "into__state"))
