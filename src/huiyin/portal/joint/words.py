"""Where a joint matter stands, said to those who speak for it or signed it."""

from django.utils.translation import gettext

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import State

# Drafting and approving aren't here: joint_status gives both as investigating.
_NOW = {
    State.REGISTERED: N_("已经登记，正在看由谁来办。"),
    State.ACCEPTED: N_("已经受理，承办单位正在安排人。"),
    State.INVESTIGATING: N_("承办单位正在查清事实。"),
    State.SERVED: N_("已经书面答复，请看下面。"),
    State.RATED: N_("已经书面答复，请看下面。"),
    State.UNDER_REVIEW: N_("申请了复查，上一级正在看。"),
    State.REVIEWED: N_("复查意见已经作出，请看下面。"),
    State.UNDER_RECHECK: N_("申请了复核，上一级正在看。"),
    State.CARRYING_OUT: N_("复核意见已经作出，请看下面。承办单位正在落实答应的事。"),
    State.CLOSED: N_("这件事项已经办结。"),
    State.FINALISED: N_("复核意见已经作出，请看下面。这件事项终结。"),
    State.DECLINED: N_("决定不予受理，牵头的信访人看得到理由。"),
    State.REDIRECTED: N_("这件事项要走另外的途径，牵头的信访人看得到怎么办。"),
    State.WITHDRAWN: N_("牵头的信访人已经撤回。"),
}
# What a signer is told where a representative can read on: answers are for those who speak for all.
_TO_SIGNERS = {
    State.SERVED: N_("已经书面答复，答复在牵头的信访人和代表那里。"),
    State.RATED: N_("已经书面答复，答复在牵头的信访人和代表那里。"),
    State.REVIEWED: N_("复查意见已经作出，在牵头的信访人和代表那里。"),
    State.CARRYING_OUT: N_("复核意见已经作出，承办单位正在落实答应的事。"),
    State.FINALISED: N_("复核意见已经作出，这件事项终结。"),
}


def where_words(state: str) -> str:
    """To a representative, whose page has the reply."""
    return gettext(_NOW[State(state)])


def where_words_to_signer(state: str) -> str:
    """To whoever signed, whose page has none."""
    return gettext(_TO_SIGNERS.get(State(state), _NOW[State(state)]))
