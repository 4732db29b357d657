"""Several requests in one letter that different units must answer: each part is a matter with clocks of its own."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from huiyin.documents.selectors import file_rows
from huiyin.kernel.actor import Actor, ActorKind, system
from huiyin.kernel.ids import format_matter_number, new_token
from huiyin.kernel.text import shorten
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.rules.limits import MESSAGE_MAX, TITLE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action, Channel, Kind
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.linking.errors import RequestsAllChosen, RequestsUnchosen, SplitAgain, SplitSealed
from huiyin.matters.linking.rules import LinkKind, positions_text
from huiyin.matters.linking.selectors.split import requests_left, whole_of
from huiyin.matters.models import Attachment, Link, Matter, Recusal
from huiyin.matters.register.rules import Registration
from huiyin.matters.register.services.register import Registered, matter_register
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.selectors import unit_name

_TITLE_MAX = 70


@transaction.atomic
def matter_split(
    *,
    actor: Actor,
    matter_id: UUID,
    positions: Collection[int],
    unit_id: int | None = None,
    words: str = "",
    confirmed: Collection[str] = (),
    at: datetime,
    seen: int | None = None,
) -> Registered:
    """Let some requests be a matter of their own, with its own clocks from the day the whole came in.

    It lies with the same unit, or is given to `unit_id` by the same rules as any matter. The petitioner opens it with
    the receipt code of the whole, which is answered and ends after all its parts. The code isn't in what is returned.
    Raises RequestsUnchosen, RequestsAllChosen, SplitAgain, SplitSealed, TextTooLong, and as matter_assign_unit.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.SPLIT, at=at, seen=seen) as change:
        chosen = _chosen(change.matter, positions)
        text = checked_text(words, field="words", most=MESSAGE_MAX)
        part = matter_register(actor=system("split"), registration=_part_of(change.matter, chosen), at=at)
        _become_part(part.matter_id, change, positions_text(chosen), text)
        if unit_id is not None and unit_id != change.matter.lead_unit_id:
            matter_assign_unit(
                actor=actor, matter_id=part.matter_id, unit_id=unit_id, words=text, confirmed=confirmed, at=at
            )
        change.matter.parts |= Part.LINKS
        change.facts["places"] = gettext("、").join(str(place) for place in chosen)
        change.facts["unit"] = unit_name(unit_id=unit_id or change.matter.lead_unit_id)
        change.facts["part"] = format_matter_number(part.number)
        change.notify_petitioner()
    return part


def _chosen(matter: Matter, positions: Collection[int]) -> dict[int, str]:
    """The requests that go, by their position. Raises what the caller raises."""
    if matter.is_sealed or matter.parts & Part.JOINT:
        raise SplitSealed
    if whole_of(matter) is not None:
        raise SplitAgain
    left = {request.position: request.text for request in requests_left(matter)}
    if not positions or not set(positions) <= left.keys():
        raise RequestsUnchosen
    if set(positions) == left.keys():
        raise RequestsAllChosen
    return {place: left[place] for place in sorted(positions)}


def _part_of(matter: Matter, chosen: dict[int, str]) -> Registration:
    """As if these requests had come alone, on the same day."""
    places = "、".join(str(place) for place in chosen)
    which = f"（第 {places} 条）"
    return Registration(
        kind=Kind(matter.kind),
        channel=Channel(matter.channel),
        title=shorten(matter.title, min(_TITLE_MAX, TITLE_MAX - len(which))) + which,
        text=matter.text,
        requests=tuple(chosen.values()),
        received_at=matter.received_at,
        unit_id=matter.lead_unit_id,
        # No registration is without one; nobody gets its code, since `_become_part` puts the whole's in its place.
        token=new_token(),
        place=matter.place,
        position=matter.position,
        area_id=matter.area_id,
        category_id=matter.category_id,
        respondent_text=matter.respondent_text,
        respondents=respondents_of(matter),
        respondents_settled=matter.respondents_settled,
        concerned_text=matter.concerned_text,
        concerned_unit_id=matter.concerned_unit_id,
    )


def _become_part(part_id: UUID, whole: MatterChange, positions: str, words: str) -> None:
    """Same petitioner, same receipt code, the petitioner's files; who stands aside from the whole does here."""
    matter = whole.matter
    with move(actor=system("split"), matter_id=part_id, action=Action.PART_OFF, at=whole.at) as change:
        change.matter.identity_id = matter.identity_id
        change.matter.receipt_hash = matter.receipt_hash
        change.matter.parts |= Part.LINKS
        change.save(
            Link(
                kind=LinkKind.SPLIT, matter=change.matter, into=matter, at=whole.at, by=whole.actor.ref, reason=words,
                positions=positions,
            ),
            *(
                Recusal(
                    matter=change.matter, officer_id=recusal.officer_id, declared_by=recusal.declared_by,
                    reason=recusal.reason, at=whole.at,
                )
                for recusal in Recusal.objects.filter(matter=matter)
            ),
            *_files(matter, change.matter),
        )  # fmt: skip
        change.rows.extend(file_rows(file_ids=[row.file_id for row in change.fresh if isinstance(row, Attachment)]))


def _files(whole: Matter, part: Matter) -> list[Attachment]:
    given = Attachment.objects.filter(matter=whole, actor__startswith=ActorKind.PETITIONER.value)
    return [
        Attachment(
            matter=part,
            file_id=attachment.file_id,
            at=attachment.at,
            actor=attachment.actor,
            is_public=attachment.is_public,
            position=position,
        )
        for position, attachment in enumerate(given.order_by(*Attachment.IN_ORDER))
    ]
