"""What the steps of a meeting have in common."""

from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import MessageKind
from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.explanation.errors import ExplanationGoneConflict
from huiyin.matters.messages.services.work import message_add
from huiyin.matters.models import ExplanationMeeting
from huiyin.matters.seal.rules import SEALED_TEXT
from huiyin.matters.search.services.index import index_add


def current_meeting(change: MatterChange) -> ExplanationMeeting | None:
    """The one that is neither held nor ended; the matter is locked by the move."""
    return ExplanationMeeting.objects.filter(
        matter=change.matter, recorded_at__isnull=True, ended_at__isnull=True
    ).first()


def open_meeting(change: MatterChange) -> ExplanationMeeting:
    """The same. Raises ExplanationGoneConflict."""
    meeting = current_meeting(change)
    if meeting is None:
        raise ExplanationGoneConflict
    return meeting


def clock_hears(change: MatterChange, meeting: ExplanationMeeting) -> None:
    """The step's event is of this meeting's clock; an offer that nobody took up has none."""
    if meeting.asked_at is None:
        change.event = ""
    change.round = meeting.clock_round or None


def words_of_petitioner(change: MatterChange, text: str, *, field: str) -> str:
    """What stands in the row for words of the petitioner: themselves, or that they lie under the seal.

    Raises TextTooLong.
    """
    words = checked_text(text, field=field, most=MESSAGE_MAX)
    if not words:
        return ""
    if change.matter.is_sealed:
        kind = MessageKind.NOTE if change.actor.officer_id is not None else MessageKind.WRITTEN
        message_add(change, kind, words)
        return SEALED_TEXT
    index_add(change.matter.pk, words)
    return words
