"""What the names in `May` mean, as predicates over (actor, matter). Barred actors never get here: see the gate."""

from typing import Protocol

from django.conf import settings

from huiyin.kernel.actor import UNIT_STAFF, Actor, ActorKind, Role
from huiyin.kernel.predicates import Predicate
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import REVIEW_STATES, Kind, Procedure
from huiyin.matters.core.rules.table import May
from huiyin.matters.publication.rules import PublishableFacts, may_be_published


class MatterFacts(PublishableFacts, Protocol):
    """What a predicate may look at."""

    @property
    def pk(self) -> object: ...
    @property
    def lead_unit_id(self) -> int: ...
    @property
    def handler_id(self) -> int | None: ...
    @property
    def review_unit_id(self) -> int | None: ...
    @property
    def reviewer_id(self) -> int | None: ...
    @property
    def state(self) -> str: ...
    @property
    def received_unit_id(self) -> int: ...
    @property
    def procedure(self) -> str: ...
    @property
    def served_at(self) -> object: ...


@Predicate
def is_system(actor: Actor, _matter: MatterFacts) -> bool:
    """The system itself, in one of its jobs."""
    return actor.kind is ActorKind.SYSTEM


@Predicate
def is_petitioner(actor: Actor, matter: MatterFacts) -> bool:
    """Whoever showed this matter's receipt code."""
    return actor.kind is ActorKind.PETITIONER and actor.key == str(matter.pk)


@Predicate
def is_handler(actor: Actor, matter: MatterFacts) -> bool:
    """The officer who works on it, while holding a handler's post in the lead unit."""
    return (
        matter.handler_id is not None
        and (actor.officer_id == matter.handler_id or matter.handler_id in actor.stands_for)
        and matter.lead_unit_id in actor.units_as(Role.HANDLER)
    )


@Predicate
def is_registrar(actor: Actor, matter: MatterFacts) -> bool:
    """A registrar of the unit that has it."""
    return matter.lead_unit_id in actor.units_as(Role.REGISTRAR)


@Predicate
def is_approver(actor: Actor, matter: MatterFacts) -> bool:
    """An approver of the unit that has it."""
    return matter.lead_unit_id in actor.units_as(Role.APPROVER)


@Predicate
def is_leader(actor: Actor, matter: MatterFacts) -> bool:
    """A leader of the unit that has it, or of one above."""
    return matter.lead_unit_id in actor.command_unit_ids


def extension_unit_ids(actor: Actor) -> frozenset[int]:
    """The units whose requests for more time the actor decides: where they approve, and all that they command."""
    return actor.units_as(Role.APPROVER) | actor.command_unit_ids


@Predicate
def decides_on_time(actor: Actor, matter: MatterFacts) -> bool:
    """Whether the unit that has it is one of these; the list of what waits for somebody asks the same."""
    return matter.lead_unit_id in extension_unit_ids(actor)


@Predicate
def is_receiving_registrar(actor: Actor, matter: MatterFacts) -> bool:
    """A registrar of the unit where it came in: there people come to a counter again."""
    return matter.received_unit_id in actor.units_as(Role.REGISTRAR)


@Predicate
def is_reviewer(actor: Actor, matter: MatterFacts) -> bool:
    """A reviewer of the unit above, while a review or recheck is decided there."""
    return matter.state in REVIEW_STATES and matter.review_unit_id in actor.units_as(Role.REVIEWER)


@Predicate
def is_deciding(actor: Actor, matter: MatterFacts) -> bool:
    """The reviewer who has taken it."""
    return is_reviewer(actor, matter) and actor.officer_id == matter.reviewer_id


@Predicate
def approves_above(actor: Actor, matter: MatterFacts) -> bool:
    """Somebody else of the unit above, or who leads it: an opinion leaves only after a second person has seen it."""
    unit_ids = actor.units_as(Role.REVIEWER, Role.APPROVER, Role.LEADER) | actor.command_unit_ids
    return matter.state in REVIEW_STATES and matter.review_unit_id in unit_ids


