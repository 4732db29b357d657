"""Why a step isn't possible now, in a sentence. Only steps that are still ahead are explained."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.desk.matter.linking.forms import closed_by_links, leading
from huiyin.desk.matter.registry import is_quiet, reasons
from huiyin.desk.matter.seal.forms import NOT_A_READER
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.labels import ACTION_LABELS
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.moves import moves_from

_AHEAD: dict[State, dict[Action, str]] = {
    State.REGISTERED: {
        Action.ASSIGN_HANDLER: N_("受理以后才能指定承办人。"),
        Action.DRAFT: N_("受理并指定承办人以后，由承办人起草。"),
        Action.SERVE: N_("送达要先起草答复，并由另一位审批人批准。"),
    },
    State.ACCEPTED: {
        Action.DRAFT: N_("指定承办人以后，由承办人起草。"),
        Action.SERVE: N_("送达要先起草答复，并由另一位审批人批准。"),
    },
    State.INVESTIGATING: {
        Action.APPROVE: N_("承办人起草好以后，由另一位审批人批准。"),
        Action.SERVE: N_("送达要先起草答复，并由另一位审批人批准。"),
    },
    State.DRAFTED: {
        Action.SERVE: N_("送达要先由另一位审批人批准。"),
        Action.ASSIGN_UNIT: N_("答复正在审批；退回修改以后才能交给其他单位。"),
        Action.ASSIGN_HANDLER: N_("答复正在审批；退回修改以后才能换承办人。"),
    },
    State.APPROVED: {
        Action.CLOSE: N_("答复送达、信访人评价以后才能办结。"),
        Action.ASSIGN_UNIT: N_("答复已经批准，请由现在的单位送达。"),
    },
    State.SERVED: {Action.CLOSE: N_("信访人评价以后可以办结；没有评价的，期限过后自动办结。")},
}
# Steps of the road that somebody else may make now.
_PRIMARY_ACTIONS = (
    Action.ACCEPT, Action.ASSIGN_HANDLER, Action.DRAFT, Action.APPROVE, Action.SERVE, Action.CLOSE,
    Action.TAKE_REVIEW, Action.TAKE_RECHECK, Action.DRAFT_OPINION, Action.DECIDE_REVIEW, Action.DECIDE_RECHECK,
)  # fmt: skip
_WHO: dict[May, str] = {
    May.RECEIVE: N_("由%(unit)s的接访登记员或审批人办。"),
    May.DIRECT: N_("由%(unit)s的接访登记员、审批人或负责人办。"),
    May.HANDLE: N_("由承办人%(handler)s起草。"),
    May.APPROVE: N_("由%(unit)s的另一位审批人批准。"),
    May.STAFF: N_("由%(unit)s的人员办。"),
    May.REVIEW: N_("由上一级的复查复核员办，参与过这件事的人不能办。"),
    May.DECIDE_ABOVE: N_("由承办它的复查复核员起草，起草好的等另一位批准。"),
    May.APPROVE_ABOVE: N_("起草以后，由决定的单位里另一位没有参与过的人批准：复查复核员、审批人或者负责人。"),
    May.CLOSE: N_("由%(unit)s的接访登记员或审批人办。"),
}
_ENDED: dict[State, str] = {
    State.CLOSED: N_("这件事项已经办结，只能查看。"),
    State.FINALISED: N_("复核意见已经作出，这件事项终结，只能查看。"),
    State.DECLINED: N_("这件事项已决定不予受理，只能查看。"),
    State.REDIRECTED: N_("这件事项已告知另途，只能查看。"),
    State.WITHDRAWN: N_("信访人已撤回这件事项，只能查看。"),
}


@dataclass(frozen=True, slots=True)
class BlockedMove:
    """A step and why it isn't possible now."""

    label: str
    why_not: str


def ended(page: MatterView) -> str:
    """That nothing more can be done, or "" while something can."""
    sentence = _ENDED.get(State(page.state))
    return _(sentence) if sentence else ""


def blocked_on_page(page: MatterView, actor: Actor, action: Action) -> str:
    """Why a move that the table allows this actor would be refused all the same, or ""."""
    return next((_(why) for reason in reasons() if (why := reason(page, actor, action))), "")


def reasons_of(page: MatterView, actor: Actor) -> tuple[BlockedMove, ...]:
    """The steps ahead that aren't possible now, the nearest first."""
    return tuple(BlockedMove(_(ACTION_LABELS[action]), why) for action, why in _reasons(page, actor))


def _reasons(page: MatterView, actor: Actor) -> Iterator[tuple[Action, str]]:
    # A merged matter is worked on with the one that leads it, so no other step is ahead here.
    if leading(page):
        yield Action.DRAFT, closed_by_links(page, actor, Action.DRAFT)
        return
    for move in page.moves:
        if is_quiet(move.action):
            continue
        if (why := blocked_on_page(page, actor, move.action)) and (
            # Said once, beside opening the seal, and not for each move around it.
            why != _(NOT_A_READER) or move.action is Action.OPEN_SEAL
        ):
            yield move.action, why
    now = moves_from(State(page.state))
    for action in _PRIMARY_ACTIONS:
        if action in now and not page.can(action) and now[action].may in _WHO:
            # A leader above may not approve, a registrar may not draft: who may is said.
            yield action, _(_WHO[now[action].may]) % {"unit": page.lead_unit, "handler": page.handler}
    for action, sentence in _AHEAD.get(State(page.state), {}).items():
        yield action, _(sentence)
