"""Refusals around officers' drafts."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere


class MoveDraftNotFound(NotThere):
    """There is no such draft, or it isn't this officer's."""

    sentence = "没有找到这份草稿，可能已经提交、清空，或者交给了别人。"


class MoveDraftChanged(Conflict):
    """Another window has kept newer text since this page was shown."""

    sentence = "另一个窗口里存过更新的草稿：这一页写的没有存，也没有覆盖它。请把要留的复制出来，再重新打开表单。"


class MoveDraftGone(Conflict):
    """It was sent, cleared or handed on since this page was shown."""

    sentence = "这份草稿已经提交、清空，或者交给了别人：这一页写的没有存。需要的话请先复制出来。"


class MoveDraftNotKept(Conflict):
    """Words that go under the seal of a sealed matter aren't kept outside it."""

    sentence = "密封事项的这一项不存草稿，写好请直接提交。"


class DraftHandNotAllowed(NotAllowed):
    """Only a draft of one's own, of a reply or a settlement that can still be handed in."""

    sentence = "这份草稿不能交给别人：只有自己起草的答复和协议，在还能提交的时候可以。"


class DraftReturnConflict(Conflict):
    """Whoever began it can't see the matter any more."""

    sentence = "原来写它的人已经看不到这件事项，草稿交不回去。"


class ColleagueUnknown(BadInput):
    """Somebody of another unit, or who may not see the matter."""

    sentence = "请选本单位看得到这件事项的同事。"
    field = "officer"


class DraftTakesNoFiles(BadInput):
    """Only answers and records of visits have files, and none of a sealed matter."""

    sentence = "这份草稿不能带附件。"
    field = "files"


class MoveDraftTooLong(BadInput):
    """More than any form takes."""

    sentence = "草稿太长，没有存。请分成几次写。"
