"""The letter by which a unit's head is called to a talk. It names no matter and no petitioner."""

from datetime import datetime

from huiyin.clocks.selectors import rulebook
from huiyin.documents.letters import Item, LetterContent, Line, Section
from huiyin.documents.letters.printing import chinese_date
from huiyin.documents.rules.letters import TITLES, LetterCode
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import Kind
from huiyin.supervision.talks.figures import GroundFigure
from huiyin.supervision.talks.models import Talk
from huiyin.supervision.talks.rules import GROUND_LABELS, TalkGroundCode

_COUNTED = {TalkGroundCode.RECOMMENDATIONS: "份"}


def talk_letter(row: Talk, grounds: tuple[GroundFigure, ...], at: datetime) -> LetterContent:
    """约谈通知书 (条例 Art 39): on which grounds, when and where; the unit can answer in writing."""
    day = office_day(at)
    rule = rulebook(day).letter(code=LetterCode.TALK_NOTICE, kind=Kind.SUGGESTION)
    found = tuple(
        Item(f"{GROUND_LABELS[ground.code]}：{ground.count}{_COUNTED.get(ground.code, '件')}") for ground in grounds
    )
    place = (Line("地点", row.place),) if row.place else ()
    parts = (
        Section(f"最近{row.days}天的情况", items=found),
        Section("请准备", text=row.words),
        Section("说明", text="你单位可以就上述情况书面说明；约谈时请提出整改措施和完成日期。"),
    )
    return LetterContent(
        code=LetterCode.TALK_NOTICE.value,
        title=rule.name if rule else TITLES[LetterCode.TALK_NOTICE],
        unit=row.by_unit.name,
        issued_on=day,
        addressee=row.unit.name,
        opening="因办理信访事项中的下列情况，现约谈你单位主要负责人。",
        fields=(Line("日期", chinese_date(row.meet_on)), *place),
        sections=tuple(part for part in parts if part.text or part.items),
        article=rule.article if rule else "",
    )
