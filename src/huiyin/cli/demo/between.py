"""Matters on their way from unit to unit: one that two units disagree about, one that three units work on."""

from huiyin.cli.demo.scenes import Verb
from huiyin.cli.demo.source import voices
from huiyin.cli.demo.storyline import Storyline
from huiyin.kernel.actor import Role
from huiyin.matters.handover.rules import DisputeOutcome, HandoverMode

_SENDER = "office"
_ABOVE = "county"


def disputed(line: Storyline) -> None:
    """Objected to, refused, and decided by the unit above both."""
    texts = voices()["between"]
    line.accept()
    line.to_unit()
    receiver, sender = line.first(line.unit, Role.REGISTRAR), line.first(_SENDER, Role.REGISTRAR)
    line.step(Verb.OBJECT, receiver, 1, {"reasons": texts["objection"]})
    line.step(Verb.REFUSE_OBJECTION, sender, 1, {"reasons": texts["refusal"]})
    line.step(Verb.DISPUTE, receiver, 1, {"reasons": texts["dispute"]})
    decided = {"outcome": DisputeOutcome.STAYS.value, "reasons": texts["settlement"]}
    line.step(Verb.SETTLE_DISPUTE, line.first(_ABOVE, Role.LEADER), 1, decided)
    line.to_somebody()
    line.note(1)


def objected(line: Storyline) -> None:
    """Objected to; the sender has to answer."""
    line.accept()
    line.to_unit()
    line.step(Verb.OBJECT, line.first(line.unit, Role.REGISTRAR), 0, {"reasons": voices()["between"]["objection"]})


def helped(line: Storyline) -> None:
    """Assigned with a report back; two units help, one has answered."""
    texts = voices()["between"]
    line.accept()
    assigned = {"unit": line.lead, "words": texts["assigned"], "mode": HandoverMode.ASSIGN.value, "days": 30}
    line.step(Verb.ASSIGN_UNIT, line.first(line.unit, Role.REGISTRAR), 0, assigned)
    line.unit = line.lead
    line.to_somebody()
    line.note(0)
    asked = {"asks": [[unit, question, days] for unit, question, days in texts["asks"]]}
    line.step(Verb.ASK_ASSIST, line.handler, 1, asked)
    answering = texts["asks"][0][0]
    line.step(Verb.CONTRIBUTE, line.first(answering, Role.HANDLER), 2, {"contribution": texts["contribution"]})
