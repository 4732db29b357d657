"""The parts of attacks that need the program itself: see `bench.inside`. Each ends with 1 where it was noticed."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from huiyin.clocks.models import Clock
from huiyin.documents.errors import FileAltered
from huiyin.documents.services import file_open
from huiyin.kernel.actor import Role
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.ledger.rules.canonical import commitment
from huiyin.ledger.rules.merkle import leaf_hash
from huiyin.ledger.selectors import opening_of
from huiyin.matters.core.rules.states import State
from huiyin.matters.delivery.rules import ServiceMethod
from huiyin.matters.delivery.selectors.late_steps import steps_late
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.models import Matter
from huiyin.orgs.models import Post
from huiyin.orgs.selectors import actor_for
from huiyin.workflow.errors import LateReasonRequired

_ANSWERS = ("answer", "answer_promise", "answer_limit", "simple_answer")


def forged() -> int:
    """Print the newest entry's row as somebody without the key would rewrite it, all its hashes right."""
    entry = Entry.objects.exclude(seq=None).latest("seq")
    content = '{"facts":{"forged":true},"rows":{}}'
    sealed = commitment(bytes(entry.salt or b""), content)
    opening = replace(opening_of(entry), commitment=sealed)
    row = {
        "seq": entry.seq,
        "content": content,
        "commitment": sealed.hex(),
        "leaf_hash": leaf_hash(opening.leaf_data()).hex(),
    }
    print(json.dumps(row))
    return 0


def dated_back() -> int:
    """Serve an approved reply twenty days after it was due, dated before that."""
    matter = Matter.objects.filter(state=State.APPROVED, handler_id__isnull=False).earliest("pk")
    clock = Clock.objects.filter(subject_id=matter.pk, stopped_at=None, code__in=_ANSWERS).earliest("due_at")
    at = clock.due_at + timedelta(days=20)
    approved_at = matter.replies.latest("round").approved_at
    assert approved_at is not None and matter.handler_id is not None
    handler = actor_for(officer_id=matter.handler_id, on=office_day(at))
    given: dict[str, Any] = {
        "actor": handler, "matter_id": matter.pk, "method": ServiceMethod.IN_PERSON,
        "served_on": office_day(approved_at), "at": at,
    }  # fmt: skip
    try:
        reply_serve(**given)
    except LateReasonRequired as refusal:
        refused = str(refusal)
    else:
        return 0
    reply_serve(late_reason="回执上周才找到", **given)
    clock.refresh_from_db()
    auditor = Post.objects.filter(role=Role.AUDITOR, officer_id__isnull=False).earliest("pk")
    assert auditor.officer_id is not None
    listed = [step.number for step in steps_late(actor=actor_for(officer_id=auditor.officer_id))]
    print(f"{refused} 写明理由后时限 {clock.code} 是 {clock.outcome}，补记的步骤里有 {', '.join(listed)}。")
    return int(clock.outcome == "late" and matter.number in listed)


def handed_on(file_id: str) -> int:
    """Open a file as pages do."""
    try:
        file_open(file_id=UUID(file_id)).close()
    except FileAltered as refusal:
        print(refusal)
        return 1
    return 0
