"""How far matters of a list have come. The list has been through the gate; five statements, however long it is."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from huiyin.matters.carrying_out.rules import FollowUpResult
from huiyin.matters.core.rules.states import Grade, Outcome
from huiyin.matters.models import FollowUp, Matter, Opinion, PromisedStep, Rating, Reply
from huiyin.matters.resolution.rules import Resolution, ResolutionFacts, resolution_of

_GRANTED = frozenset({Outcome.UPHELD, Outcome.SETTLED})


def resolutions_of(matters: Collection[Matter]) -> dict[UUID, Resolution]:
    """By matter; by its last answer that left the house, and the last rating of its present round."""
    ids = [matter.pk for matter in matters]
    if not ids:
        return {}
    answers = {
        row.matter_id: row for row in Reply.objects.filter(matter__in=ids, served_at__isnull=False).order_by("round")
    }
    outcomes: dict[UUID, set[str]] = defaultdict(set)
    opinions = Opinion.objects.filter(reply__in=[answer.pk for answer in answers.values()])
    for matter_id, outcome in opinions.values_list("reply__matter_id", "outcome"):
        outcomes[matter_id].add(outcome)
    owed = PromisedStep.objects.filter(matter__in=ids, done_at__isnull=True, reply__served_at__isnull=False)
    owing = set(owed.values_list("matter_id", flat=True))
    ratings = Rating.objects.filter(matter__in=ids).order_by("round", "position")
    grades = {(row.matter_id, row.round): row.of_unit for row in ratings}
    calls = {row.matter_id: row for row in FollowUp.objects.filter(matter__in=ids).order_by("at")}
    return {
        matter.pk: resolution_of(
            ResolutionFacts(
                state=matter.state,
                agreed=matter.pk in answers and bool(answers[matter.pk].settlement),
                granted=bool(outcomes[matter.pk]) and outcomes[matter.pk] <= _GRANTED,
                found_good=grades.get((matter.pk, matter.round), "") in {Grade.SATISFIED, Grade.PARTLY},
                is_owed=matter.pk in owing or _is_undone(matter, calls.get(matter.pk)),
            )
        )
        for matter in matters
    }


def _is_undone(matter: Matter, call: FollowUp | None) -> bool:
    """Whether the petitioner said so after it was closed; what a call before that end found was dealt with."""
    if call is None or call.result != FollowUpResult.NOT_DONE:
        return False
    return matter.closed_at is None or call.at >= matter.closed_at
