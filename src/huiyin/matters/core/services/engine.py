"""The moves of a matter, on the workflow that all kinds of case share (`workflow/engine.py`).

    with move(actor=actor, matter_id=…, action=Action.ACCEPT, at=at, seen=version) as change:
        change.matter.accepted_at = at
        change.notify_petitioner()

What matters add to a move stands in `MatterWorkflow`: their clocks, letters, merged matters and representatives.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import pgettext

from huiyin.clocks.services import Subject
from huiyin.db import build_row
from huiyin.kernel.actor import Actor, ActorKind, Role, system
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import office_day
from huiyin.matters.core.errors import MatterChanged, MatterNotFound, MoveNotAllowed, MoveNotOpen
from huiyin.matters.core.rules.labels import ACTION_LABELS, STATE_LABELS
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import OPEN_STATES, SETTLED_FIRST, Action, State
from huiyin.matters.core.rules.table import May, Move, Need
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.handed_down.services.tasks import milestones_fall_away, parts_fall_away
from huiyin.matters.joint.services.news import news_for_representatives
from huiyin.matters.letters.services.issue import Made, letters_issue
from huiyin.matters.linking.selectors.merged import merge_of
from huiyin.matters.linking.services.shared import check_links, going_on, merge_ended, merge_undo, merges_broken
from huiyin.matters.messages.selectors.recipients import message_recipients
from huiyin.matters.models import Event, Matter
from huiyin.matters.moves import CHANGES_NOTHING, MOVES
from huiyin.matters.permissions import may
from huiyin.matters.recusal.selectors import officers_to_notify
from huiyin.matters.reply.selectors import check_own_draft
from huiyin.matters.respondents.errors import RespondentUnsettled
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.sentences import STEP, event_name
from huiyin.notices.services import NoticeDraft, drafts_new
from huiyin.orgs.selectors import unit_name
from huiyin.workflow import engine
from huiyin.workflow.change import Change, Facts


@dataclass(slots=True)
class MatterChange(Change[Matter]):
    """A move of a matter that is being made."""

    @property
    def matter(self) -> Matter:
        """The matter."""
        return self.case

    def move_back_to_receiving(self) -> None:
        """The matter has lost its handler: whoever has it now decides again who works on it."""
        # Only these states need somebody who works on it; one that is registered isn't accepted by losing a handler.
        if self.matter.state in {State.INVESTIGATING, State.DRAFTED, State.APPROVED}:
            self.target = State.ACCEPTED

    def notify_petitioner(self) -> None:
        """Let the petitioner know that there is news — if they left a way to be told."""
        if identity_id := self.matter.notice_identity:
            self.notices.append(
                NoticeDraft(
                    template="matter_news",
                    # By version: several reasons for news in one step are one notice, the next step has its own.
                    dedupe=f"news:{self.matter.pk}:{self.version_after}",
                    at=self.at,
                    identity_id=identity_id,
                    params={"number": self.matter.number},
                )
            )

    def hear_petitioner(self, *, once: str = "") -> None:
        """The petitioner has written or added something: who works on it is notified, and their lists show it.

        `once` is what several steps share that are one thing to the petitioner, such as files sent together.
        """
        matter = self.matter
        matter.unread_at = matter.words_at = self.at
        found = message_recipients(matter=matter, on=office_day(self.at))
        drafts = self._to_officers("petitioner_wrote", found, once=once)
        # A key that several steps share may be in the outbox already; one with the version can't be.
        self.notices.extend(drafts_new(drafts) if once else drafts)
        if (link := merge_of(matter)) is not None:
            # Its line too: whoever answers for both has only that one in the list.
            # Past the workflow: the mark is no step of that one, so a page of it that is open isn't out of date.
            Matter.objects.filter(pk=link.into_id, is_open=True).update(unread_at=self.at, words_at=self.at)

    def notify_officers(self, template: str, officer_ids: list[int], *, due_on: date | None = None) -> None:
        """Let those of these officers know who may, and the deputies of those who are away."""
        matter = self.matter
        recipients = officers_to_notify(
            matter_id=matter.pk,
            officer_ids=officer_ids,
            respondents=respondents_of(matter),
            read_in=matter.read_in,
            on=office_day(self.at),
        )
        self.notices.extend(self._to_officers(template, recipients, due_on=due_on))

    def _to_officers(
        self, template: str, officer_ids: list[int], *, once: str = "", due_on: date | None = None
    ) -> list[NoticeDraft]:
        params = {"number": self.matter.number} | ({"due_on": due_on.isoformat()} if due_on else {})
        return self.notices_to(template, officer_ids, params=params, once=once)


def _check_respondent_settled(_actor: Actor, matter: Matter, _action: Action, _at: datetime) -> None:
    if not matter.respondents_settled:
        raise RespondentUnsettled


class MatterWorkflow(engine.Workflow[Matter, MatterChange]):
    """What matters bring to the workflow, and what they add to a move."""

    kind = "matter"
    change = MatterChange
    moves = MOVES
    requirements = {
        Need.RESPONDENT_SETTLED: _check_respondent_settled,
        Need.OWN_DRAFT: check_own_draft,
        Need.LINKS: check_links,
    }
    state_names = STATE_LABELS
    action_names = ACTION_LABELS
    changes_nothing = CHANGES_NOTHING
    not_found = MatterNotFound
    not_open = MoveNotOpen
    not_allowed = MoveNotAllowed
    has_changed = MatterChanged

    def visible_to(self, actor: Actor) -> "QuerySet[Matter]":
        """As the gate."""
        # `office_of` reads both names at nearly every step.
        return visible_to(actor).select_related("lead_unit", "received_unit")

    def may(self, actor: Actor, permission: May, case: Matter) -> bool:
        """As `permissions`."""
        return may(actor, permission, case)

    def steps_after(self, case: Matter, version: int) -> Sequence[str]:
        """From its timeline."""
        events = Event.objects.filter(matter=case, version__gt=version).order_by("version")
        return list(events.values_list("kind", flat=True))

    def step_name(self, kind: str) -> str:
        """As staff read it."""
        return pgettext(STEP, event_name(kind))

    def refusal_not_open(self, actor: Actor, case: Matter, action: Action) -> HuiyinError:
        """Of a new matter with somebody unsettled: accepting it waits for that, and what waits for it does so too."""
        if not case.respondents_settled and action in SETTLED_FIRST and case.state == State.REGISTERED:
            return RespondentUnsettled()
        return super().refusal_not_open(actor, case, action)

    def subject(self, case: Matter, at: datetime, round: int | None) -> Subject:
        """Its kind tells its rules; without another it is the matter's own round."""
        return Subject(id=case.pk, kind=case.kind, at=at, round=case.round if round is None else round)

    def before_write(self, change: MatterChange) -> None:
        """Whether it is open, has been read, and still goes along with the matter that leads it."""
        matter = change.matter
        # Not in `after_write`: this step's own entry has to commit to what it did to the merge.
        change.rows.extend(merge_ended(matter, state=matter.state, by=change.actor.ref, at=change.at))
        # What is sealed is read when the seal is opened, not by a step beside it.
        if change.actor.officer_id in {matter.handler_id, matter.reviewer_id} - {None} and not matter.is_sealed:
            # Whoever works on it takes no step without having read what is there.
            matter.unread_at = None
        matter.is_open = matter.state in OPEN_STATES
        if matter.is_open:
            matter.closed_at = None
        # Later steps, such as a call back, leave the day of the end as it was.
        elif matter.closed_at is None:
            matter.closed_at = change.at

    def due_changed(self, change: MatterChange, next_due_at: datetime | None) -> None:
        """Nothing is due next of one that has ended."""
        change.matter.next_due_at = next_due_at if change.matter.is_open else None

    def letters(self, change: MatterChange) -> Sequence[models.Model]:
        """Those that this step owes."""
        made = Made(
            change.matter, change.move.ledger, change.actor, change.at, change.facts, change.rows, change.fresh
        )
        return letters_issue(made)

    def timeline_row(self, change: MatterChange) -> Event:
        """In the name of the office that the public is shown."""
        # Set already where a unit above decides: whoever approves there may only lead it from further up.
        change.office = change.office or office_of(change.actor, change.matter)
        return build_row(Event, matter_id=change.matter.pk, **engine.timeline_values(change))

    def more_notices(self, change: MatterChange) -> Sequence[NoticeDraft]:
        """Representatives hear of a new state, but of none that their page doesn't show, such as a draft."""
        if not change.is_public:
            return ()
        return news_for_representatives(change.matter, before=change.before, at=change.at)

    def after_write(self, change: MatterChange) -> None:
        """A matter that has ended takes its leader's plan along; what can't be worked on together is on its own."""
        # Only with the step that ends it; what comes after finds nothing left to take along.
        if not change.matter.is_open and change.before in OPEN_STATES and change.matter.parts & Part.SPONSORS:
            milestones_fall_away(change.matter, actor=change.actor, at=change.at)
            parts_fall_away(change.matter, actor=change.actor, at=change.at)
        for link in merges_broken(change.matter):
            # A step of the other matter, with version, timeline and entry of its own: each one's record stands alone.
            with move(actor=system("link"), matter_id=link.matter_id, action=Action.UNMERGE, at=change.at) as apart:
                apart.rows.extend(merge_undo(link, by=apart.actor.ref, at=change.at))
                apart.notify_petitioner()
                apart.notify_officers("matter_unmerged", going_on(apart.matter))


