"""What lists of matters are called, what they say while there is nothing in them, and which of them are counted."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.kernel.text import N_
from huiyin.matters.lists.selectors.lists import WorkList


@dataclass(frozen=True, slots=True)
class ListWords:
    """A list's name and, while it is empty, what it would show and how to get the first one.

    `is_counted`: what is in it waits for the reader, so the menu says how much; of a whole unit it would be noise.
    `key` opens it from anywhere.
    """

    label: str
    empty_title: str
    empty_text: str
    is_counted: bool = True
    key: str = ""


LIST_WORDS = {
    WorkList.MINE: ListWords(
        N_("我承办的"), N_("现在没有您承办的事项"), N_("指定您承办的事项会出现在这里，先到期的排在最前。"), key="m"
    ),
    WorkList.ARRIVALS: ListWords(
        N_("新到的"),
        N_("没有新到的事项"),
        N_("网上提交的、登记的和转来的事项，受理和指定承办人之前都在这里。"),
        key="a",
    ),
    WorkList.APPROVALS: ListWords(
        N_("等我审批"),
        N_("没有等您审批的事项"),
        N_("起草好的答复、延期申请、对转交的异议和争议，等您决定时会出现在这里。"),
        key="p",
    ),
    WorkList.TO_SERVE: ListWords(
        N_("待送达"), N_("没有待送达的答复"), N_("批准后的答复在这里，送达信访人才算答复。"), key="s"
    ),
    WorkList.UNIT: ListWords(
        N_("本单位全部"),
        N_("本单位现在没有未办结的事项"),
        N_("交给本单位的事项会出现在这里，办结后可以用“查找”找到。"),
        is_counted=False,
        key="w",
    ),
    WorkList.ASSIST: ListWords(
        N_("协办"), N_("没有等本单位协办的事项"), N_("别的单位请本单位协办的事项，答复以前都在这里。"), key="h"
    ),
    WorkList.BELOW: ListWords(
        N_("下级单位"),
        N_("您领导的单位现在没有未办结的事项"),
        N_("下级单位在办的事项会出现在这里，先到期的排在最前。"),
        is_counted=False,
        key="b",
    ),
    WorkList.REVIEWS: ListWords(
        N_("复查复核"),
        N_("没有等本单位复查复核的事项"),
        N_("申请复查或者复核的事项，作出意见以前都在这里。"),
        key="r",
    ),
}


def work_list_label(work_list: WorkList) -> str:
    """What a list is called, in the reader's language."""
    return _(LIST_WORDS[work_list].label)
