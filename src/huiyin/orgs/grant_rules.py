"""What takes two people: which posts, which states a proposal has, and which duties one account can't join."""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

from huiyin.kernel.actor import Role
from huiyin.kernel.text import N_

# So long a proposal waits before it lapses, and so long an account counts as new to whoever made it.
GRANT_WAITS = timedelta(days=14)
ACCOUNT_IS_NEW = timedelta(days=30)
GRANT_REASON_LENGTH = 300

# A link goes to a mailbox at once; a code waits until somebody meets the officer. An address that an administrator
# typed waits, so that the old one is read in time.
LINK_LASTS = timedelta(days=2)
CODE_LASTS = timedelta(days=7)
ADDRESS_WAITS = timedelta(days=7)

# These read what people filed, who they are, reviews, or (the auditor) who looked at it.
OPENING_ROLES = frozenset(
    {Role.REGISTRAR, Role.HANDLER, Role.APPROVER, Role.LEADER, Role.REVIEWER, Role.AUDITOR},
)
# Whoever holds one of these needs a second step of signing in, where it is demanded for `sensitive` posts.
SECOND_FACTOR_ROLES = OPENING_ROLES | {Role.ADMINISTRATOR}
# Whoever holds one of these in a unit may become a reader of what is sealed there.
READING_ROLES = frozenset({Role.REGISTRAR, Role.HANDLER, Role.APPROVER, Role.LEADER, Role.REVIEWER})

# The three duties that one account can't join where the installation says so. Whoever leads agrees to grants.
DUTIES: dict[Role, str] = {
    Role.ADMINISTRATOR: N_("系统管理"),
    Role.LEADER: N_("安全管理"),
    Role.AUDITOR: N_("审计"),
}


class GrantKind(StrEnum):
    """What is granted: a post, or reading what is sealed in a unit from then on."""

    POST = "post"
    READER = "reader"


GRANT_KIND_LABELS: dict[GrantKind, str] = {
    GrantKind.POST: N_("担任职位"),
    GrantKind.READER: N_("读密封事项"),
}


class ResetWay(StrEnum):
    """How an officer gets at a password of their own."""

    MAIL = "mail"
    CODE = "code"
    # Also by a code; with it the second step of signing in is switched off, whose telephone is lost.
    CODE_STEP = "code_step"


BY_HAND = (ResetWay.CODE, ResetWay.CODE_STEP)
"""The ways on which a second person hands a code over."""


class GrantState(StrEnum):
    """Where a proposal stands; `ended` is a reader's grant that was in effect."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ENDED = "ended"


GRANT_STATE_LABELS: dict[GrantState, str] = {
    GrantState.WAITING: N_("等待同意"),
    GrantState.AGREED: N_("已同意，已生效"),
    GrantState.REFUSED: N_("没有同意"),
    GrantState.WITHDRAWN: N_("已撤回"),
    GrantState.LAPSED: N_("过期，没有生效"),
    GrantState.ENDED: N_("已终止"),
}


def joined_duties(roles: Collection[Role]) -> tuple[Role, ...]:
    """The duties among these roles, where they are more than one account may have; empty otherwise."""
    found = tuple(role for role in DUTIES if role in roles)
    return found if len(found) > 1 else ()
