"""All that is written on matters: what they are found by besides the words with which they were registered."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from huiyin.matters.models import ExplanationMeeting, FieldVisit, Matter, Message, Opinion, Reply, Request, Review


def reply_text(reply: Reply, opinions: Iterable[Opinion]) -> str:
    """The words of a reply or of a settlement, those on each request among them."""
    return "\n".join((reply.facts, reply.basis, reply.settlement, *(opinion.reasons for opinion in opinions)))


def review_text(review: Review) -> str:
    """What the petitioner asks a review with and, once it is decided, how."""
    decided = () if review.decided_at is None else (review.facts, review.basis, review.opinion)
    return "\n".join((review.grounds, review.late_reason, *decided))


def field_visit_text(visit: FieldVisit) -> str:
    """The words of a visit on the spot."""
    return "\n".join((visit.place, visit.wishes, visit.findings, visit.proposal))


def explanation_text(meeting: ExplanationMeeting) -> str:
    """What was unclear and, once the meeting was held, what was asked and explained there."""
    return "\n".join((meeting.unclear, meeting.asked, meeting.explained, meeting.remark))


def matters_to_index(matter_ids: Sequence[UUID]) -> list[Matter]:
    """What the index has of these matters' rows, in the order of their keys. One statement."""
    found = Matter.objects.filter(pk__in=matter_ids).order_by("pk")
    return list(found.only("pk", "title", "text", "place", "is_sealed"))


def own_texts_of(matters: Sequence[Matter]) -> dict[UUID, str]:
    """The words with which these matters were registered, as corrected; of a sealed one none. One statement."""
    asked: dict[UUID, list[str]] = defaultdict(list)
    requests = Request.objects.filter(matter__in=[matter.pk for matter in matters]).order_by("position")
    for key, text in requests.values_list("matter_id", "text"):
        asked[key].append(text)
    return {
        matter.pk: "" if matter.is_sealed else "\n".join((matter.title, matter.text, matter.place, *asked[matter.pk]))
        for matter in matters
    }


def all_texts_of(matters: Sequence[Matter]) -> dict[UUID, str]:
    """All the text that these matters are found by; of a sealed one nothing but its number. Seven statements."""
    own, written = own_texts_of(matters), _written_on([matter.pk for matter in matters])
    # What a matter was registered with comes first: of very much text only the beginning finds it.
    return {key: "\n".join((text, *written.get(key, ()))) if text else "" for key, text in own.items()}


def _written_on(matter_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    messages = Message.objects.filter(matter__in=matter_ids).order_by("at", "pk")
    for key, text in messages.values_list("matter_id", "body"):
        found[key].append(text)
    opinions: dict[UUID, list[Opinion]] = defaultdict(list)
    for opinion in Opinion.objects.filter(reply__matter__in=matter_ids).order_by("pk"):
        opinions[opinion.reply_id].append(opinion)
    for reply in Reply.objects.filter(matter__in=matter_ids).order_by("round"):
        found[reply.matter_id].append(reply_text(reply, opinions[reply.pk]))
    for review in Review.objects.filter(matter__in=matter_ids).order_by("position"):
        found[review.matter_id].append(review_text(review))
    for visit in FieldVisit.objects.filter(matter__in=matter_ids).order_by("position"):
        found[visit.matter_id].append(field_visit_text(visit))
    for meeting in ExplanationMeeting.objects.filter(matter__in=matter_ids).order_by("position"):
        found[meeting.matter_id].append(explanation_text(meeting))
    return found
