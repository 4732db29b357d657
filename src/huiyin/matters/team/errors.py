"""Refusals around the team of an owned matter."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed


class MemberUnknown(BadInput):
    """Nobody of that name works in that unit."""

    sentence = "这个单位里没有叫这个名字的工作人员；有同名的，请先到单位问清。"
    field = "name"


class MemberBarred(BadInput):
    """Whom a matter is about, and who stands aside from it, has no part in it."""

    sentence = "这位工作人员不能参加这件事项的专班：和这件事项有关，或者要回避。"
    field = "name"


class MemberUnsettled(Conflict):
    """Whoever would be asked could be the one."""

    sentence = "先写明被反映方，才能请人进专班。"


class MemberPartMissing(BadInput):
    """Everybody on a team has a part."""

    sentence = "请写明负责什么。"
    field = "part"


class MemberDayInvalid(BadInput):
    """A part is a task, and a task has a day."""

    sentence = "请填什么时候以前做完：明天以后，五年以内。"
    field = "due_on"


class MemberThere(Conflict):
    """The officer is on the team, or has been asked."""

    sentence = "这位工作人员已经在专班里，或者已经请过。"


class TeamFull(Conflict):
    """More than anybody could lead."""

    sentence = "一个专班最多 %(most)s 人。"


class MemberGone(Conflict):
    """No such member, or no longer."""

    sentence = "专班里没有这位成员，或者已经退出。"


class NotTheirMember(NotAllowed):
    """A unit's leader agrees for its own people; a member leaves by themselves or by either leader."""

    sentence = "由包案领导、成员本人或者成员单位的领导办这一步。"


class MemberReasonMissing(BadInput):
    """Why somebody leaves the team."""

    sentence = "请写明为什么退出。"
    field = "reason"
