"""Drafts that officers have lying: one with a text and a file, one that a colleague goes on with."""

from datetime import datetime, timedelta
from io import BytesIO

from huiyin.cli.demo.county import County
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.ids import new_token
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.drafts.rules import DraftSeen
from huiyin.matters.drafts.services.files import move_draft_file_add
from huiyin.matters.drafts.services.handing import move_draft_hand
from huiyin.matters.drafts.services.keeping import move_draft_save
from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList, matter_list_for
from huiyin.orgs.selectors import actor_for

_BUREAU = "housing"
_FACTS = (
    "三月以来到现场看过两次，和物业、住户代表各谈了一次。反映的情况基本属实，",
    "调取了近三年的维修记录，和当事人核对过。还要等检测机构的结论，",
)
_FILE = "现场勘查记录.txt"
_RECORD = "现场勘查记录：参加人员、时间、所见情况，由当事人核对后签字。\n"


def drafts_leave(county: County, *, at: datetime) -> None:
    """Two answers that are half written, each by the handler of a matter that is worked on."""
    found = [
        (actor, number)
        for username in county.roll.of(_BUREAU, Role.HANDLER)
        for actor in [actor_for(officer_id=county.officers[username])]
        for number in _worked_on(actor)
    ]
    approver = county.officers[county.roll.first(_BUREAU, Role.APPROVER)]
    for place, ((actor, number), facts) in enumerate(zip(found, _FACTS, strict=False)):
        draft_id = _keep(actor, number, facts, at=at - timedelta(hours=2 - place)).id
        if draft_id is None:
            continue
        if place == 0:
            content = BytesIO(_RECORD.encode())
            move_draft_file_add(actor=actor, draft_id=draft_id, content=content, name=_FILE, at=at)
        else:
            move_draft_hand(actor=actor, draft_id=draft_id, officer_id=approver, at=at)


def _worked_on(actor: Actor) -> list[str]:
    only = MatterFilter(state=State.INVESTIGATING)
    return [row.number for row in matter_list_for(actor=actor, work_list=WorkList.MINE, only=only).rows]


def _keep(actor: Actor, number: str, facts: str, *, at: datetime) -> DraftSeen:
    return move_draft_save(
        actor=actor,
        number=number,
        action=Action.DRAFT,
        typed=(("facts", facts),),
        seen=DraftSeen(new_token()),
        matter_version=matter_get_for(actor=actor, number=number).version,
        at=at,
    )
