"""How a petitioner is told who may see a matter: what was recognised, and what wasn't.

Of an officer they read only that somebody was recognised: the page of one who guesses must not confirm a name.
"""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from huiyin.matters.receipt.selectors import ReceiptView
from huiyin.matters.respondents.selectors.naming import Naming


def naming_lines(named: Naming) -> tuple[str, ...]:
    """What was recognised in a form's words, a sentence each, before it is sent."""
    return (
        *concerned_lines(named.concerned_text, named.concerned_name),
        *barred_lines(units=named.barred_names, officers=named.officers),
        *unsettled_lines(is_settled=named.is_settled, unknown=named.unknown),
    )


def receipt_lines(receipt: ReceiptView) -> tuple[str, ...]:
    """The same of what was sent."""
    return (
        *concerned_lines(receipt.concerned, receipt.concerned_unit),
        *barred_lines(
            units=[bar.name for bar in receipt.bars if not bar.is_officer],
            officers=sum(bar.is_officer for bar in receipt.bars),
        ),
        *unsettled_lines(is_settled=receipt.respondents_settled),
    )


def concerned_lines(written: str, name: str) -> tuple[str, ...]:
    """About the unit that may answer."""
    if not written:
        return ()
    if not name:
        return (gettext("没有认出这个单位，登记的人会看由谁来办。"),)
    return (gettext("已认出：%(unit)s。它可以看到这件事，也可以由它答复您。") % {"unit": name},)


def barred_lines(*, units: Sequence[str], officers: int) -> tuple[str, ...]:
    """About who doesn't see it."""
    lines = []
    if units:
        names = gettext("、").join(units)
        lines.append(gettext("已认出：%(units)s，它和下属看不到这件事。") % {"units": names})
    if officers:
        sentence = ngettext(
            "已认出 %(count)d 名工作人员，本人和由其领导的人看不到这件事。",
            "已认出 %(count)d 名工作人员，本人和由其领导的人看不到这件事。",
            officers,
        )
        lines.append(sentence % {"count": officers})
    return tuple(lines)


def unsettled_lines(*, is_settled: bool, unknown: str = "") -> tuple[str, ...]:
    """About who may be meant besides."""
    if is_settled:
        return ()
    if not unknown:
        return (gettext("还没有认出反映的是谁。登记的人会先核对，核对清楚以前不转给任何单位。"),)
    sentence = gettext("没有认出：“%(words)s”。登记的人会先核对是谁，核对清楚以前不转给任何单位。")
    return (sentence % {"words": unknown},)
