"""Matters that belong together, as pages and services look at them. Read only where there are any."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.matters.core.rules.labels import OUTCOME_LABELS, STATE_LABELS
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import UNANSWERED_STATES, Outcome, State
from huiyin.matters.core.selectors.gate import matter_ids_visible, matter_numbers_unbarred
from huiyin.matters.linking.rules import LinkKind, positions_of
from huiyin.matters.linking.selectors.merged import merge_of
from huiyin.matters.models import Link, Matter, Opinion, Reply


@dataclass(frozen=True, slots=True)
class LedRequestView:
    """A request of a merged matter, with what the last draft says on it."""

    id: UUID
    position: int
    text: str
    outcome: str = ""
    outcome_label: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class LinkView:
    """Another matter that belongs to the one on the page. `leads`: the other one leads, or is the whole.

    Whoever may not see it reads its number, of a part also its state, and nothing else.
    """

    kind: str
    number: str
    title: str
    state_label: str
    leads: bool
    at: datetime
    reason: str
    answered_at: datetime | None
    undone_at: datetime | None
    is_visible: bool
    is_open: bool
    is_answered: bool
    positions: tuple[int, ...] = ()
    requests: tuple[LedRequestView, ...] = ()
    is_unread: bool = False

    @property
    def is_disclosed(self) -> bool:
        """Whether number and state are for all who work on the matter."""
        return self.kind == LinkKind.SPLIT or (self.leads and self.is_merged)

    @property
    def is_part(self) -> bool:
        """Whether the two came of a split."""
        return self.kind == LinkKind.SPLIT

    @property
    def is_merged(self) -> bool:
        """Whether the two are worked on together now."""
        return self.kind == LinkKind.MERGE and self.answered_at is None and self.undone_at is None


def links_of(matter: Matter, actor: Actor) -> tuple[LinkView, ...]:
    """What belongs to a matter and may be seen by the officer, the first one first; nothing for its petitioner."""
    if not matter.parts & Part.LINKS or actor.kind is ActorKind.PETITIONER:
        return ()
    links = list(
        Link.objects.filter(Q(matter=matter) | Q(into=matter)).select_related("matter", "into").order_by("at", "id")
    )
    seen = matter_ids_visible(actor=actor, matter_ids=[_other(link, matter).pk for link in links])
    views = (_view(link, matter, is_visible=_other(link, matter).pk in seen) for link in links)
    # By whom a matter is led, and where its parts stand, is said to all who work on it, as the refusals say it; more
    # only to who may see it. Nothing of one that is about them.
    clear = matter_numbers_unbarred(actor=actor, numbers=[_other(link, matter).number for link in links])
    return tuple(view for view in views if view.is_visible or (view.is_disclosed and view.number in clear))


def is_answered_along(matter: Matter) -> bool:
    """Whether its unit works on it together with the same matter; its petitioner reads that, and no more."""
    return merge_of(matter) is not None


def _other(link: Link, matter: Matter) -> Matter:
    return link.into if link.matter_id == matter.pk else link.matter


def _view(link: Link, matter: Matter, *, is_visible: bool) -> LinkView:
    other = _other(link, matter)
    leads = link.matter_id == matter.pk
    is_open_merge = link.kind == LinkKind.MERGE and link.answered_at is None and link.undone_at is None
    return LinkView(
        kind=link.kind,
        number=other.number,
        title=other.title if is_visible else "",
        state_label=gettext(STATE_LABELS[State(other.state)]) if is_visible or link.kind == LinkKind.SPLIT else "",
        leads=leads,
        at=link.at,
        reason=link.reason if is_visible else "",
        answered_at=link.answered_at,
        undone_at=link.undone_at,
        is_visible=is_visible,
        is_open=other.is_open,
        is_answered=other.state not in UNANSWERED_STATES,
        positions=tuple(sorted(positions_of(link.positions))),
        # For the form of the leading one alone: there an opinion is given on each of them.
        requests=_requests(other) if is_open_merge and not leads else (),
        is_unread=is_visible and other.unread_at is not None,
    )


def _requests(matter: Matter) -> tuple[LedRequestView, ...]:
    """The requests, with the opinions of the draft that is there."""
    draft = Reply.objects.filter(matter=matter).order_by("-round").first()
    given = {opinion.request_id: opinion for opinion in Opinion.objects.filter(reply=draft)} if draft else {}
    return tuple(
        LedRequestView(
            id=request.pk,
            position=request.position,
            text=request.text,
            outcome=given[request.pk].outcome if request.pk in given else "",
            outcome_label=gettext(OUTCOME_LABELS[Outcome(given[request.pk].outcome)]) if request.pk in given else "",
            reasons=given[request.pk].reasons if request.pk in given else "",
        )
        for request in matter.requests.order_by("position")
    )
