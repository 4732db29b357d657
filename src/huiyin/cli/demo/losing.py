"""A petitioner who has lost the receipt code and gets another one at the counter."""

from uuid import UUID

from huiyin.cli.demo.scenes import Scene, Verb
from huiyin.cli.demo.storyline import Storyline
from huiyin.kernel.actor import Actor, Role
from huiyin.matters.receipt.services import code_open_identity, code_reissue

_PROOF = "居民身份证"


def code_lost(line: Storyline) -> None:
    """They come to the office where they had filed, while it is worked on."""
    line.to_handler()
    line.note(1)
    line.step(Verb.REISSUE_CODE, line.first(line.arrival.unit, Role.REGISTRAR), 1, {"proof": _PROOF})


def reissue_play(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    """Look who filed it, compare, issue: the look is on record before the code is."""
    code_open_identity(actor=actor, matter_id=matter_id, at=scene.at)
    code_reissue(actor=actor, matter_id=matter_id, token=f"{scene.token}-again", at=scene.at, **scene.words)
