"""A leader ends the ownership of a matter: four questions, each answered with what shows it (四个不放过)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.documents.selectors.letters import letters_of
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import shorten
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.models import Attachment, Event, SponsorAnswer, Sponsorship
from huiyin.matters.sponsor.errors import EvidenceUnknown, FourPointMissing, NotTheSponsor
from huiyin.matters.sponsor.rules import FourPoint, ShownBy
from huiyin.matters.team.services import team_end

_LABEL_MAX = 200


@dataclass(frozen=True, slots=True)
class FourAnswer:
    """An answer as typed; `shown` may point to a letter, file or step of the matter, as `letter:<id>`."""

    text: str
    shown: str = ""


def sponsor_end(
    *,
    actor: Actor,
    matter_id: UUID,
    answers: Mapping[FourPoint, FourAnswer],
    at: datetime,
    seen: int | None = None,
) -> None:
    """End it once the matter has ended; by the leader alone, no deputy. The team ends with it.

    Raises MoveNotOpen while the matter is open, NotTheSponsor, FourPointMissing, EvidenceUnknown, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.END_SPONSOR, at=at, seen=seen) as change:
        running = Sponsorship.objects.filter(matter=change.matter, ended_at__isnull=True)
        present = running.filter(officer=actor.officer_id or 0).first()
        if present is None:
            raise NotTheSponsor
        rows = [_answer(change, present, point, answers.get(point)) for point in FourPoint]
        present.ended_at = at
        change.changed(present)
        change.save(*rows)
        team_end(change)


def _answer(change: MatterChange, present: Sponsorship, point: FourPoint, given: FourAnswer | None) -> SponsorAnswer:
    text = checked_text(given.text if given else "", field=point.value, most=MESSAGE_MAX)
    if given is None or not text:
        raise FourPointMissing(field=point.value)
    row = SponsorAnswer(sponsorship=present, point=point, text=text)
    if given.shown:
        row.shown_by, row.shown_id, label = _evidence(change, given.shown, point)
        row.shown_label = shorten(label, _LABEL_MAX)
    return row


def _evidence(change: MatterChange, shown: str, point: FourPoint) -> tuple[str, UUID, str]:
    """Sort, id and name of what is pointed to, among what the matter has."""
    kind, _colon, key = shown.partition(":")
    matter = change.matter
    if kind == ShownBy.LETTER:
        found = {str(letter.id): letter.title for letter in letters_of(subject=str(Ref("matter", matter.pk)))}
    elif kind == ShownBy.FILE:
        rows = Attachment.objects.filter(matter=matter).values_list("pk", "file__name")
        found = {str(pk): name for pk, name in rows}
    elif kind == ShownBy.STEP:
        found = {str(pk): kind_ for pk, kind_ in Event.objects.filter(matter=matter).values_list("pk", "kind")}
    else:
        found = {}
    if key not in found:
        raise EvidenceUnknown(field=point.value)
    return kind, UUID(key), found[key]