MATTERS = MatterWorkflow()


@contextmanager
def move(
    *, actor: Actor, matter_id: UUID, action: Action, at: datetime, seen: int | None = None
) -> Iterator[MatterChange]:
    """Make one move on one matter, all or nothing.

    `seen` is the version that the actor's page showed; None for petitioners and the system, who add without having
    to know the latest. Raises MatterNotFound, and as `check_move`.
    """
    with engine.move(MATTERS, actor=actor, case_id=matter_id, action=action, at=at, seen=seen) as change:
        yield change


def check_move(actor: Actor, matter: Matter, action: Action, *, at: datetime, seen: int | None = None) -> Move:
    """The move, if the state has it and the actor may.

    Raises MatterChanged, RespondentUnsettled, MoveNotOpen, MoveNotAllowed, and as `check_links`.
    """
    return engine.check_move(MATTERS, actor, matter, action, at=at, seen=seen)


def moves_refused(*, actor: Actor, action: Action, seen: Mapping[str, int], at: datetime) -> dict[str, HuiyinError]:
    """Why the service would refuse this move now, by number; a matter that it wouldn't refuse isn't in it.

    `seen`: the version shown of each matter, by number; those that the actor may not see are left out. One statement,
    one more for each that has changed since, and what `check_links` asks for each that is linked.
    """
    refused = {}
    for matter in MATTERS.visible_to(actor).filter(number__in=sorted(seen)):
        try:
            check_move(actor, matter, action, at=at, seen=seen[matter.number])
        except HuiyinError as refusal:
            refused[matter.number] = refusal
    return refused


def event_of(
    matter: Matter, *, at: datetime, kind: str, actor: Actor, facts: Facts, article: str = "", is_public: bool
) -> Event:
    """The timeline's row for a step that no move stands for. The public sees an office, never a person's name."""
    return build_row(
        Event,
        matter_id=matter.pk,
        at=at,
        kind=kind,
        actor=actor.ref,
        office=office_of(actor, matter),
        facts_text=engine.facts_text(facts),
        article=article,
        is_public=is_public,
        version=matter.version,
    )


def office_of(actor: Actor, matter: Matter) -> str:
    """What both sides are shown instead of an officer's name: the unit they acted for."""
    if actor.kind is not ActorKind.OFFICER:
        return ""
    own = {post.unit_id for post in actor.posts}
    # First: who decides above may hold a post in the lead unit too, but doesn't act for that one here.
    if matter.reviewer_id == actor.officer_id and matter.review_unit_id in actor.units_as(Role.REVIEWER):
        return unit_name(unit_id=matter.review_unit_id)
    if matter.lead_unit_id in own:
        return matter.lead_unit.name
    if matter.received_unit_id in own:
        return matter.received_unit.name
    # A set has no order: the smallest id names the same unit each time.
    return unit_name(unit_id=min(own)) if own else ""
