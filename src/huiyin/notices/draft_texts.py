"""What notices to officers say of the draft of a reply, by code: subject, then the text."""

from collections.abc import Mapping

from huiyin.kernel.text import N_

DRAFT_TEXTS: Mapping[str, tuple[str, ...]] = {
    "draft_returned": (
        N_("答复草稿被退回：%(number)s"),
        N_("编号 %(number)s 的答复草稿被退回，请看过意见再改。"),
    ),
    "draft_handed": (
        N_("答复草稿交到您这里：%(number)s"),
        N_("编号 %(number)s 的答复草稿交到您这里，请接着写。"),
    ),
    "draft_taken_back": (
        N_("答复草稿被取回：%(number)s"),
        N_("编号 %(number)s 的答复草稿，起草人已经取回，不用再写。您写的内容都在里面。"),
    ),
    "draft_recalled": (
        N_("答复已撤回修改：%(number)s"),
        N_("编号 %(number)s 的答复，起草人撤回修改，现在不用审批。改好后会再请您审批。"),
    ),
}
