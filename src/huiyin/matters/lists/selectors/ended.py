"""What lists ask of a matter's outcome: whether its end settled anything, and why it came about."""

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from huiyin.matters.carrying_out.rules import FollowUpResult
from huiyin.matters.cause.rules import CauseCode
from huiyin.matters.core.rules.states import Grade
from huiyin.matters.models import Cause, FollowUp, Matter, Rating, Review

_LEFT_UNDONE = (FollowUpResult.NOT_DONE, FollowUpResult.PARTLY)


def unsettled(query: QuerySet[Matter]) -> QuerySet[Matter]:
    """Those whose own rows say that the end settled nothing, or not all.

    It went on to a review, the rating that counts for the unit is the worst, or whoever was last reached by a call
    back found nothing, or only a part, carried out. Other matters of the same petitioner are not looked at: no list
    gathers what somebody has brought.
    """
    ratings = Rating.objects.filter(matter=OuterRef("pk")).order_by("-round", "-position")
    calls = FollowUp.objects.filter(matter=OuterRef("pk")).exclude(result=FollowUpResult.NOT_REACHED)
    return query.alias(
        last_grade=Subquery(ratings.values("of_unit")[:1]),
        last_call=Subquery(calls.order_by("-at", "-pk").values("result")[:1]),
    ).filter(
        Q(Exists(Review.objects.filter(matter=OuterRef("pk"))))
        | Q(last_grade=Grade.DISSATISFIED)
        | Q(last_call__in=_LEFT_UNDONE)
    )


def with_cause(query: QuerySet[Matter], code: CauseCode) -> QuerySet[Matter]:
    """Those with this cause among what was found last; what was found before it counts no more."""
    # Between blanks, so that no code is found as a part of another.
    between = Concat(Value(" "), last_causes(), Value(" "), output_field=CharField())
    return query.alias(causes_found=between).filter(causes_found__contains=f" {code.value} ")


def last_causes() -> Subquery:
    """The codes of a matter that were found last, with blanks between them."""
    return Subquery(Cause.objects.filter(matter=OuterRef("pk")).order_by("-position").values("codes")[:1])
