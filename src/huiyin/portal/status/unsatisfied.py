"""What can be done by who isn't satisfied: said on the page at any time, with the lengths of the rules in force."""

from django.utils.translation import gettext

from huiyin.clocks.selectors import ClockView, length_text
from huiyin.matters.core.rules.states import UNANSWERED_STATES, Action, State
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.review.rules import LEVEL_LABELS, ReviewLevel
from huiyin.matters.review.selectors.windows import may_be_reviewed

_WINDOWS = frozenset({"review_window", "recheck_window"})


def unsatisfied_lines(matter: MatterView) -> list[str]:
    """The sentences of the section, the most useful one first."""
    for action, level in ((Action.ASK_REVIEW, ReviewLevel.REVIEW), (Action.ASK_RECHECK, ReviewLevel.RECHECK)):
        if matter.can(action):
            return _ask(matter, level)
    if matter.state in UNANSWERED_STATES:
        urge = gettext("到期还没有答复的，这一页上会有“催办”，按一下就告诉承办单位的负责人。")
        return [*([] if matter.late else [urge]), _later(matter.kind)]
    if matter.state in {State.UNDER_REVIEW, State.UNDER_RECHECK}:
        return [gettext("上一级正在重新看。您要补充的，写在上面的“来往消息”里。")]
    if matter.is_open:
        return [gettext("不满意的地方，写在评价或者“来往消息”里，也可以约领导当面谈。")]
    if matter.state == State.FINALISED:
        return [
            gettext(
                "复核意见是最后的意见。生活有困难的，可以请承办单位转介救助；依法可以起诉的，可以向法院起诉。"
                "有新的事实或者理由，可以重新提交。"
            )
        ]
    return [gettext("已经结束的，有新的事实或者理由，可以重新提交。还能怎么办，写在给您的文书里。")]


def _ask(matter: MatterView, level: ReviewLevel) -> list[str]:
    """Nothing while the time for it runs: its clock says by when, right here."""
    if window_of(matter) is not None:
        return []
    return [gettext("不服的，可以申请%(review)s，请上一级重新看。") % {"review": gettext(LEVEL_LABELS[level])}]


def window_of(matter: MatterView) -> ClockView | None:
    """The clock within which a review can be asked for now; it stands here, beside what can be done."""
    if not (matter.can(Action.ASK_REVIEW) or matter.can(Action.ASK_RECHECK)):
        return None
    running = (clock for clock in matter.clocks if clock.code in _WINDOWS and clock.stopped_at is None)
    return next((clock for clock in running if not clock.is_over), None)


def _later(kind: str) -> str:
    if not may_be_reviewed(kind):
        return gettext("收到答复以后，可以在 %(length)s内评价，写明哪里不满意。") % {
            "length": length_text(code="review_window", kind=kind)
        }
    return gettext("收到答复以后不服的，可以在 %(length)s内申请复查，请上一级重新看。") % {
        "length": length_text(code="review_window", kind=kind)
    }
