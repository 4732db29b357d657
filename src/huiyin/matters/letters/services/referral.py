"""What goes to an aid scheme: what the petitioner has agreed to, and nothing of what the matter is about."""

from huiyin.clocks.selectors import rulebook
from huiyin.documents.letters import LetterContent, Line, Section
from huiyin.documents.letters.printing import chinese_date
from huiyin.documents.rules.letters import TITLES, LetterCode
from huiyin.kernel.time import office_day
from huiyin.matters.assistance.rules import CONSENT_LABELS, ConsentWay
from huiyin.matters.letters.services.texts import LetterCase
from huiyin.matters.models import Referral


def referral(case: LetterCase, row: Referral) -> LetterContent:
    """救助转介函 (条例 Art 37): which help is asked for, why, and that the person has agreed."""
    unit, day = case.matter.lead_unit, office_day(case.at)
    rule = rulebook(day).letter(code=LetterCode.REFERRAL, kind=case.matter.kind)
    return LetterContent(
        code=LetterCode.REFERRAL.value,
        title=rule.name if rule else TITLES[LetterCode.REFERRAL],
        unit=unit.name,
        issued_on=day,
        matter=case.matter.number,
        addressee=row.to_unit.name if row.to_unit else row.to_body,
        # No name stands on it: the scheme reaches the person by way of the unit, or when they bring the letter.
        opening=(
            "现将一位申请人的救助需求转介给你单位，请按规定审核办理，并把结果告知我们。"
            "联系本人请经我们转达，或者由本人持本函前来。"
        ),
        fields=(
            Line("申请的救助", row.scheme),
            # Written in the transaction in which the petitioner agrees, so its day is that of the consent.
            Line("本人同意", f"{CONSENT_LABELS[ConsentWay(row.consent_way)]}，{chinese_date(day)}"),
            Line("联系单位", unit.name),
            Line("联系电话", unit.phone),
        ),
        sections=(Section("遇到的困难", text=row.why),),
        article=rule.article if rule else "",
        # They read it under their number as well.
        copies=("申请人",),
    )
