"""What notices say of reports to those above and of talks with those below: subject first, then the lines."""

from collections.abc import Mapping

from huiyin.kernel.text import N_

TALK_TEXTS: Mapping[str, tuple[str, ...]] = {
    "talk_called": (
        N_("上级约谈您的单位"),
        N_("上级通知约谈您单位的主要负责人，原因、日期和地点请登录后看。"),
    ),
    "talk_held": (
        N_("约谈已经记录"),
        N_("约谈已经记录，承诺的措施已列入任务。"),
    ),
    "talk_answered": (
        N_("被约谈的单位有了书面说明"),
        N_("被约谈的单位有了书面说明，请看。"),
    ),
    "talk_cancelled": (
        N_("约谈取消了"),
        N_("约谈取消了，原因请登录后看。"),
    ),
}
REPORT_TEXTS: Mapping[str, tuple[str, ...]] = {
    "report_up_waiting": (
        N_("有上报的报告等您审批：%(number)s"),
        N_("编号 %(number)s 的事项，有给上级的报告等您审批。"),
    ),
    "report_up_returned": (
        N_("上报的报告被退回：%(number)s"),
        N_("编号 %(number)s 的事项，给上级的报告被退回，请修改。"),
    ),
    "report_up_approved": (
        N_("上报的报告已批准，请送出：%(number)s"),
        N_("编号 %(number)s 的事项，给上级的报告已批准，请送出并登记。"),
    ),
}
