"""The rows of the table in test_moves for matters that belong together."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q
from tests.cast import Cast

from huiyin.kernel.actor import Actor
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.delivery.services import reply_serve_along
from huiyin.matters.linking.services.merge import matter_merge, matter_unmerge
from huiyin.matters.linking.services.split import matter_split
from huiyin.matters.models import Matter, Request
from huiyin.matters.recusal.services import matter_recuse_along
from huiyin.matters.respondents.services.naming import matter_bar_along
from huiyin.orgs.rules import NO_RESPONDENTS


def _other(matter_id: UUID) -> str:
    """The number of the first other matter of the unit that has it, "" where there is none."""
    lead = Matter.objects.get(pk=matter_id).lead_unit_id
    found = (
        Matter.objects.filter(lead_unit=lead).exclude(pk=matter_id).order_by("pk").values_list("number", flat=True)
    )
    return found.first() or ""


DOINGS: dict[Action, Callable[[Cast, Actor, UUID], object]] = {
    # Of one that is alone; of two: test_link.
    Action.MERGE: lambda cast, actor, pk: matter_merge(
        actor=actor, matter_id=pk, into=_other(pk), reason="同一件事", at=cast.at
    ),
    Action.TAKE_IN: lambda cast, actor, pk: matter_merge(
        actor=actor,
        matter_id=Matter.objects.exclude(pk=pk).order_by("pk").values_list("pk", flat=True).first() or pk,
        into=Matter.objects.get(pk=pk).number,
        reason="同一件事",
        at=cast.at,
    ),
    Action.UNMERGE: lambda cast, actor, pk: matter_unmerge(actor=actor, matter_id=pk, at=cast.at),
    Action.SERVE_ALONG: lambda cast, actor, pk: reply_serve_along(actor=actor, matter_id=pk, at=cast.at),
    Action.SPLIT: lambda cast, actor, pk: matter_split(actor=actor, matter_id=pk, positions=[2], at=cast.at),
    # The part's side of it: made by a split alone.
    Action.PART_OFF: lambda cast, actor, pk: matter_split(actor=actor, matter_id=pk, positions=[], at=cast.at),
    # Of what is no part.
    Action.BAR_ALONG: lambda cast, actor, pk: matter_bar_along(
        actor=actor, matter_id=pk, before=NO_RESPONDENTS, at=cast.at
    ),
    Action.RECUSE_ALONG: lambda cast, actor, pk: matter_recuse_along(actor=actor, matter_id=pk, at=cast.at),
}
EXPECTED: dict[Action, dict[State, set[str]]] = {
    Action.MERGE: {},
    Action.TAKE_IN: {},
    Action.UNMERGE: {},
    Action.SERVE_ALONG: {},
    Action.SPLIT: {
        State.REGISTERED: {"registrar", "mayor"},
        State.ACCEPTED: {"registrar", "mayor"},
        State.INVESTIGATING: {"housing_registrar", "approver", "mayor"},
    },
    Action.PART_OFF: {},
    Action.BAR_ALONG: {},
    Action.RECUSE_ALONG: {},
}


def requests_asked(matter_id: UUID) -> list[Request]:
    """All that a draft needs an opinion on: the matter's own requests and those of matters answered along with it."""
    along = Q(matter__links__into=matter_id, matter__links__answered_at=None, matter__links__undone_at=None)
    return list(Request.objects.filter(Q(matter=matter_id) | along).distinct())