@Predicate
def is_sealed(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether what was written can be read by named readers only."""
    return matter.is_sealed


@Predicate
def is_claim(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether it asks for a decision: more time and settlements are there for these alone (条例 Arts 33, 34)."""
    return matter.kind == Kind.CLAIM


@Predicate
def is_accusation(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether it says of somebody that they did wrong: its words don't go round on a list."""
    return matter.kind == Kind.ACCUSATION


@Predicate
def is_simple(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether it is handled simply."""
    return matter.procedure == Procedure.SIMPLE


@Predicate
def is_signer(actor: Actor, matter: MatterFacts) -> bool:
    """The leader of the unit that has it, in a house that wants the leader's signature under an answer."""
    return bool(settings.HUIYIN_SIGNED_BY_LEADER) and matter.lead_unit_id in actor.units_as(Role.LEADER)


@Predicate
def is_on_its_way(_actor: Actor, matter: MatterFacts) -> bool:
    """Of an answered matter: whether the answer went by post and nobody knows yet that it came."""
    return matter.served_at is None


@Predicate
def is_above(actor: Actor, matter: MatterFacts) -> bool:
    """A leader of a unit above the one that has it, and not of that one."""
    # Whoever leads a unit commands it as well, and nobody supervises their own.
    return matter.lead_unit_id in actor.command_unit_ids - actor.units_as(Role.LEADER)


@Predicate
def is_receiving_office(actor: Actor, matter: MatterFacts) -> bool:
    """Somebody in charge in the unit that received it and gave it away."""
    in_charge = actor.units_as(Role.REGISTRAR, Role.APPROVER, Role.LEADER)
    return matter.received_unit_id != matter.lead_unit_id and matter.received_unit_id in in_charge


@Predicate
def is_unit_manager(actor: Actor, _matter: MatterFacts) -> bool:
    """A manager of some unit: of which one it has to be, is in a row that the service reads."""
    return actor.holds(Role.REGISTRAR, Role.APPROVER, Role.LEADER)


@Predicate
def bars_somebody(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether somebody is barred from it, or was."""
    first = matter.respondent_unit_id or matter.respondent_officer_id
    return first is not None or bool(matter.parts & Part.RESPONDENTS)


@Predicate
def works_somewhere(actor: Actor, _matter: MatterFacts) -> bool:
    """Who answers for a unit's part. Whether that unit was asked is for the service."""
    return actor.holds(Role.REGISTRAR, Role.APPROVER, Role.HANDLER)


@Predicate
def is_publishable(_actor: Actor, matter: MatterFacts) -> bool:
    """Nobody is meant or barred, and nothing is sealed."""
    return may_be_published(matter)


@Predicate
def is_officer(actor: Actor, _matter: MatterFacts) -> bool:
    """Whoever works in a unit; that the step is theirs is in a row that the service reads."""
    return actor.holds(*UNIT_STAFF)


_STAFF = is_registrar | is_approver | is_leader | is_handler | is_deciding
# The people of a sealed matter stand under the seal or nowhere: no list can be added to it.
_COUNTER = (is_registrar | is_receiving_registrar) & ~is_sealed
_OFFICE = is_registrar | is_approver | is_handler


def _ever(part: Part) -> Predicate[Actor, MatterFacts]:
    """Whether the matter ever had a row of that table."""
    return Predicate(lambda _actor, matter: bool(matter.parts & part))


more_time_was_asked = _ever(Part.EXTENSIONS)
was_supervised = _ever(Part.SUPERVISIONS)
has_promised_steps = _ever(Part.STEPS)
was_handed_on = _ever(Part.HANDOVERS)
has_helpers = _ever(Part.ASSISTS)
is_joint = _ever(Part.JOINT)
was_referred = _ever(Part.REFERRALS)
was_called = _ever(Part.CALLS)
is_linked = _ever(Part.LINKS)
was_visited = _ever(Part.FIELD_VISITS)
has_explanations = _ever(Part.EXPLANATIONS)
was_instructed = _ever(Part.INSTRUCTIONS)
was_agreed_to_publish = _ever(Part.PUBLICATIONS)
is_planned = _ever(Part.PLANNED)
has_sponsor = _ever(Part.SPONSORS)
has_team = _ever(Part.TEAMS)
was_looked_back = _ever(Part.LOOK_BACKS)


PREDICATES: dict[May, Predicate[Actor, MatterFacts]] = {
    May.RECEIVE: is_registrar | is_approver,
    May.DIRECT: is_registrar | is_approver | is_leader,
    May.STAFF: _STAFF,
    May.HANDLE: is_handler,
    May.APPROVE: is_approver,
    May.PETITION: is_petitioner,
    May.FIND_CAUSE: is_registrar | is_approver | is_leader | is_handler,
    May.CLOSE: is_registrar | is_approver | is_system,
    May.SYSTEM: is_system,
    May.WRITE_FILE: _STAFF | is_petitioner,
    # Who filed a sealed one is opened by `May.SEALED` alone, which takes two of its readers.
    May.OPEN_IDENTITY: _STAFF & ~is_sealed,
    May.LEAD: is_leader,
    May.UNMERGE: (is_registrar | is_approver | is_leader | is_system) & is_linked,
    May.SIGN_UP: _COUNTER | (is_system & ~is_sealed),
    May.JOIN: _COUNTER,
    May.MANAGE_COSIGNERS: _COUNTER & is_joint,
    May.NAMED_JOINTLY: _STAFF & ~is_sealed & is_joint,
    May.PETITION_JOINTLY: is_petitioner & ~is_sealed,
    May.GATHER_SIGNATURES: is_petitioner & ~is_sealed & ~is_accusation,
    May.MANAGE_OWN_JOINT: is_petitioner & is_joint,
    May.SEALED: _STAFF & is_sealed,
    May.REISSUE: is_registrar | is_receiving_registrar,
    May.ASK_ABOVE: is_petitioner | is_registrar | is_receiving_registrar,
    May.REVIEW: is_reviewer,
    May.DECIDE_ABOVE: is_deciding,
    May.APPROVE_ABOVE: approves_above,
    May.HANDLE_CLAIM: is_handler & is_claim,
    # From here on often with a bit of `parts`: where no such row can be, no move is offered and no table is asked.
    May.DECIDE_EXTENSION: decides_on_time & more_time_was_asked,
    May.WORK_SIMPLY: _STAFF & is_simple,
    May.SIGN: is_signer,
    May.AWAIT_RECEIPT: (_STAFF | is_petitioner) & is_on_its_way,
    May.SUPERVISE: is_above | is_receiving_office | is_system,
    May.ANSWER_FOR: (is_approver | is_leader) & was_supervised,
    May.END_SUPERVISION: is_unit_manager & was_supervised,
    May.CARRY_OUT: (is_registrar | is_approver | is_leader | is_handler | is_petitioner) & has_promised_steps,
    May.CALL_BACK: is_registrar | is_receiving_registrar | is_handler,
    May.OBJECT: (is_registrar | is_approver) & was_handed_on,
    May.ANSWER_OBJECTION: is_unit_manager & was_handed_on,
    May.REPORT: (is_registrar | is_approver | is_leader | is_handler) & was_handed_on,
    May.ASK_ASSIST: is_registrar | is_approver | is_handler,
    May.ASSIST: works_somewhere & has_helpers,
    May.END_ASSIST: (is_registrar | is_approver | is_handler) & has_helpers,
    May.REFER: _OFFICE & ~is_sealed,
    May.CONSENT: (_OFFICE | is_petitioner) & was_referred,
    May.FOLLOW_REFERRAL: _OFFICE & was_referred,
    May.LIFT_BAR: is_petitioner & bars_somebody,
    May.LIFT_BAR_AT_COUNTER: (is_registrar | is_receiving_registrar) & bars_somebody,
    May.PROPOSE_LIFT: is_registrar & bars_somebody,
    May.TELEPHONE: _OFFICE & was_called,
    May.FIELD_VISIT: _STAFF | (works_somewhere & has_helpers),
    May.CORRECT_FIELD_VISIT: (_STAFF | works_somewhere) & was_visited,
    May.EXPLAIN: _OFFICE | is_leader,
    May.ASK_EXPLANATION: is_petitioner | _OFFICE | is_receiving_registrar,
    May.ARRANGE_EXPLANATION: (_OFFICE | is_leader) & has_explanations,
    May.ANSWER_INVITATION: is_unit_manager & has_explanations,
    May.ON_OWN_EXPLANATION: is_petitioner & has_explanations,
    May.INSTRUCT: is_registrar | is_receiving_registrar,
    # Of which unit it has to be, is in a row that the service reads.
    May.KEEP_INSTRUCTION: is_unit_manager & was_instructed,
    May.REPORT_UP: (is_registrar | is_approver | is_leader | is_handler) & was_instructed,
    May.APPROVE_REPORT: (is_approver | is_leader) & was_instructed,
    # What a leader writes on a sealed matter would lie outside its seal.
    May.READ_LETTERS: is_leader & ~is_sealed,
    May.AGREE_PUBLISHING: is_petitioner & is_publishable,
    May.STOP_PUBLISHING: is_petitioner & was_agreed_to_publish,
    May.PUBLISH: is_registrar & is_publishable & was_agreed_to_publish,
    # Of which period's unit, which plan and which team, is in rows that the services read.
    May.PLAN_PERIOD: is_unit_manager,
    May.WRITE_PLANNED: (is_handler | is_leader | is_approver | is_registrar) & is_planned,
    May.LEAD_SPONSORED: is_leader & has_sponsor,
    May.AGREE_TEAM: is_unit_manager & has_team,
    May.LEAVE_TEAM: is_officer & has_team,
    May.LOOK_BACK: is_above,
    May.EXPLAIN_LOOK_BACK: is_officer & was_looked_back,
}


def may_change_kind(actor: Actor, matter: MatterFacts) -> bool:
    """Whoever gives matters out in the unit or leads there: the kind says how much time whoever works on it has."""
    return may(actor, May.DIRECT, matter)


def may(actor: Actor, permission: May, matter: MatterFacts) -> bool:
    """Whether this actor has that permission on this matter."""
    return PREDICATES[permission](actor, matter)
