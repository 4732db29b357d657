"""What the names in `May` mean, as predicates over (actor, matter). Barred actors never get here: see the gate."""

from typing import Protocol

from django.conf import settings
from rules.predicates import Predicate

from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.matters.rules.moves import May
from huiyin.matters.rules.parts import Part
from huiyin.matters.rules.states import REVIEW_STATES, Kind, Procedure


class MatterFacts(Protocol):
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
    def is_sealed(self) -> bool: ...
    @property
    def kind(self) -> str: ...
    @property
    def procedure(self) -> str: ...
    @property
    def parts(self) -> int: ...
    @property
    def served_at(self) -> object: ...
    @property
    def respondent_unit_id(self) -> int | None: ...
    @property
    def respondent_officer_id(self) -> int | None: ...


def is_system(actor: Actor, _matter: MatterFacts) -> bool:
    """The system itself, in one of its jobs."""
    return actor.kind is ActorKind.SYSTEM


def is_petitioner(actor: Actor, matter: MatterFacts) -> bool:
    """Whoever showed this matter's receipt code."""
    return actor.kind is ActorKind.PETITIONER and actor.key == str(matter.pk)


def is_handler(actor: Actor, matter: MatterFacts) -> bool:
    """The officer who works on it, while holding a handler's post in the lead unit."""
    return (
        matter.handler_id is not None
        and (actor.officer_id == matter.handler_id or matter.handler_id in actor.stands_for)
        and matter.lead_unit_id in actor.units_as(Role.HANDLER)
    )


def is_registrar(actor: Actor, matter: MatterFacts) -> bool:
    """A registrar of the unit that has it."""
    return matter.lead_unit_id in actor.units_as(Role.REGISTRAR)


def is_approver(actor: Actor, matter: MatterFacts) -> bool:
    """An approver of the unit that has it."""
    return matter.lead_unit_id in actor.units_as(Role.APPROVER)


def is_leader(actor: Actor, matter: MatterFacts) -> bool:
    """A leader of the unit that has it, or of one above."""
    return matter.lead_unit_id in actor.command_unit_ids


def extension_unit_ids(actor: Actor) -> frozenset[int]:
    """The units whose requests for more time the actor decides: where they approve, and all that they command."""
    return actor.units_as(Role.APPROVER) | actor.command_unit_ids


def decides_on_time(actor: Actor, matter: MatterFacts) -> bool:
    """Whether the unit that has it is one of these; the list of what waits for somebody asks the same."""
    return matter.lead_unit_id in extension_unit_ids(actor)


def is_receiving_registrar(actor: Actor, matter: MatterFacts) -> bool:
    """A registrar of the unit where it came in: there people come to a counter again."""
    return matter.received_unit_id in actor.units_as(Role.REGISTRAR)


def is_reviewer(actor: Actor, matter: MatterFacts) -> bool:
    """A reviewer of the unit above, while a review or recheck is decided there."""
    return matter.state in REVIEW_STATES and matter.review_unit_id in actor.units_as(Role.REVIEWER)


def is_deciding(actor: Actor, matter: MatterFacts) -> bool:
    """The reviewer who has taken it."""
    return is_reviewer(actor, matter) and actor.officer_id == matter.reviewer_id


def approves_above(actor: Actor, matter: MatterFacts) -> bool:
    """Somebody else of the unit above, or who leads it: an opinion leaves only after a second person has seen it."""
    unit_ids = actor.units_as(Role.REVIEWER, Role.APPROVER, Role.LEADER) | actor.command_unit_ids
    return matter.state in REVIEW_STATES and matter.review_unit_id in unit_ids


