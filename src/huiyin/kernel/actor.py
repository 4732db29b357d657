"""Who acts: an officer in their posts, a petitioner with a receipt code, or the system itself."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a post lets its holder do."""

    REGISTRAR = "registrar"
    HANDLER = "handler"
    APPROVER = "approver"
    LEADER = "leader"
    REVIEWER = "reviewer"
    MEDIATOR = "mediator"
    INSPECTOR = "inspector"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


# Who gives work out in a unit, and who answers for what leaves it.
UNIT_MANAGERS = (Role.REGISTRAR, Role.APPROVER, Role.LEADER)
SIGNERS = (Role.APPROVER, Role.LEADER)
# Who does the work of a unit; auditors and administrators read and arrange, they have no part in it.
UNIT_STAFF = (*UNIT_MANAGERS, Role.HANDLER, Role.REVIEWER, Role.MEDIATOR, Role.INSPECTOR)


class ActorKind(StrEnum):
    """The three sorts of actor."""

    OFFICER = "officer"
    PETITIONER = "petitioner"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class HeldPost:
    """One post of an officer: the role and the unit it is held in."""

    unit_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever causes a change.

    `key` is the officer's id as text, the matter's id for a petitioner, the job's name for the system.
    `command_unit_ids` are the units below (and with) those where a LEADER post is held.
    `chain_unit_ids` are the units of all posts with all units above them: whoever is bound to one of these as
    respondent bars the actor. `superior_ids` are the officers who lead any unit of that chain, the approvers of
    the units where the actor is neither leader nor approver, and the actor. `stands_for` are the officers who are
    away and whose posts the actor holds meanwhile, as their deputy. `text_unit_ids` are the units whose text modules
    the actor was named to edit.
    """

    kind: ActorKind
    key: str
    label: str = ""
    posts: tuple[HeldPost, ...] = ()
    command_unit_ids: frozenset[int] = field(default=frozenset(), repr=False)
    chain_unit_ids: frozenset[int] = field(default=frozenset(), repr=False)
    superior_ids: frozenset[int] = field(default=frozenset(), repr=False)
    stands_for: frozenset[int] = field(default=frozenset(), repr=False)
    text_unit_ids: frozenset[int] = field(default=frozenset(), repr=False)

    @property
    def ref(self) -> str:
        """The actor as the ledger writes it: `officer:12`, `petitioner:…`, `system:tick`."""
        return f"{self.kind}:{self.key}"

    @property
    def officer_id(self) -> int | None:
        """The officer's primary key; None for anybody else."""
        return int(self.key) if self.kind is ActorKind.OFFICER else None

    def units_as(self, *roles: Role) -> frozenset[int]:
        """The units in which one of these roles is held."""
        return frozenset(post.unit_id for post in self.posts if post.role in roles)

    def holds(self, *roles: Role) -> bool:
        """Whether one of these roles is held anywhere."""
        return any(post.role in roles for post in self.posts)


def petitioner(matter_id: UUID) -> Actor:
    """The petitioner of one matter, who has shown its receipt code."""
    return Actor(kind=ActorKind.PETITIONER, key=str(matter_id))


def system(job: str) -> Actor:
    """The system, in the name of one of its own jobs (`tick`, `import`, `seed`)."""
    return Actor(kind=ActorKind.SYSTEM, key=job)
