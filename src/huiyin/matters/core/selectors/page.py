"""The page of one matter, for an officer and for its petitioner, in a fixed number of statements."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext, ngettext, pgettext

from huiyin.clocks.rules.rulebook import Bound
from huiyin.clocks.selectors import ClockView, clock_views
from huiyin.kernel.actor import Actor, ActorKind, petitioner
from huiyin.kernel.refs import Ref
from huiyin.matters.acceptance.selectors import ground_for_staff, with_route
from huiyin.matters.assistance.selectors import referrals_of
from huiyin.matters.carrying_out.selectors import follow_ups_of, steps_of
from huiyin.matters.cause.selectors import cause_of
from huiyin.matters.classification.moves import CLASSIFIED
from huiyin.matters.classification.selectors import classification_changes
from huiyin.matters.core.rules.labels import (
    ACTION_LABELS,
    KIND_LABELS,
    OUTCOME_LABELS,
    PROCEDURE_LABELS,
    STATE_LABELS,
)
from huiyin.matters.core.rules.states import REVIEW_STATES, Kind, MessageKind, Outcome, Procedure, State
from huiyin.matters.core.selectors.arrival import channel_words
from huiyin.matters.core.selectors.beside import rows_beside
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.parts import events_of, messages_of, opinions_of, ratings_of, requests_of
from huiyin.matters.core.selectors.views import (
    AttachmentView,
    EventView,
    MatterView,
    MessageView,
    MoveView,
    OpinionView,
    RatingView,
    ReplyView,
    RequestView,
)
from huiyin.matters.delivery.selectors.service import day_in_words, service_of
from huiyin.matters.explanation.selectors.meetings import explanation_is_shown, explanations_of
from huiyin.matters.extension.selectors import extension_asks_of
from huiyin.matters.field_visit.selectors import field_visit_is_shown, field_visits_of
from huiyin.matters.handover.selectors.handover import BETWEEN_UNITS, asked_of, assists_of, handovers_of
from huiyin.matters.joint.selectors.joint import joint_of
from huiyin.matters.late.selectors import late_view
from huiyin.matters.letters.selectors import letters_of_matter
from huiyin.matters.linking.selectors.link import is_answered_along, links_of
from huiyin.matters.linking.selectors.split import family_of, moved_of
from huiyin.matters.messages.selectors.mentions import mentions_of
from huiyin.matters.messages.selectors.waits import waits_of
from huiyin.matters.models import Attachment, Event, Matter, Message, Opinion, Reply, Request
from huiyin.matters.moves import REMINDERS, moves_from
from huiyin.matters.permissions import may
from huiyin.matters.publication.selectors import publication_of
from huiyin.matters.respondents.selectors.respondents import bars_of, respondents_of
from huiyin.matters.review.selectors.review import hearing_is_shown, hearing_views, review_is_shown, review_views
from huiyin.matters.review.selectors.windows import review_is_open
from huiyin.matters.seal.selectors import seal_view
from huiyin.matters.sentences import STEP, event_name, event_sentence
from huiyin.matters.sponsor.selectors.sponsor import sponsor_of
from huiyin.matters.telephone.selectors import calls_of
from huiyin.vault.services import openings_of

# Facts of a step that are words of the house, in the source language.
_TRANSLATED = frozenset({"ground", "trigger", "result", "how"})
# Facts of a step that staff read in full below its name.
_DETAILS = (
    "ground", "explanation", "route", "body", "deadline", "remedy", "words", "unit", "name", "purpose", "changes",
    "reason",
)  # fmt: skip


def matter_page_for(*, actor: Actor, number: str, at: datetime) -> MatterView:
    """All of a matter that an officer may see, by its number. Raises MatterNotFound."""
    return _view(matter_get_for(actor=actor, number=number), actor, at)


def matter_page_of_petitioner(*, matter_id: UUID, at: datetime) -> MatterView:
    """All of a matter that its petitioner may see: no notes, no drafts, no names of officers."""
    actor = petitioner(matter_id)
    return _view(matter_get_for(actor=actor, matter_id=matter_id), actor, at)


def _view(matter: Matter, actor: Actor, at: datetime) -> MatterView:
    inside = actor.kind is not ActorKind.PETITIONER
    requests = requests_of(matter.pk)
    reviews, hearings = review_views(matter, inside=inside), hearing_views(matter, inside=inside)
    seal = seal_view(matter_id=matter.pk, at=at) if matter.is_sealed else None
    rating, earlier_ratings = _ratings(matter)
    messages, moved, links = messages_of(matter.pk), moved_of(matter), links_of(matter, actor)
    known = {link.number for link in links}
    # A part can be about whoever reads the whole: staff read its number only where `links_of` gives it.
    numbers = {place: number for place, number in moved.items() if not inside or number in known}
    attachments = _attachments(matter, inside)
    clocks, events = _clocks(matter, at, inside), events_of(matter.pk)
    handovers, assists = handovers_of(matter) if inside else (), assists_of(matter, inside=inside)
    review_unit, review_unit_phone = _deciding_unit(matter)
    asked = asked_of(actor=actor, handovers=handovers, assists=assists, clocks=clocks, at=at)
    visits, meetings = field_visits_of(matter, inside=inside), explanations_of(matter, inside=inside)
    helping = [assist.unit_id for assist in assists if assist.ended_at is None]
    return MatterView(
        id=matter.pk,
        number=matter.number,
        kind=matter.kind,
        kind_label=gettext(KIND_LABELS[Kind(matter.kind)]),
        channel=matter.channel,
        channel_label=channel_words(matter.channel, matter.visitors),
        state=matter.state,
        state_label=gettext(STATE_LABELS[_shown_state(matter, inside)]),
        is_open=matter.is_open,
        title=matter.title,
        text=matter.text,
        place=matter.place,
        position=matter.position,
        area=_name(matter.area),
        category=_name(matter.category),
        category_id=matter.category_id,
        area_id=matter.area_id,
        received_at=matter.received_at,
        accepted_at=matter.accepted_at,
        served_at=matter.served_at,
        closed_at=matter.closed_at,
        received_unit=matter.received_unit.name,
        lead_unit_id=matter.lead_unit_id,
        lead_unit=matter.lead_unit.name,
        lead_unit_phone=matter.lead_unit.phone,
        handler_id=matter.handler_id if inside else None,
        handler=matter.handler.display_name if matter.handler and inside else "",
        respondent=matter.respondent_text or _name(matter.respondent_unit),
        respondents=respondents_of(matter),
        respondents_settled=matter.respondents_settled,
        bars=bars_of(matter, inside=inside),
        concerned=matter.concerned_text or _name(matter.concerned_unit),
        concerned_unit_id=matter.concerned_unit_id,
        concerned_unit=_name(matter.concerned_unit),
        # Of a sealed matter the row names nobody, also where who filed lies under the seal.
        anonymous=matter.identity_id is None and not (seal and seal.has_identity),
        seal=seal,
        version=matter.version,
        requests=tuple(
            RequestView(
                request.pk,
                request.position,
                request.text,
                numbers.get(request.position, ""),
                request.position in moved,
            )
            for request in requests
        ),
        clocks=clocks,
        events=_events(events, inside),
        messages=_messages(messages, mentions_of(matter, inside=inside), inside),
        attachments=attachments,
        reply=_reply(matter, requests, attachments, inside),
        rating=rating,
        review_open=review_is_open(kind=matter.kind, of_unit=rating.of_unit if rating else ""),
        openings=tuple(openings_of(subject=Ref("matter", matter.pk))),
        moves=tuple(
            move
            for move in _moves(matter, actor)
            if review_is_shown(move.action, matter, actor, reviews)
            and hearing_is_shown(move.action, hearings)
            and (move.action not in BETWEEN_UNITS or move.action in asked)
            and field_visit_is_shown(move.action, matter, actor, visits, helping)
            and explanation_is_shown(move.action, matter, actor, meetings, at)
        ),
        reviews=reviews,
        hearings=hearings,
        reviewer_id=matter.reviewer_id if inside else None,
        beside=rows_beside(matter, actor),
        calls=calls_of(matter, actor, at),
        sponsor=sponsor_of(matter, inside=inside),
        joint=joint_of(matter),
        links=links,
        with_the_same=is_answered_along(matter),
        # Staff read of its parts in `links`, which leaves out what is about them.
        family=() if inside else family_of(matter),
        steps=steps_of(matter, actor, at),
        follow_ups=follow_ups_of(matter, actor),
        procedure=matter.procedure,
        procedure_label=gettext(PROCEDURE_LABELS[Procedure(matter.procedure)]),
        round=matter.round,
        waits=waits_of(messages, at),
        extension_asks=extension_asks_of(matter) if inside else (),
        handovers=handovers,
        assists=assists,
        letters=letters_of_matter(matter, inside=inside),
        referrals=referrals_of(matter),
        earlier_ratings=earlier_ratings,
        late=late_view(matter=matter, clocks=clocks, events=events, at=at),
        review_unit=review_unit,
        review_unit_phone=review_unit_phone,
        unread_at=matter.unread_at if inside else None,
        cause=cause_of(matter, inside=inside),
        field_visits=visits,
        explanations=meetings,
        publication=publication_of(matter),
    )


class _Named(Protocol):
    name: str


def _name(named: _Named | None) -> str:
    return named.name if named else ""


def _deciding_unit(matter: Matter) -> tuple[str, str]:
    """Name and telephone of the unit above, while a review or recheck is decided there."""
    unit = matter.review_unit
    return (unit.name, unit.phone) if unit and matter.state in REVIEW_STATES else ("", "")


def _clocks(matter: Matter, at: datetime, inside: bool) -> tuple[ClockView, ...]:
    """What a unit may still do towards another one is for inside the house, and there only while it lasts."""
    return tuple(
        clock
        for clock in clock_views(subject_id=matter.pk, at=at, inside=inside)
        if clock.bound != Bound.UNIT or (inside and not clock.is_over and clock.stopped_at is None)
    )


def _shown_state(matter: Matter, inside: bool) -> State:
    """A draft and its approval are the house's own business: the petitioner reads that it is being worked on."""
    state = State(matter.state)
    return State.INVESTIGATING if not inside and state in {State.DRAFTED, State.APPROVED} else state


