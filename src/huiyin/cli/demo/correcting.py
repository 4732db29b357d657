"""A matter that was filed as the wrong kind, corrected at the counter of the unit that has it."""

from uuid import UUID

from huiyin.cli.demo.scenes import Scene, Verb
from huiyin.cli.demo.storyline import Storyline
from huiyin.kernel.actor import Actor, Role
from huiyin.matters.classification.services.classify import Classification, matter_classify
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.gate import matter_get_for

_REASON = "您提出的是要求解决的具体问题，应当按申诉求决办理，答复期限也随着改过来。"


def corrected(line: Storyline) -> None:
    """Somebody looks closer: it asks for a decision."""
    line.to_handler()
    line.note(1)
    line.step(Verb.CLASSIFY, line.first(line.unit, Role.REGISTRAR), 1, {"kind": Kind.CLAIM, "reason": _REASON})


def classify_play(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    """Another kind, everything else as it stands."""
    matter = matter_get_for(actor=actor, matter_id=matter_id)
    known = Classification(
        kind=scene.words["kind"],
        category_id=matter.category.pk if matter.category else None,
        area_id=matter.area.pk if matter.area else None,
        place=matter.place,
        title=matter.title,
    )
    matter_classify(actor=actor, matter_id=matter_id, corrected=known, reason=scene.words["reason"], at=scene.at)