def is_sealed(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether what was written can be read by named readers only."""
    return matter.is_sealed


def is_claim(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether it asks for a decision: more time and settlements are there for these alone (条例 Arts 33, 34)."""
    return matter.kind == Kind.CLAIM


def is_simple(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether it is handled simply."""
    return matter.procedure == Procedure.SIMPLE


def more_time_was_asked(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether its handler has ever asked for more time."""
    return bool(matter.parts & Part.EXTENSIONS)


def is_signer(actor: Actor, matter: MatterFacts) -> bool:
    """The leader of the unit that has it, in a house that wants the leader's signature under an answer."""
    return bool(settings.HUIYIN_SIGNED_BY_LEADER) and matter.lead_unit_id in actor.units_as(Role.LEADER)


def is_on_its_way(_actor: Actor, matter: MatterFacts) -> bool:
    """Of an answered matter: whether the answer went by post and nobody knows yet that it came."""
    return matter.served_at is None


def is_above(actor: Actor, matter: MatterFacts) -> bool:
    """A leader of a unit above the one that has it, and not of that one."""
    return matter.lead_unit_id in actor.command_unit_ids - actor.units_as(Role.LEADER)


def is_receiving_office(actor: Actor, matter: MatterFacts) -> bool:
    """Somebody in charge in the unit that received it and gave it away."""
    in_charge = actor.units_as(Role.REGISTRAR, Role.APPROVER, Role.LEADER)
    return matter.received_unit_id != matter.lead_unit_id and matter.received_unit_id in in_charge


def is_in_charge(actor: Actor, _matter: MatterFacts) -> bool:
    """Somebody in charge of some unit; which one has to be is in a row that the service reads."""
    return actor.holds(Role.REGISTRAR, Role.APPROVER, Role.LEADER)


def was_supervised(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether its unit was ever supervised."""
    return bool(matter.parts & Part.SUPERVISIONS)


def has_promised_steps(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether an answer has promised steps."""
    return bool(matter.parts & Part.STEPS)


def was_handed_on(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether a unit has it from another one."""
    return bool(matter.parts & Part.HANDOVERS)


def has_helpers(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether another unit was asked to help."""
    return bool(matter.parts & Part.ASSISTS)


def is_joint(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether others have signed it."""
    return bool(matter.parts & Part.JOINT)


def was_referred(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether a referral to an aid scheme was ever proposed."""
    return bool(matter.parts & Part.REFERRALS)


def was_called(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether somebody ever had to be told by telephone."""
    return bool(matter.parts & Part.CALLS)


def is_linked(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether it was ever merged, or is a part of another matter."""
    return bool(matter.parts & Part.LINKS)


def bars_somebody(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether somebody is barred from it, or was."""
    first = matter.respondent_unit_id or matter.respondent_officer_id
    return first is not None or bool(matter.parts & Part.RESPONDENTS)


def gives_out(actor: Actor, _matter: MatterFacts) -> bool:
    """Who gives matters out in some unit. Which unit has to decide now is for the service: it reads the hand-over."""
    return actor.holds(Role.REGISTRAR, Role.APPROVER, Role.LEADER)


def works_somewhere(actor: Actor, _matter: MatterFacts) -> bool:
    """Who answers for a unit's part. Whether that unit was asked is for the service."""
    return actor.holds(Role.REGISTRAR, Role.APPROVER, Role.HANDLER)


_SYSTEM, _PETITIONER, _HANDLER = Predicate(is_system), Predicate(is_petitioner), Predicate(is_handler)
_REGISTRAR, _APPROVER, _LEADER = Predicate(is_registrar), Predicate(is_approver), Predicate(is_leader)
_SEALED = Predicate(is_sealed)
_RECEIVING_REGISTRAR = Predicate(is_receiving_registrar)
_REVIEWER, _DECIDING = Predicate(is_reviewer), Predicate(is_deciding)
_CLAIM, _SIMPLE = Predicate(is_claim), Predicate(is_simple)
_TIME_ASKED, _ON_ITS_WAY = Predicate(more_time_was_asked), Predicate(is_on_its_way)
_ABOVE, _RECEIVING_OFFICE = Predicate(is_above), Predicate(is_receiving_office)
_IN_CHARGE, _SUPERVISED = Predicate(is_in_charge), Predicate(was_supervised)
_PROMISED = Predicate(has_promised_steps)
_STAFF = _REGISTRAR | _APPROVER | _LEADER | _HANDLER | _DECIDING
_HANDED_ON, _HELPED = Predicate(was_handed_on), Predicate(has_helpers)
_JOINT, _COUNTER = Predicate(is_joint), (_REGISTRAR | _RECEIVING_REGISTRAR) & ~_SEALED
_REFERRED, _OFFICE = Predicate(was_referred), _REGISTRAR | _APPROVER | _HANDLER
_BARRING = Predicate(bars_somebody)
_GIVES_OUT, _WORKS = Predicate(gives_out), Predicate(works_somewhere)

PREDICATES: dict[May, Predicate] = {
    May.RECEIVE: _REGISTRAR | _APPROVER,
    May.DIRECT: _REGISTRAR | _APPROVER | _LEADER,
    May.WORK: _STAFF,
    May.HANDLE: _HANDLER,
    May.APPROVE: _APPROVER,
    May.PETITION: _PETITIONER,
    May.CLOSE: _REGISTRAR | _APPROVER | _SYSTEM,
    May.SYSTEM: _SYSTEM,
    May.WRITE_FILE: _STAFF | _PETITIONER,
    May.NAMED: _STAFF & ~_SEALED,
    May.LEAD: _LEADER,
    May.UNMERGE: (_REGISTRAR | _APPROVER | _LEADER | _SYSTEM) & Predicate(is_linked),
    May.SIGN_UP: _COUNTER | (_SYSTEM & ~_SEALED),
    May.JOIN: _COUNTER,
    May.JOINED: _COUNTER & _JOINT,
    May.NAMED_JOINTLY: _STAFF & ~_SEALED & _JOINT,
    May.SEALED: _STAFF & _SEALED,
    May.REISSUE: _REGISTRAR | _RECEIVING_REGISTRAR,
    May.ASK_ABOVE: _PETITIONER | _REGISTRAR | _RECEIVING_REGISTRAR,
    May.REVIEW: _REVIEWER,
    May.DECIDE_ABOVE: _DECIDING,
    May.APPROVE_ABOVE: Predicate(approves_above),
    May.HANDLE_CLAIM: _HANDLER & _CLAIM,
    May.DECIDE_EXTENSION: Predicate(decides_on_time) & _TIME_ASKED,
    May.WORK_SIMPLY: _STAFF & _SIMPLE,
    May.SIGN: Predicate(is_signer),
    May.AWAIT_RECEIPT: (_STAFF | _PETITIONER) & _ON_ITS_WAY,
    May.SUPERVISE: _ABOVE | _RECEIVING_OFFICE | _SYSTEM,
    May.ANSWER_FOR: (_APPROVER | _LEADER) & _SUPERVISED,
    May.WATCH: _IN_CHARGE & _SUPERVISED,
    May.CARRY_OUT: (_REGISTRAR | _APPROVER | _LEADER | _HANDLER | _PETITIONER) & _PROMISED,
    May.CALL_BACK: _REGISTRAR | _RECEIVING_REGISTRAR | _HANDLER,
    May.OBJECT: (_REGISTRAR | _APPROVER) & _HANDED_ON,
    May.SEND: _GIVES_OUT & _HANDED_ON,
    May.REPORT: (_REGISTRAR | _APPROVER | _LEADER | _HANDLER) & _HANDED_ON,
    May.ASK_ASSIST: _REGISTRAR | _APPROVER | _HANDLER,
    May.ASSIST: _WORKS & _HELPED,
    May.END_ASSIST: (_REGISTRAR | _APPROVER | _HANDLER) & _HELPED,
    May.REFER: _OFFICE & ~_SEALED,
    May.CONSENT: (_OFFICE | _PETITIONER) & _REFERRED,
    May.FOLLOW_REFERRAL: _OFFICE & _REFERRED,
    May.LIFT_BAR: _PETITIONER & _BARRING,
    May.LIFT_BAR_AT_COUNTER: (_REGISTRAR | _RECEIVING_REGISTRAR) & _BARRING,
    May.PROPOSE_LIFT: _REGISTRAR & _BARRING,
    May.TELEPHONE: _OFFICE & Predicate(was_called),
}


def may_change_kind(actor: Actor, matter: MatterFacts) -> bool:
    """Whoever gives matters out in the unit or leads there: the kind says how much time whoever works on it has."""
    return may(actor, May.DIRECT, matter)


def may(actor: Actor, permission: May, matter: MatterFacts) -> bool:
    """Whether this actor has that permission on this matter."""
    return bool(PREDICATES[permission].test(actor, matter))
