"""What the petitioner does after filing: write more, rate, withdraw."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from huiyin.clocks.selectors import clocks_for_many
from huiyin.kernel.actor import Actor, petitioner
from huiyin.kernel.text import clean
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.models import Hearing, Message, Rating, Review
from huiyin.matters.rules.errors import GradeMissing, SaidAlready
from huiyin.matters.rules.errors_procedure import RatedTwice, RatingTooLate
from huiyin.matters.rules.parts import Part
from huiyin.matters.rules.registration import MESSAGE_MAX
from huiyin.matters.rules.review import HEARING_NEEDLESS, ReviewOutcome
from huiyin.matters.rules.states import REVIEW_STATES, UNANSWERED_STATES, Action, Grade, MessageKind
from huiyin.matters.selectors.split import parts_of
from huiyin.matters.services._engine import Step
from huiyin.matters.services._petitioner import end_waits, petitioner_step
from huiyin.matters.services.work import message_add

_SAID_TWICE = timedelta(minutes=10)
_WINDOW = "review_window"
_RATINGS_MOST = 2


def petitioner_write(*, actor: Actor, matter_id: UUID, body: str, at: datetime) -> None:
    """Add to the matter, or answer what the office asked. Raises MessageMissing, TextTooLong, SaidAlready."""
    with petitioner_step(actor=actor, matter_id=matter_id, action=Action.WRITE, at=at) as taken:
        _check_said_once(taken, body)
        message_add(taken, MessageKind.WRITTEN, body)
        end_waits(taken)
        taken.hear_petitioner()


def petitioner_question(*, actor: Actor, matter_id: UUID, body: str, at: datetime) -> None:
    """Ask something that wants an answer: its own clock runs until the office answers.

    It is also an answer to what the office asked: who asks back has written. Raises as petitioner_write.
    """
    with petitioner_step(actor=actor, matter_id=matter_id, action=Action.QUESTION, at=at) as taken:
        _check_said_once(taken, body)
        asked = Message.objects.filter(matter=taken.matter, question__isnull=False).count()
        message_add(taken, MessageKind.WRITTEN, body, question=asked + 1)
        taken.round = asked + 1
        end_waits(taken)
        taken.hear_petitioner()


def _check_said_once(taken: Step, body: str) -> None:
    """A button that was pressed twice says nothing new. Raises SaidAlready."""
    since = taken.at - _SAID_TWICE
    same = Message.objects.filter(matter=taken.matter, kind=MessageKind.WRITTEN, body=clean(body), at__gte=since)
    if not taken.matter.is_sealed and same.exists():
        raise SaidAlready


def matter_rate(*, actor: Actor, matter_id: UUID, of_office: str, of_unit: str, words: str, at: datetime) -> None:
    """Rate the receiving office and the unit that answered (条例 Art 21), in its window; one change a round.

    Raises GradeMissing, RatedTwice, RatingTooLate, TextTooLong.
    """
    with petitioner_step(actor=actor, matter_id=matter_id, action=Action.RATE, at=at) as taken:
        if not {of_office, of_unit} <= {grade.value for grade in Grade}:
            raise GradeMissing
        rated = Rating.objects.filter(matter=taken.matter, round=taken.matter.round).count()
        if rated >= _RATINGS_MOST:
            raise RatedTwice
        _check_window(taken)
        rating = Rating(
            matter=taken.matter,
            round=taken.matter.round,
            position=rated + 1,
            at=at,
            of_office=of_office,
            of_unit=of_unit,
            words=checked_text(words, field="words", most=MESSAGE_MAX),
        )
        taken.save(rating)
        if rating.words:
            taken.hear_petitioner()


def _check_window(taken: Step) -> None:
    """A letter that is on its way has no window yet: then it can be rated at any time. Raises RatingTooLate."""
    running = clocks_for_many(subject_ids=[taken.matter.pk], at=taken.at)[taken.matter.pk]
    if any(clock.code == _WINDOW and clock.due_at < taken.at for clock in running):
        raise RatingTooLate


@transaction.atomic
def matter_withdraw(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Withdraw: the petitioner's alone; before the reply has been served, or while the unit above decides.

    A review that is being decided ends without an opinion, a hearing that was announced isn't held; all who worked
    on it are told. The reply stands.
    """
    with petitioner_step(actor=actor, matter_id=matter_id, action=Action.WITHDRAW, at=at) as taken:
        taken.hear_petitioner()
        if taken.matter.state in REVIEW_STATES:
            # The unit whose answer stands hears of it as well.
            taken.tell_officers("petitioner_wrote", [taken.matter.handler_id] if taken.matter.handler_id else [])
            _end_review(taken)
        taken.tell_officers("petitioner_wrote", _end_hearings(taken))
    # With the whole goes what was split from it and has no answer yet: to the petitioner it is one matter.
    for link in parts_of(taken.matter):
        if link.matter.state in UNANSWERED_STATES:
            matter_withdraw(actor=petitioner(link.matter_id), matter_id=link.matter_id, at=at)


def _end_review(taken: Step) -> None:
    """The states guarantee that there is one."""
    review = Review.objects.filter(matter=taken.matter, decided_at__isnull=True)[0]
    review.outcome, review.decided_at = ReviewOutcome.WITHDRAWN, taken.at
    taken.changed(review)


def _end_hearings(taken: Step) -> list[int]:
    """Cancel what was announced; gives who would have chaired it."""
    if not taken.matter.parts & Part.HEARINGS:
        return []
    pending = list(Hearing.objects.filter(matter=taken.matter, ended_at__isnull=True, cancelled_at__isnull=True))
    for hearing in pending:
        hearing.cancelled_at, hearing.cancel_reason = taken.at, HEARING_NEEDLESS
        taken.changed(hearing)
    return [hearing.chair_id for hearing in pending]
