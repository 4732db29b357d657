"""What the petitioner wrote has been read: lists stop saying that there is something new."""

from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.messages.selectors.recipients import message_recipients
from huiyin.matters.models import Matter


def matter_mark_read(*, actor: Actor, matter_id: UUID, unread_at: datetime, at: datetime) -> bool:
    """Take the mark off a matter whose page an officer has opened, if that officer is one who hears of it.

    `unread_at` is the mark that the page showed: what came since keeps it. The mark belongs to the matter and not to
    an officer, is no step and changes no version, so the ledger has nothing of who read when. What is sealed is read
    when the seal is opened, not by looking at the page. True when the mark was taken off.
    """
    matter = visible_to(actor).filter(pk=matter_id, unread_at=unread_at, is_sealed=False).first()
    if matter is None or actor.officer_id not in message_recipients(matter=matter, on=office_day(at)):
        return False
    return clear_unread(matter)


def clear_unread(matter: Matter) -> bool:
    """Take away the unread mark that this row still shows; whether there was one."""
    if matter.unread_at is None:
        return False
    return bool(Matter.objects.filter(pk=matter.pk, unread_at=matter.unread_at).update(unread_at=None))
