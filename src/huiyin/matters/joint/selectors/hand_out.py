"""What whoever filed hands on: the link to the list and those by which representatives pick up their receipts.

The links are made anew each time from ids and a key; the database has their hashes.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from huiyin.kernel.actor import petitioner
from huiyin.kernel.keys import load_key
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.joint.rules import list_code, pick_up_code
from huiyin.matters.joint.selectors.joint import JointView, joint_of
from huiyin.matters.joint.selectors.signing import MatterWords, list_takes, words_go_round, words_of
from huiyin.matters.models import Representative, SignList


@dataclass(frozen=True, slots=True, repr=False)
class SpeakerToHand:
    """A representative, by number; `code` is the end of the link, "" for one who has a receipt.

    `is_own`: named on the web by whoever filed, and not at the counter.
    """

    position: int
    named_at: datetime
    code: str
    picked_at: datetime | None
    is_own: bool


@dataclass(frozen=True, slots=True, repr=False)
class HandOut:
    """What whoever filed may hand on and do. `list_code` is "" where no list was opened."""

    number: str
    is_open: bool
    may_propose: bool
    may_gather: bool
    list_code: str
    list_is_open: bool
    speakers: tuple[SpeakerToHand, ...]
    joint: JointView | None
    words: MatterWords | None = None

    @property
    def is_joint(self) -> bool:
        """Whether there is anything to hand on or to look at."""
        return self.joint is not None


def hand_out(*, matter_id: UUID) -> HandOut:
    """For whoever filed that matter. Raises MatterNotFound."""
    matter = matter_get_for(actor=petitioner(matter_id), matter_id=matter_id)
    own = bool(matter.parts & Part.JOINT)
    found = SignList.objects.filter(matter=matter).select_related("matter").first() if own else None
    speakers = Representative.objects.filter(matter=matter, removed_at__isnull=True) if own else ()
    key, joint = load_key(settings.HUIYIN_KEYS, "receipts"), joint_of(matter)
    return HandOut(
        number=matter.number,
        is_open=matter.is_open,
        may_propose=matter.is_open and not matter.is_sealed and (joint is None or not joint.is_full),
        may_gather=matter.is_open and words_go_round(matter),
        list_code=list_code(key=key, list_id=found.pk) if found else "",
        list_is_open=found is not None and list_takes(found),
        speakers=tuple(
            SpeakerToHand(
                position=speaker.position,
                named_at=speaker.named_at,
                code=pick_up_code(key=key, representative_id=speaker.pk, round=speaker.pick_round)
                if speaker.pick_hash
                else "",
                picked_at=speaker.picked_at,
                is_own=speaker.pick_round > 0,
            )
            for speaker in sorted(speakers, key=lambda speaker: speaker.position)
        ),
        joint=joint,
        words=words_of(matter) if found else None,
    )
