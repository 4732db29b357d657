"""Matters whose petitioner is in need: one is asked whether they want to be referred, one has been helped."""

from collections.abc import Callable
from uuid import UUID

from huiyin.cli.demo.scenes import Scene, Verb
from huiyin.cli.demo.source import voices
from huiyin.cli.demo.storyline import Storyline
from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.matters.assistance.services import (
    ReferralDraft,
    referral_agree,
    referral_answer,
    referral_ask,
    referral_follow_up,
)

_FIRST = 1


def aid_proposed(line: Storyline) -> None:
    """The petitioner hasn't said yet."""
    line.to_handler()
    line.note(1)
    line.step(Verb.REFER, line.handler, 1, voices()["aid"]["proposed"])


def aided(line: Storyline) -> None:
    """Agreed to on the web, granted, asked after."""
    texts = voices()["aid"]
    line.to_handler()
    line.note(1)
    line.step(Verb.REFER, line.handler, 0, texts["proposed"])
    line.petitioner_move(Verb.AGREE_REFERRAL, 1)
    line.step(Verb.ANSWER_REFERRAL, line.handler, 5, {"answer": texts["answer"]})
    line.step(Verb.FOLLOW_UP_REFERRAL, line.handler, 3, {"words": texts["asked_after"]})


def _refer(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    referral_ask(actor=actor, matter_id=matter_id, referral=ReferralDraft(**scene.words), at=scene.at)


def _agree(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    referral_agree(actor=actor, matter_id=matter_id, position=_FIRST, at=scene.at)


def _answer(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    day = office_day(scene.at)
    referral_answer(
        actor=actor, matter_id=matter_id, position=_FIRST, granted=True, answered_on=day, at=scene.at, **scene.words
    )


def _ask_after(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    referral_follow_up(actor=actor, matter_id=matter_id, position=_FIRST, at=scene.at, **scene.words)


AID_DOERS: dict[Verb, Callable[[Actor, UUID, Scene], None]] = {
    Verb.REFER: _refer,
    Verb.AGREE_REFERRAL: _agree,
    Verb.ANSWER_REFERRAL: _answer,
    Verb.FOLLOW_UP_REFERRAL: _ask_after,
}
