"""The rules in force by their hash: written down when they come, never changed without somebody who says why."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.clocks.loading import rule_texts, shipped_rule_names
from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.errors import BadInput, Conflict, NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.ledger.rules.canonical import JsonValue
from huiyin.ledger.selectors import newest_entry_of
from huiyin.ledger.services import entry_append

RECORDED, ACCEPTED = "clocks.rulebook.recorded", "clocks.rulebook.accepted"
_SUBJECT = Ref("rulebook", "files")
_SHORTEST_REASON = 4
_UPGRADED = "程序升级带来的规则"


class RulesUnaltered(Conflict):
    """There is nothing to accept."""

    sentence = "规则和放假安排与台账记下的相同，没有什么要接受的。"


class RulesReasonMissing(BadInput):
    """Altered rules are to be accepted without a reason."""

    sentence = "请写明改动规则的理由（至少 4 个字）。"
    field = "reason"


@dataclass(frozen=True, slots=True)
class RuleAltered:
    """A file that isn't as it was written down; `now` is "" for one that is loaded no more."""

    name: str
    before: str
    now: str


def rules_now() -> dict[str, str]:
    """All rulebooks and calendars of this installation by name, each with the SHA-256 of its text."""
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in rule_texts().items()}


def rules_altered() -> list[RuleAltered]:
    """What differs from what was last written down; what is new is no alteration."""
    known, now = _known(), rules_now()
    return [
        RuleAltered(name, before, now.get(name, "")) for name, before in known.items() if now.get(name, "") != before
    ]


def rules_record(*, actor: Actor, at: datetime) -> int:
    """Write down rulebooks and calendars that are new; gives how many. What was altered stays as it was noted."""
    with transaction.atomic():
        known, now = _known(), rules_now()
        fresh = {name: digest for name, digest in now.items() if name not in known}
        if fresh:
            # With the old hashes of what was altered: a new file beside it mustn't make that accepted.
            _write(RECORDED, {**known, **fresh}, sorted(fresh), "", actor, at)
    return len(fresh)


def rules_accept(*, actor: Actor, reason: str, at: datetime) -> list[RuleAltered]:
    """Write down what is in force now, with the reason why it was altered; gives what was.

    The system only. Raises NotAllowed, RulesReasonMissing, RulesUnaltered.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotAllowed
    if len(reason.strip()) < _SHORTEST_REASON:
        raise RulesReasonMissing
    with transaction.atomic():
        altered = rules_altered()
        if not altered:
            raise RulesUnaltered
        _write(ACCEPTED, rules_now(), [rule.name for rule in altered], reason.strip(), actor, at)
    return altered


def rules_take_up(*, actor: Actor, at: datetime) -> list[RuleAltered]:
    """Write down the rules that another version of the program has brought along; gives what was.

    The house's own files are left: whoever altered those says why (`rules_accept`). The system only, once a version
    has just been brought in. Raises NotAllowed.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotAllowed
    with transaction.atomic():
        shipped = shipped_rule_names()
        brought = [rule for rule in rules_altered() if rule.now and rule.name in shipped]
        if brought:
            files = {**_known(), **{rule.name: rule.now for rule in brought}}
            _write(ACCEPTED, files, [rule.name for rule in brought], _UPGRADED, actor, at)
    return brought


def _known() -> dict[str, str]:
    newest = [entry for kind in (RECORDED, ACCEPTED) if (entry := newest_entry_of(subject=_SUBJECT, kind=kind))]
    if not newest:
        return {}
    files = max(newest, key=lambda entry: entry.id).facts["files"]
    return {name: str(digest) for name, digest in files.items()} if isinstance(files, dict) else {}


def _write(kind: str, files: dict[str, str], names: list[str], reason: str, actor: Actor, at: datetime) -> None:
    facts: dict[str, JsonValue] = {"files": files, "names": names, "reason": reason}
    entry_append(kind=kind, subject=_SUBJECT, at=at, actor=actor.ref, facts=facts)
