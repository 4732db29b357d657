"""Matters that many people signed: by a list at the counter, and by a link, with those who speak for them."""

from itertools import islice
from typing import Any
from uuid import UUID

from huiyin.cli.demo.people import petitioner_names
from huiyin.cli.demo.scenes import PETITIONER, Scene, Verb
from huiyin.cli.demo.storyline import Storyline
from huiyin.kernel.actor import Actor, Role
from huiyin.matters.joint.selectors.hand_out import hand_out
from huiyin.matters.joint.services.joint import cosigners_add, representative_name
from huiyin.matters.joint.services.proposing import joint_begin, list_open
from huiyin.matters.joint.services.signing import list_sign, representative_pick_up, signature_withdraw
from huiyin.matters.receipt.selectors import holder_by_code
from huiyin.vault.services import IdentityDraft

_SIGNED, _SPEAKING = 46, 2
# Numbers of the range that nobody has, apart from those of people who write by themselves.
_FIRST_PHONE = 19900010000
# About as many as the petitioner said; of those whom they named, one hasn't picked up a code yet.
_ABOUT, _BY_LINK, _PROPOSED, _PICKED_UP = 23, 17, 3, 2


def signed_by_many(line: Storyline) -> None:
    """The list is taken at the counter, two are named, and the unit works on it."""
    names = list(islice(petitioner_names(line.rng), _SIGNED))
    people = [(name, str(_FIRST_PHONE + place)) for place, name in enumerate(names)]
    counter = line.first(line.unit, Role.REGISTRAR)
    line.step(Verb.ADD_COSIGNERS, counter, 0, {"people": people})
    for name, phone in people[:_SPEAKING]:
        line.step(Verb.NAME_REPRESENTATIVE, counter, 0, {"name": name, "phone": phone})
    line.to_handler()
    line.note(1)


def filed_together(line: Storyline) -> None:
    """Several people file on the web: the others sign by the link, one takes the signature back."""
    names = list(islice(petitioner_names(line.rng), _BY_LINK + _PROPOSED))
    people = [(name, str(_FIRST_PHONE + 500 + place)) for place, name in enumerate(names)]
    line.step(Verb.FILE_TOGETHER, PETITIONER, 0, {"people": people[:_PROPOSED]})
    line.step(Verb.SIGN_BY_LINK, PETITIONER, 0, {"people": people[_PROPOSED:]})
    line.to_handler()


def filing_play(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    """Who shall speak, and the list; two of them pick up their codes at once."""
    people = [IdentityDraft(name=name, phone=phone) for name, phone in scene.words["people"]]
    joint_begin(actor=actor, matter_id=matter_id, people=people, about=_ABOUT, at=scene.at)
    list_open(actor=actor, matter_id=matter_id, at=scene.at)
    for speaker in hand_out(matter_id=matter_id).speakers[:_PICKED_UP]:
        token = f"{scene.token}-speaker-{speaker.position}"
        representative_pick_up(code=speaker.code, token=token, at=scene.at)


def signatures_play(_actor: Actor, matter_id: UUID, scene: Scene) -> None:
    """Each by the link; the last one doesn't want to any more."""
    code = hand_out(matter_id=matter_id).list_code
    given = [
        list_sign(
            code=code,
            person=IdentityDraft(name=name, phone=phone),
            token=f"{scene.token}-signer-{place}",
            wants_news=False,
            network="demo",
            at=scene.at,
        )
        for place, (name, phone) in enumerate(scene.words["people"])
    ]
    if signer_id := holder_by_code(code=given[-1].code).signer_id:
        signature_withdraw(signer_id=signer_id, at=scene.at)


def cosigners_play(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    """The list."""
    people = [IdentityDraft(name=name, phone=phone) for name, phone in scene.words["people"]]
    cosigners_add(actor=actor, matter_id=matter_id, people=people, at=scene.at)


def representative_play(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    """One of them."""
    person: dict[str, Any] = dict(scene.words)
    representative_name(actor=actor, matter_id=matter_id, person=IdentityDraft(**person), at=scene.at)
