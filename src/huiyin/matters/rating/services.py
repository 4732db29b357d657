"""Services for the petitioner's rating."""

from datetime import datetime
from uuid import UUID

from huiyin.clocks.selectors import clocks_for_many
from huiyin.kernel.actor import Actor
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import Action, Grade
from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.core.services.petitioner import petitioner_move
from huiyin.matters.models import Rating
from huiyin.matters.rating.errors import GradeMissing, RatedTwice, RatingTooLate

_WINDOW = "review_window"


_RATINGS_MOST = 2


def matter_rate(*, actor: Actor, matter_id: UUID, of_office: str, of_unit: str, words: str, at: datetime) -> None:
    """Rate the receiving office and the unit that answered (条例 Art 21), in its window; one change a round.

    Raises GradeMissing, RatedTwice, RatingTooLate, TextTooLong.
    """
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.RATE, at=at) as change:
        if not {of_office, of_unit} <= {grade.value for grade in Grade}:
            raise GradeMissing
        rated = Rating.objects.filter(matter=change.matter, round=change.matter.round).count()
        if rated >= _RATINGS_MOST:
            raise RatedTwice
        _check_window(change)
        rating = Rating(
            matter=change.matter,
            round=change.matter.round,
            position=rated + 1,
            at=at,
            of_office=of_office,
            of_unit=of_unit,
            words=checked_text(words, field="words", most=MESSAGE_MAX),
        )
        change.save(rating)
        # Grades alone are nothing that anybody would have to read.
        if rating.words:
            change.hear_petitioner()


def _check_window(change: MatterChange) -> None:
    """A letter that is on its way has no window yet: then it can be rated at any time. Raises RatingTooLate."""
    running = clocks_for_many(subject_ids=[change.matter.pk], at=change.at)[change.matter.pk]
    if any(clock.code == _WINDOW and clock.due_at < change.at for clock in running):
        raise RatingTooLate