def _events(events: list[Event], inside: bool) -> tuple[EventView, ...]:
    shown = [event for event in events if inside or event.is_public]
    # A matter that nobody takes is reported every working day: one line says how often, and when last.
    # Neighbours only: reminders with another step between them stay where they were on the timeline.
    runs = [
        list(run) for _, run in groupby(shown, key=lambda event: event.kind if event.kind in REMINDERS else event.pk)
    ]
    return tuple(_event(run[-1], times=len(run)) for run in runs)


def _event(event: Event, times: int) -> EventView:
    # A sentence would read “None” in the middle.
    facts = {key: "" if value is None else value for key, value in json.loads(event.facts_text).items()}
    for key in _TRANSLATED & facts.keys():
        facts[key] = gettext(str(facts[key]))
    if "day" in facts:
        facts["day"] = day_in_words(facts["day"])
    if event.kind == CLASSIFIED:
        facts["changes"] = classification_changes(facts)
    sentence = gettext(event_sentence(event.kind)) if event_sentence(event.kind) else ""
    # Steps of the system and of the petitioner are in no office's name.
    fill = _Fill({"office": event.office or gettext("我们")} | facts)
    details = facts | {"ground": ground_for_staff(facts, event.at)}
    again = ngettext("（共 %(count)d 次）", "（共 %(count)d 次）", times) % {"count": times} if times > 1 else ""
    return EventView(
        at=event.at,
        kind=event.kind,
        name=pgettext(STEP, event_name(event.kind)) + again,
        sentence=with_route(sentence % fill, facts) + again if sentence else "",
        detail="\n".join(words for key in _DETAILS if isinstance(words := details.get(key), str) and words),
        office=event.office,
        article=gettext(event.article) if event.article else "",
        is_public=event.is_public,
    )


