"""Playing the scenes through the doors of `matters`, in the order of time, each by its own officer."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction

from huiyin.cli.demo.correcting import classify_play
from huiyin.cli.demo.county import PASSPHRASE, County
from huiyin.cli.demo.handing import having_read
from huiyin.cli.demo.helping import AID_DOERS
from huiyin.cli.demo.leading import LEADING_DOERS
from huiyin.cli.demo.linking import merge_play, split_play
from huiyin.cli.demo.losing import reissue_play
from huiyin.cli.demo.meeting import MEETING_DOERS
from huiyin.cli.demo.pictures import picture_of
from huiyin.cli.demo.publishing import PUBLISHING_DOERS
from huiyin.cli.demo.scenes import LOOKS, PETITIONER, Arrival, FilePlan, Scene, Story, Verb
from huiyin.cli.demo.together import cosigners_play, filing_play, representative_play, signatures_play
from huiyin.documents.services import file_store
from huiyin.flows.web_filing import web_filing_register
from huiyin.kernel.actor import Actor, petitioner, system
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.matters.acceptance.services import matter_accept, matter_decline, matter_redirect
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.carrying_out.services import StepDraft, matter_follow_up, step_done
from huiyin.matters.cause.services import cause_find
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.rules.states import Channel, Kind, MessageKind, Procedure
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.delivery.services import reply_acknowledge, reply_post, reply_serve
from huiyin.matters.extension.services import extension_ask, extension_grant
from huiyin.matters.handover.rules import HandoverMode
from huiyin.matters.handover.services.assist import AssistAsk, matter_ask_assist, matter_contribute
from huiyin.matters.handover.services.handover import (
    matter_dispute,
    matter_object,
    matter_refuse_objection,
    matter_report_back,
    matter_settle_dispute,
)
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.messages.services.petitioner import petitioner_question, petitioner_write
from huiyin.matters.messages.services.work import attachment_add, matter_answer, matter_ask, matter_note
from huiyin.matters.procedure.services import matter_make_ordinary
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.register.rules import Registration
from huiyin.matters.register.services.register import matter_register
from huiyin.matters.reply.services.reply import OpinionDraft, reply_approve, reply_draft, reply_return
from huiyin.matters.review.services.hearing import HearingDraft, HearingRecord, hearing_announce, hearing_record
from huiyin.matters.review.services.review import (
    DecisionDraft,
    review_ask,
    review_decide,
    review_draft,
    review_send_back,
    review_take,
)
from huiyin.matters.seal.services import matter_open_seal
from huiyin.matters.settlement.services import reply_settle
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.orgs.rules import Respondents
from huiyin.orgs.selectors import actor_for
from huiyin.supervision.services import matter_supervise, supervision_answer
from huiyin.vault.services import IdentityDraft

# Longer than the notice that people must have.
_MORNING = time(9, 30)
Doer = Callable[[Actor, UUID, Scene], object]


class Stage:
    """The county while its story is told: matters by token, officers as actors."""

    def __init__(self, county: County, stories: Iterable[Story]) -> None:
        """Posts don't change while the story is told, so an actor is made once."""
        self._county = county
        self._arrivals = {story.arrival.token: story.arrival for story in stories}
        self._ids: dict[str, UUID] = {}
        self._actors: dict[str, Actor] = {}

    def play(self, scenes: Iterable[Scene]) -> None:
        """Scenes that follow each other. Looks at identities commit on their own, the rest at once."""
        for alone, group in groupby(scenes, key=lambda scene: scene.verb in LOOKS):
            with nullcontext() if alone else transaction.atomic():
                for scene in group:
                    self._play(scene)

    def _play(self, scene: Scene) -> None:
        if scene.verb is Verb.REGISTER:
            self._ids[scene.token] = self._register(scene)
            return
        matter_id = self._ids[scene.token]
        actor = petitioner(matter_id) if scene.actor == PETITIONER else self._officer(scene.actor)
        self._doer(scene.verb)(actor, matter_id, scene)

    def _officer(self, username: str) -> Actor:
        if username not in self._actors:
            self._actors[username] = actor_for(officer_id=self._county.officers[username])
        return self._actors[username]

    def _doer(self, verb: Verb) -> Doer:
        own: Mapping[Verb, Doer] = {
            Verb.ASSIGN_UNIT: self._assign_unit,
            Verb.ASSIGN_HANDLER: self._assign_handler,
            Verb.ANNOUNCE_HEARING: self._announce_hearing,
            Verb.MERGE: self._merge,
            Verb.SPLIT: self._split,
            Verb.ASK_ASSIST: self._ask_assist,
        }
        return own.get(verb) or _DOERS[verb]

    def _assign_unit(self, actor: Actor, matter_id: UUID, scene: Scene) -> None:
        mode = HandoverMode(scene.words.get("mode", HandoverMode.FORWARD))
        due_on = _in_days(scene, scene.words["days"]) if mode is HandoverMode.ASSIGN else None
        having_read(
            lambda confirmed: matter_assign_unit(
                actor=actor,
                matter_id=matter_id,
                unit_id=self._county.units[scene.words["unit"]],
                words=scene.words["words"],
                mode=mode,
                report_due_on=due_on,
                confirmed=confirmed,
                at=scene.at,
            )
        )

    def _ask_assist(self, actor: Actor, matter_id: UUID, scene: Scene) -> None:
        asks = [
            AssistAsk(unit_id=self._county.units[unit], question=question, due_on=_in_days(scene, days))
            for unit, question, days in scene.words["asks"]
        ]
        having_read(
            lambda confirmed: matter_ask_assist(
                actor=actor, matter_id=matter_id, asks=asks, confirmed=confirmed, at=scene.at
            )
        )

    def _assign_handler(self, actor: Actor, matter_id: UUID, scene: Scene) -> None:
        officer_id = self._county.officers[scene.words["officer"]]
        matter_assign_handler(actor=actor, matter_id=matter_id, officer_id=officer_id, at=scene.at)

    def _merge(self, actor: Actor, matter_id: UUID, scene: Scene) -> None:
        first = matter_get_for(actor=actor, matter_id=self._ids[scene.words["first"]])
        merge_play(actor, matter_id, scene, into=first.number)

    def _split(self, actor: Actor, matter_id: UUID, scene: Scene) -> None:
        split_play(actor, matter_id, scene, unit_id=self._county.units[scene.words["unit"]])

    def _announce_hearing(self, actor: Actor, matter_id: UUID, scene: Scene) -> None:
        given = dict(scene.words)
        chair_id, held_on = self._county.officers[given.pop("chair")], office_day(scene.at) + given.pop("after")
        hearing = HearingDraft(held_at=datetime.combine(held_on, _MORNING, OFFICE_ZONE), chair_id=chair_id, **given)
        hearing_announce(actor=actor, matter_id=matter_id, hearing=hearing, at=scene.at)

    # --- Coming in -------------------------------------------------------------------------------------------

    def _register(self, scene: Scene) -> UUID:
        arrival = self._arrivals[scene.token]
        file_ids = tuple(_stored(file, scene.at) for file in arrival.files)
        if arrival.channel is Channel.WEB:
            return self._filed_on_web(arrival, scene.at, file_ids)
        actor = system("api") if arrival.channel is Channel.API else self._officer(scene.actor)
        registered = matter_register(
            actor=actor,
            registration=self._registration(arrival, scene.at, file_ids),
            identity=_identity(arrival),
            at=scene.at,
        )
        return registered.matter_id

    def _filed_on_web(self, arrival: Arrival, at: datetime, file_ids: tuple[UUID, ...]) -> UUID:
        """As the form sends it: whom it is about is a name that somebody typed."""
        registered = web_filing_register(
            kind=arrival.kind,
            text=arrival.text,
            requests=arrival.requests,
            identity=_identity(arrival),
            token=arrival.token,
            at=at,
            title=arrival.title,
            place=arrival.place,
            area_id=self._county.areas[arrival.area],
            category_id=self._county.categories[arrival.item],
            respondent_text=self._county.unit_names.get(arrival.respondent_unit, ""),
            file_ids=file_ids,
            secrecy=arrival.secrecy,
            position=arrival.position,
        )
        return registered.matter_id

    def _registration(self, arrival: Arrival, at: datetime, file_ids: tuple[UUID, ...]) -> Registration:
        county = self._county
        unit, officer = arrival.respondent_unit, arrival.respondent_officer
        unit_id = county.units[unit] if unit else None
        officer_id = county.officers[officer] if officer else None
        return Registration(
            kind=arrival.kind,
            channel=arrival.channel,
            text=arrival.text,
            requests=arrival.requests,
            received_at=at,
            unit_id=county.units[arrival.unit],
            token=arrival.token,
            title=arrival.title,
            place=arrival.place,
            area_id=county.areas[arrival.area],
            category_id=county.categories[arrival.item],
            file_ids=file_ids,
            **_naming(arrival.kind, county.unit_names.get(unit, ""), unit_id, officer_id),
        )


