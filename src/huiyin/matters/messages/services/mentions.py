"""Asking colleagues to look, with an internal note."""

from collections.abc import Collection

from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.messages.errors import MentionRefused, MentionsTooMany
from huiyin.matters.messages.rules import MENTIONS_MOST
from huiyin.matters.messages.selectors.mentions import colleagues_at, officer_sees
from huiyin.matters.models import Mention, Message

MENTIONED = "note_mentioned"


def mentions_add(change: MatterChange, message: Message, officer_ids: Collection[int]) -> None:
    """Keep whom the note asks to look and let them know; the note's own entry commits to these rows.

    Raises MentionsTooMany, MentionRefused.
    """
    wanted = list(dict.fromkeys(officer_ids))
    if not wanted:
        return
    if len(wanted) > MENTIONS_MOST:
        raise MentionsTooMany(most=MENTIONS_MOST)
    matter, on = change.matter, office_day(change.at)
    known = {colleague.officer_id: colleague for colleague in colleagues_at(actor=change.actor, matter=matter, on=on)}
    for officer_id in wanted:
        # The list is made of posts; the gate itself has the last word.
        if officer_id not in known or not officer_sees(officer_id=officer_id, matter_id=matter.pk, on=on):
            raise MentionRefused
    change.save(
        *(Mention(message=message, officer_id=officer_id, label=known[officer_id].label) for officer_id in wanted)
    )
    matter.parts |= Part.MENTIONS
    change.notify_officers(MENTIONED, wanted)