class _Fill(dict[str, object]):
    """What fills a sentence; nothing stands where a step says nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _messages(
    messages: list[Message], mentions: Mapping[UUID, tuple[str, ...]], inside: bool
) -> tuple[MessageView, ...]:
    return tuple(
        MessageView(
            message.pk,
            message.at,
            message.kind,
            message.office,
            message.body,
            message.answered_at is not None,
            message.question is not None,
            mentions.get(message.pk, ()),
        )
        for message in messages
        if inside or message.kind != MessageKind.NOTE
    )


def _attachments(matter: Matter, inside: bool) -> tuple[AttachmentView, ...]:
    query = Attachment.objects.filter(matter=matter).select_related("file").order_by(*Attachment.IN_ORDER)
    return tuple(
        AttachmentView(
            id=attachment.pk,
            file_id=attachment.file.pk,
            name=attachment.file.name,
            media_type=attachment.file.media_type,
            size=attachment.file.size,
            at=attachment.at,
            is_public=attachment.is_public,
            from_petitioner=attachment.actor.startswith(ActorKind.PETITIONER),
            is_sealed=matter.is_sealed,
            picture_id=attachment.file.picture_id,
            reply_id=attachment.reply_id,
            field_visit_id=attachment.field_visit_id,
        )
        for attachment in query
        if inside or attachment.is_public
    )


def _reply(
    matter: Matter, requests: list[Request], attachments: tuple[AttachmentView, ...], inside: bool
) -> ReplyView | None:
    query = Reply.objects.filter(matter=matter).select_related("drafter", "service")
    # While the next answer is drafted or returned, the petitioner goes on reading the last one that was served.
    if not inside:
        query = query.filter(served_at__isnull=False)
    reply = query.order_by("-round").first()
    if reply is None:
        return None
    opinions = {opinion.request_id: opinion for opinion in opinions_of(reply.pk)}
    return ReplyView(
        id=reply.pk,
        round=reply.round,
        facts=reply.facts,
        basis=reply.basis,
        # What went to a part is answered there and has no opinion here.
        opinions=tuple(_opinion(request, opinions[request.pk]) for request in requests if request.pk in opinions),
        drafter_id=reply.drafter.pk if reply.drafter and inside else None,
        drafter=reply.drafter.display_name if reply.drafter and inside else "",
        drafted_at=reply.drafted_at,
        approved_at=reply.approved_at,
        returned_at=reply.returned_at,
        return_reason=reply.return_reason if inside else "",
        served_at=reply.served_at,
        is_recorded=reply.drafter is None,
        is_recalled=reply.is_recalled,
        written_by=reply.written_by if inside else frozenset(),
        files=tuple(file for file in attachments if file.reply_id == reply.pk),
        settlement=reply.settlement,
        signed_at=reply.signed_at,
        service=service_of(reply),
    )


def _opinion(request: Request, opinion: Opinion) -> OpinionView:
    label = gettext(OUTCOME_LABELS[Outcome(opinion.outcome)])
    return OpinionView(request.position, request.text, opinion.outcome, label, opinion.reasons)


def _ratings(matter: Matter) -> tuple[RatingView | None, tuple[RatingView, ...]]:
    """How the answer of this round is rated, and what counted in the rounds before."""
    counting: dict[int, RatingView] = {}
    for rating in ratings_of(matter.pk):
        view = RatingView(rating.at, rating.of_office, rating.of_unit, rating.words, rating.position, rating.round)
        # The later one of a round comes first: it is the change that is allowed, and the one that counts.
        counting.setdefault(rating.round, view)
    return counting.pop(matter.round, None), tuple(counting.values())


def _moves(matter: Matter, actor: Actor) -> Iterable[MoveView]:
    for action, move in moves_from(State(matter.state)).items():
        if may(actor, move.may, matter):
            yield MoveView(action, gettext(ACTION_LABELS[action]), gettext(move.article) if move.article else "")