def _naming(kind: Kind, name: str, unit_id: int | None, officer_id: int | None) -> dict[str, Any]:
    """Whom an accusation names is its respondent; of other kinds the named unit may answer."""
    if kind is Kind.ACCUSATION or officer_id is not None:
        return {"respondent_text": name, "respondents": Respondents.of([unit_id], [officer_id])}
    return {"concerned_text": name, "concerned_unit_id": unit_id}


def _identity(arrival: Arrival) -> IdentityDraft | None:
    person = arrival.person
    return IdentityDraft(person.name, person.phone, person.email, person.address) if person else None


def _stored(file: FilePlan, at: datetime) -> UUID:
    return file_store(content=BytesIO(picture_of(file)), name=file.name, at=at).id


def _attach(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    if scene.file:
        file_id = _stored(scene.file, scene.at)
        is_public = "inside" not in scene.words
        attachment_add(actor=actor, matter_id=matter_id, file_id=file_id, is_public=is_public, at=scene.at)


def _draft(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    requests = matter_get_for(actor=actor, matter_id=matter_id).requests.order_by("position")
    opinions = {
        request.pk: OpinionDraft(outcome, reasons)
        for request, (outcome, reasons) in zip(requests, scene.opinions, strict=True)
    }
    words = dict(scene.words)
    steps = [StepDraft(text, _in_days(scene, days)) for text, days in words.pop("steps", ())]
    reply_draft(actor=actor, matter_id=matter_id, opinions=opinions, steps=steps, at=scene.at, **words)


def _supervise(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    words = dict(scene.words)
    due_on = _in_days(scene, words.pop("days"))
    matter_supervise(actor=actor, matter_id=matter_id, due_on=due_on, at=scene.at, **words)


def _in_days(scene: Scene, days: int) -> date:
    return office_day(scene.at) + timedelta(days=days)


def _accept(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    procedure = Procedure(scene.words.get("procedure", Procedure.ORDINARY))
    reason = scene.words.get("reason", "")
    matter_accept(actor=actor, matter_id=matter_id, procedure=procedure, reason=reason, at=scene.at)


def _settle(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    """What the petitioner wrote last shows that they agreed."""
    messages = matter_get_for(actor=actor, matter_id=matter_id).messages.filter(kind=MessageKind.WRITTEN)
    proof = messages.order_by("-at")[0]
    reply_settle(
        actor=actor, matter_id=matter_id, agreed_on=office_day(proof.at), proof_id=proof.pk, at=scene.at,
        **scene.words,
    )  # fmt: skip


def _draft_opinion(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    words = {**scene.words, "decision": DecisionDraft(**scene.words["decision"])}
    review_draft(actor=actor, matter_id=matter_id, at=scene.at, **words)


def _decide_review(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    decide = review_send_back if scene.verb is Verb.SEND_BACK else review_decide
    decide(actor=actor, matter_id=matter_id, at=scene.at, **scene.words)


def _record_hearing(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    hearing = matter_get_for(actor=actor, matter_id=matter_id).hearings.order_by("-position")[0]
    record = HearingRecord(ended_on=office_day(hearing.held_at), **scene.words)
    hearing_record(actor=actor, matter_id=matter_id, record=record, at=scene.at)


# Doors whose words are just what the scene says.
_DOERS: Mapping[Verb, Doer] = {
    Verb.ACCEPT: _accept,
    Verb.DECLINE: lambda actor, of, scene: matter_decline(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.REDIRECT: lambda actor, of, scene: matter_redirect(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.FIND_CAUSE: lambda actor, of, scene: cause_find(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.NOTE: lambda actor, of, scene: matter_note(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.ASK: lambda actor, of, scene: matter_ask(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.WRITE: lambda actor, of, scene: petitioner_write(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.QUESTION: lambda actor, of, scene: petitioner_question(
        actor=actor, matter_id=of, at=scene.at, **scene.words
    ),
    Verb.ANSWER: lambda actor, of, scene: matter_answer(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.ATTACH: _attach,
    Verb.DRAFT: _draft,
    Verb.RETURN: lambda actor, of, scene: reply_return(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.APPROVE: lambda actor, of, scene: reply_approve(actor=actor, matter_id=of, at=scene.at),
    Verb.SERVE: lambda actor, of, scene: reply_serve(actor=actor, matter_id=of, at=scene.at),
    Verb.RATE: lambda actor, of, scene: matter_rate(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.CLOSE: lambda actor, of, scene: matter_close(actor=actor, matter_id=of, at=scene.at),
    Verb.WITHDRAW: lambda actor, of, scene: matter_withdraw(actor=actor, matter_id=of, at=scene.at),
    Verb.EXTEND_ASK: lambda actor, of, scene: extension_ask(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.EXTEND_GRANT: lambda actor, of, scene: extension_grant(actor=actor, matter_id=of, at=scene.at),
    Verb.MAKE_ORDINARY: lambda actor, of, scene: matter_make_ordinary(
        actor=actor, matter_id=of, at=scene.at, **scene.words
    ),
    Verb.SETTLE: _settle,
    Verb.POST: lambda actor, of, scene: reply_post(
        actor=actor, matter_id=of, posted_on=office_day(scene.at), at=scene.at, **scene.words
    ),
    Verb.ACKNOWLEDGE: lambda actor, of, scene: reply_acknowledge(
        actor=actor, matter_id=of, acknowledged_on=office_day(scene.at), at=scene.at, **scene.words
    ),
    Verb.ASK_REVIEW: lambda actor, of, scene: review_ask(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.TAKE_REVIEW: lambda actor, of, scene: review_take(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.CLASSIFY: classify_play,
    Verb.REISSUE_CODE: reissue_play,
    Verb.DRAFT_OPINION: _draft_opinion,
    Verb.DECIDE_REVIEW: _decide_review,
    Verb.SEND_BACK: _decide_review,
    Verb.RECORD_HEARING: _record_hearing,
    Verb.SUPERVISE: _supervise,
    Verb.ANSWER_SUPERVISION: lambda actor, of, scene: supervision_answer(
        actor=actor, matter_id=of, at=scene.at, **scene.words
    ),
    Verb.STEP_DONE: lambda actor, of, scene: step_done(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.FOLLOW_UP: lambda actor, of, scene: matter_follow_up(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.OBJECT: lambda actor, of, scene: matter_object(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.REFUSE_OBJECTION: lambda actor, of, scene: matter_refuse_objection(
        actor=actor, matter_id=of, at=scene.at, **scene.words
    ),
    Verb.DISPUTE: lambda actor, of, scene: matter_dispute(actor=actor, matter_id=of, at=scene.at, **scene.words),
    Verb.SETTLE_DISPUTE: lambda actor, of, scene: matter_settle_dispute(
        actor=actor, matter_id=of, at=scene.at, **scene.words
    ),
    Verb.REPORT_BACK: lambda actor, of, scene: matter_report_back(
        actor=actor, matter_id=of, at=scene.at, **scene.words
    ),
    Verb.CONTRIBUTE: lambda actor, of, scene: matter_contribute(
        actor=actor, matter_id=of, at=scene.at, **scene.words
    ),
    **AID_DOERS,
    **MEETING_DOERS,
    **LEADING_DOERS,
    **PUBLISHING_DOERS,
    Verb.ADD_COSIGNERS: cosigners_play,
    Verb.NAME_REPRESENTATIVE: representative_play,
    Verb.FILE_TOGETHER: filing_play,
    Verb.SIGN_BY_LINK: signatures_play,
    Verb.OPEN_IDENTITY: lambda actor, of, scene: matter_open_identity(
        actor=actor, matter_id=of, at=scene.at, **scene.words
    ),
    Verb.OPEN_SEAL: lambda actor, of, scene: matter_open_seal(
        actor=actor, matter_id=of, passphrase=PASSPHRASE, at=scene.at, **scene.words
    ),
}
