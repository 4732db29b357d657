"""What every move has in common: lock, may this actor, may this state, write, clocks, timeline, ledger, outbox.

    with step(actor=actor, matter_id=…, action=Action.ACCEPT, at=at, seen=version) as taken:
        taken.matter.accepted_at = at
        taken.tell("matter_news")

Everything between is one transaction; an exception leaves nothing behind.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.translation import gettext, pgettext

from huiyin.clocks.services import Subject, clocks_on_event
from huiyin.kernel.actor import Actor, ActorKind, Role, system
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.matters.models import Event, Matter
from huiyin.matters.permissions import may
from huiyin.matters.rules.errors import MatterChanged, MatterNotFound, MoveNotAllowed, MoveNotOpen
from huiyin.matters.rules.errors_bars import RespondentUnsettled
from huiyin.matters.rules.moves import CHANGES_NOTHING, MOVES, Move
from huiyin.matters.rules.sentences import STEP, event_name
from huiyin.matters.rules.states import ACTION_LABELS, OPEN_STATES, SETTLED_FIRST, STATE_LABELS, Action, State
from huiyin.matters.selectors.away import officers_told
from huiyin.matters.selectors.gate import visible_to
from huiyin.matters.selectors.merged import merge_of
from huiyin.matters.selectors.recipients import message_recipients
from huiyin.matters.selectors.respondents import respondents_of
from huiyin.matters.services._joint import news_for_representatives
from huiyin.matters.services._letters import Made, letters_issue
from huiyin.matters.services._links import check_links, going_on, merge_ended, merge_undo, merges_broken
from huiyin.notices.services import NoticeDraft, drafts_new, notices_insert
from huiyin.orgs.selectors import unit_name
from huiyin.rows import row_new

Facts = Mapping[str, str | int | bool | None]


@dataclass(slots=True)
class Step:
    """A move that is being made. Fill it inside `step(…)`; it is written when the block ends."""

    matter: Matter
    move: Move
    actor: Actor
    at: datetime
    facts: dict[str, str | int | bool | None] = field(default_factory=dict)
    rows: list[models.Model] = field(default_factory=list)
    # Of these, what this step has written for the first time.
    fresh: list[models.Model] = field(default_factory=list)
    article: str = ""
    target: State | None = None
    # What the clocks hear of it ("": nothing). None means the matter's own round, and that it happened at `at`.
    event: str = ""
    round: int | None = None
    event_at: datetime | None = None
    is_public: bool = True
    # In whose name it is shown, where that isn't told by the officer's posts.
    office: str = ""
    notices: list[NoticeDraft] = field(default_factory=list)

    def save(self, *rows: models.Model) -> None:
        """Write new rows; the ledger entry commits to them."""
        for row in rows:
            row.save(force_insert=True)
            self.rows.append(row)
            self.fresh.append(row)

    def changed(self, *rows: models.Model) -> None:
        """Write rows that were there before; the ledger entry commits to what they say now."""
        for row in rows:
            row.save(force_update=True)
            self.rows.append(row)

    def move_back_to_receiving(self) -> None:
        """The matter has lost its handler: whoever has it now decides again who works on it."""
        if self.matter.state in {State.INVESTIGATING, State.DRAFTED, State.APPROVED}:
            self.target = State.ACCEPTED

    def tell_petitioner(self) -> None:
        """Let the petitioner know that there is news — if they left a way to be told."""
        if told := self.matter.told_to:
            self.notices.append(
                NoticeDraft(
                    template="matter_news",
                    dedupe=f"news:{self.matter.pk}:{self.matter.version + 1}",
                    at=self.at,
                    identity_id=told,
                    params={"number": self.matter.number},
                )
            )

    def hear_petitioner(self, *, once: str = "") -> None:
        """The petitioner has written or added something: who works on it is notified, and their lists show it.

        `once` is what several steps share that are one thing to the petitioner, such as files sent together.
        """
        matter = self.matter
        matter.unread_at = self.at
        found = message_recipients(matter=matter, on=office_day(self.at))
        drafts = self._to_officers("petitioner_wrote", found, once=once)
        self.notices.extend(drafts_new(drafts) if once else drafts)
        if (link := merge_of(matter)) is not None:
            # Its line too: whoever answers for both has only that one in the list.
            Matter.objects.filter(pk=link.into_id, is_open=True).update(unread_at=self.at)

    def tell_officers(self, template: str, officer_ids: list[int], *, due_on: date | None = None) -> None:
        """Let those of these officers know who may, and the deputies of those who are away."""
        matter = self.matter
        told = officers_told(
            matter_id=matter.pk,
            officer_ids=officer_ids,
            respondents=respondents_of(matter),
            read_in=matter.read_in,
            on=office_day(self.at),
        )
        self.notices.extend(self._to_officers(template, told, due_on=due_on))

    def _to_officers(
        self, template: str, officer_ids: list[int], *, once: str = "", due_on: date | None = None
    ) -> list[NoticeDraft]:
        key = once or f"{self.matter.version + 1}"
        params = {"number": self.matter.number} | ({"due_on": due_on.isoformat()} if due_on else {})
        return [
            NoticeDraft(
                template=template,
                dedupe=f"{template}:{self.matter.pk}:{key}:{officer_id}",
                at=self.at,
                officer_id=officer_id,
                params=params,
            )
            for officer_id in officer_ids
        ]


@contextmanager
def step(*, actor: Actor, matter_id: UUID, action: Action, at: datetime, seen: int | None = None) -> Iterator[Step]:
    """Make one move on one matter, all or nothing.

    `seen` is the version that the actor's page showed; None for petitioners and the system, who add without having
    to know the latest. Raises MatterNotFound, MoveNotOpen, MoveNotAllowed, MatterChanged, MergedAway,
    LeadsOthers.
    """
    with transaction.atomic():
        matter = _locked(actor, matter_id)
        move = check_move(actor, matter, action, seen)
        taken = Step(matter=matter, move=move, actor=actor, at=at, article=move.article, target=move.target)
        taken.event = move.event
        taken.is_public = move.public
        yield taken
        after = taken.target or matter.state
        taken.rows.extend(merge_ended(matter, state=after, by=actor.ref, at=at))
        _write(taken)
        _let_go(taken)


def _locked(actor: Actor, matter_id: UUID) -> Matter:
    query = visible_to(actor).select_related("lead_unit", "received_unit")
    if connection.vendor == "postgresql":
        query = query.select_for_update(of=("self",))
    try:
        return query.get(pk=matter_id)
    except Matter.DoesNotExist:
        raise MatterNotFound from None


def check_move(actor: Actor, matter: Matter, action: Action, seen: int | None = None) -> Move:
    """The move, if the state has it and the actor may.

    Raises MatterChanged, RespondentUnsettled, MoveNotOpen, MoveNotAllowed.
    """
    if seen is not None and seen != matter.version and (changes := _changes_since(matter, seen)):
        raise MatterChanged(changes=changes)
    move = MOVES.get((State(matter.state), action))
    if move is None:
        if _waits_for_respondent(matter, action):
            raise RespondentUnsettled
        raise MoveNotOpen(state=gettext(STATE_LABELS[State(matter.state)]), action=gettext(ACTION_LABELS[action]))
    if not may(actor, move.may, matter):
        raise MoveNotAllowed(action=gettext(ACTION_LABELS[action]))
    if not matter.respondents_settled and action in SETTLED_FIRST:
        raise RespondentUnsettled
    check_links(actor, matter, action)
    return move


def _waits_for_respondent(matter: Matter, action: Action) -> bool:
    """Of a new matter with somebody unsettled: accepting it, which a handler waits for, waits for that itself."""
    return not matter.respondents_settled and action in SETTLED_FIRST and matter.state == State.REGISTERED


def _changes_since(matter: Matter, seen: int) -> str:
    """What an officer has to read first; "" when only reminders came since."""
    events = Event.objects.filter(matter=matter, version__gt=seen).order_by("version")
    kinds = [kind for kind in events.values_list("kind", flat=True) if kind not in CHANGES_NOTHING]
    if not kinds and seen < matter.version:
        return ""
    names = dict.fromkeys(pgettext(STEP, event_name(kind)) for kind in kinds)
    return gettext("、").join(names) or gettext(STATE_LABELS[State(matter.state)])


def _write(taken: Step) -> None:
    """The part of a move that is the same for all: state, clocks, timeline, ledger, outbox."""
    matter, move = taken.matter, taken.move
    before = matter.state
    if taken.target:
        matter.state = taken.target
    if taken.actor.officer_id in {matter.handler_id, matter.reviewer_id} - {None} and not matter.is_sealed:
        # Whoever works on it takes no step without having read what is there.
        matter.unread_at = None
    matter.version += 1
    matter.is_open = matter.state in OPEN_STATES
    if matter.is_open:
        matter.closed_at = None
    elif matter.closed_at is None:
        matter.closed_at = taken.at
    if taken.event:
        round_ = matter.round if taken.round is None else taken.round
        subject = Subject(id=matter.pk, kind=matter.kind, at=taken.event_at or taken.at, round=round_)
        change = clocks_on_event(subject=subject, event=taken.event)
        taken.rows.extend(change.rows)
        matter.next_due_at = change.next_due_at if matter.is_open else None
    made = Made(matter, move.ledger, taken.actor, taken.at, taken.facts, taken.rows, taken.fresh)
    taken.rows.extend(letters_issue(made))
    matter.save(force_update=True)
    event = event_of(
        matter, at=taken.at, kind=move.ledger, actor=taken.actor, facts=taken.facts, article=taken.article,
        is_public=taken.is_public,
    )  # fmt: skip
    event.office = taken.office or event.office
    event.save(force_insert=True)
    notices = notices_insert([*taken.notices, *news_for_representatives(matter, before=before, at=taken.at)])
    entry_append(
        kind=move.ledger,
        subject=Ref("matter", matter.pk),
        at=taken.at,
        actor=taken.actor.ref,
        facts={"before": before, "after": matter.state, "version": matter.version, "article": taken.article},
        rows=[matter, event, *taken.rows, *notices],
    )


def _let_go(taken: Step) -> None:
    """Matters that were worked on together with this one and can't be after this step are on their own again."""
    for link in merges_broken(taken.matter):
        with step(actor=system("link"), matter_id=link.matter_id, action=Action.UNMERGE, at=taken.at) as apart:
            apart.rows.extend(merge_undo(link, by=apart.actor.ref, at=taken.at))
            apart.tell_petitioner()
            apart.tell_officers("matter_assigned", going_on(apart.matter))


def event_of(
    matter: Matter, *, at: datetime, kind: str, actor: Actor, facts: Facts, article: str = "", is_public: bool
) -> Event:
    """The timeline's row for a step. The public sees an office, never a person's name."""
    return row_new(
        Event,
        matter_id=matter.pk,
        at=at,
        kind=kind,
        actor=actor.ref,
        office=office_of(actor, matter),
        facts_text=json.dumps(facts, ensure_ascii=False, sort_keys=True),
        article=article,
        is_public=is_public,
        version=matter.version,
    )


def office_of(actor: Actor, matter: Matter) -> str:
    """What both sides are shown instead of an officer's name: the unit they acted for."""
    if actor.kind is not ActorKind.OFFICER:
        return ""
    own = {post.unit_id for post in actor.posts}
    if matter.reviewer_id == actor.officer_id and matter.review_unit_id in actor.units_as(Role.REVIEWER):
        return unit_name(unit_id=matter.review_unit_id)
    if matter.lead_unit_id in own:
        return matter.lead_unit.name
    if matter.received_unit_id in own:
        return matter.received_unit.name
    return unit_name(unit_id=min(own)) if own else ""
