"""How the steps are said around instructions: for staff alone."""

from huiyin.kernel.text import NP_
from huiyin.matters.core.rules.wording import EventWordings

INSTRUCTION: EventWordings = {
    "matters.instruction.recorded": (NP_("经过", "登记上级交办"), ""),
    "matters.instruction.extended": (NP_("经过", "上级同意延期上报"), ""),
    "matters.instruction.report_drafted": (NP_("经过", "起草上报报告"), ""),
    "matters.instruction.report_approved": (NP_("经过", "批准上报报告"), ""),
    "matters.instruction.report_returned": (NP_("经过", "退回上报报告"), ""),
    "matters.instruction.report_sent": (NP_("经过", "登记已上报"), ""),
}
