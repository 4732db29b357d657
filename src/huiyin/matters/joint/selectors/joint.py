"""A joint matter as its pages show it: how many signed and how many speak for them, never who."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.matters.core.rules.parts import Part
from huiyin.matters.joint.rules import REPRESENTATIVES_MOST
from huiyin.matters.models import CoSigner, Matter, Representative


@dataclass(frozen=True, slots=True)
class RepresentativeView:
    """One who speaks for the others, by number: the name lies in the vault."""

    position: int
    named_at: datetime


@dataclass(frozen=True, slots=True)
class JointView:
    """How many signed with the first petitioner, and who of them has a receipt."""

    count: int
    representatives: tuple[RepresentativeView, ...]

    @property
    def is_full(self) -> bool:
        """Whether there are as many representatives as there may be."""
        return len(self.representatives) >= REPRESENTATIVES_MOST


def joint_of(matter: Matter) -> JointView | None:
    """None for a matter of one person; asks only where somebody else has signed."""
    if not matter.parts & Part.JOINT:
        return None
    speaking = Representative.objects.filter(matter=matter, removed_at__isnull=True).order_by("position")
    return JointView(
        count=CoSigner.objects.filter(matter=matter).count(),
        representatives=tuple(
            RepresentativeView(position, named_at)
            for position, named_at in speaking.values_list("position", "named_at")
        ),
    )
