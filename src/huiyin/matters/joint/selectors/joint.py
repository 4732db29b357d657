"""A joint matter as its pages show it: how many signed and how many speak for them, never who."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from huiyin.matters.core.rules.parts import Part
from huiyin.matters.joint.rules import REPRESENTATIVES_MOST, SigningWay
from huiyin.matters.models import CoSigner, Matter, Representative, SignList


@dataclass(frozen=True, slots=True)
class RepresentativeView:
    """One who speaks for the others, by number: the name lies in the vault. `is_waiting`: has no receipt yet."""

    position: int
    named_at: datetime
    is_waiting: bool = False
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class JointView:
    """How many signed with the first petitioner, and who of them has a receipt.

    `count` is of people; `on_paper` of those who stand on a list that the counter took. The others signed by the link
    alone. `takes_names`: None where the petitioner opened no list.
    """

    count: int
    representatives: tuple[RepresentativeView, ...]
    on_paper: int = 0
    takes_names: bool | None = None

    @property
    def is_full(self) -> bool:
        """Whether there are as many representatives as there may be."""
        return len(self.representatives) >= REPRESENTATIVES_MOST

    @property
    def by_link(self) -> int:
        """How many signed by the link alone."""
        return self.count - self.on_paper

    @property
    def together(self) -> int:
        """All of them, with the first petitioner."""
        return self.count + 1


def joint_of(matter: Matter) -> JointView | None:
    """None for a matter of one person; asks only where somebody else has signed."""
    if not matter.parts & Part.JOINT:
        return None
    speaking = Representative.objects.filter(matter=matter, removed_at__isnull=True).order_by("position")
    rows = speaking.values_list("position", "named_at", "pick_hash", "pick_round")
    signed = CoSigner.objects.filter(matter=matter, withdrawn_at__isnull=True).aggregate(
        count=Count("mark", distinct=True),
        on_paper=Count("mark", distinct=True, filter=Q(way=SigningWay.PAPER)),
    )
    closed = SignList.objects.filter(matter=matter).values_list("closed_at", flat=True)[:1]
    return JointView(
        count=signed["count"],
        on_paper=signed["on_paper"],
        representatives=tuple(
            RepresentativeView(position, named_at, waits is not None, bool(round))
            for position, named_at, waits, round in rows
        ),
        # A list ends with its matter.
        takes_names=next((closed_at is None and matter.is_open for closed_at in closed), None),
    )
