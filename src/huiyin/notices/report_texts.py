"""What notices say of reports to those above: subject first, then the lines."""

from collections.abc import Mapping

from huiyin.kernel.text import N_

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
