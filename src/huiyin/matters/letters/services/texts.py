"""What stands in each letter. Letters are Chinese whatever language the page was read in, and name no petitioner."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from huiyin.clocks.rules.rulebook import Bound
from huiyin.clocks.rules.rulebook import GroundOutcome as GroundOutcome
from huiyin.clocks.selectors import rulebook
from huiyin.documents.letters import Item, LetterContent, Line, Section
from huiyin.documents.letters.printing import chinese_date
from huiyin.documents.rules.letters import TITLES, LetterCode
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.matters.core.rules.labels import OUTCOME_LABELS, PROCEDURE_LABELS
from huiyin.matters.core.rules.states import Kind, Outcome, Procedure
from huiyin.matters.core.selectors.arrival import channel_words
from huiyin.matters.handover.rules import HandoverMode
from huiyin.matters.linking.selectors.split import requests_left
from huiyin.matters.models import (
    Attachment,
    ExtensionAsk,
    Handover,
    Hearing,
    Matter,
    Recommendation,
    Reply,
    Review,
)
from huiyin.matters.recommendation.rules import RECOMMENDATION_LABELS, RecommendationKind
from huiyin.matters.reply.rules import annex_name
from huiyin.matters.review.rules import REVIEW_OUTCOME_LABELS, ReviewLevel, ReviewOutcome

_HELLO = "您好"
_FINAL = (
    "复核意见作出后，以同一事实和理由再提出的事项，我们不再受理。依法可以通过诉讼、仲裁、行政复议等途径解决的，"
    "您仍然可以提出。"
)


@dataclass(frozen=True, slots=True)
class LetterCase:
    """What letters are written from: the matter, the instant, and what the step said and wrote."""

    matter: Matter
    at: datetime
    facts: dict[str, Any]
    rows: Sequence[models.Model]

    @property
    def received(self) -> str:
        """The day on which it came in."""
        return _day(self.matter.received_at)


def acceptance(case: LetterCase) -> LetterContent:
    """受理告知书 (条例 Art 23): what was accepted, by which procedure, by when the answer is owed, by whom."""
    unit = case.matter.lead_unit
    return letter_of(
        case,
        LetterCode.ACCEPTANCE,
        addressee=_HELLO,
        opening=f"您于{case.received}提出的事项，我们决定受理。",
        fields=(
            *about_matter(case),
            Line("程序", PROCEDURE_LABELS[Procedure(case.matter.procedure)]),
            *_due(case),
            Line("承办单位", unit.name),
            Line("联系电话", unit.phone),
        ),
        sections=_requests(case),
    )


def refusal(case: LetterCase) -> LetterContent:
    """不予受理 or, after review and recheck, 不再受理 (条例 Arts 19, 36): the ground, and why it applies."""
    ground = rulebook(office_day(case.at)).ground(str(case.facts.get("ground_code", "")))
    final = ground is not None and ground.outcome is GroundOutcome.FINAL
    return letter_of(
        case,
        LetterCode.FINAL if final else LetterCode.DECLINE,
        addressee=_HELLO,
        opening=f"您于{case.received}提出的事项，我们审查后决定{'不再受理' if final else '不予受理'}。",
        fields=about_matter(case),
        sections=(
            Section("理由", text=ground.sentence if ground else ""),
            Section("说明", text=str(case.facts.get("explanation", ""))),
            *_requests(case),
        ),
        article=ground.article if ground else "",
    )


def redirect(case: LetterCase) -> LetterContent:
    """告知书 (条例 Arts 23, 31): where to go, how, by when."""
    ground = rulebook(office_day(case.at)).ground(str(case.facts.get("ground_code", "")))
    return letter_of(
        case,
        LetterCode.REDIRECT,
        addressee=_HELLO,
        opening=f"您于{case.received}提出的事项，应当按照别的法定途径办理，现告知如下。",
        fields=about_matter(case),
        sections=(
            Section("理由", text=ground.sentence if ground else ""),
            Section("您可以这样办", text=str(case.facts.get("route", ""))),
            *_body(case),
            *_requests(case),
        ),
        article=ground.article if ground else "",
    )


def _body(case: LetterCase) -> tuple[Section, ...]:
    """Which body handles it, by when, and what can be done against its decision (条例 Art 31)."""
    named = (("处理的机关", "body"), ("它的期限", "deadline"), ("不服它的决定", "remedy"))
    given = [(title, str(case.facts.get(key) or "")) for title, key in named]
    return tuple(Section(title, text=text) for title, text in given if text)


def reply(case: LetterCase) -> LetterContent:
    """The answer (条例 Art 32): what was found, an opinion on each request, on what it rests, what can be done."""
    given = next((row for row in case.rows if isinstance(row, Reply)), None)
    given = given or case.matter.replies.order_by("-round")[0]
    opinions = given.opinions.select_related("request").order_by("request__position")
    items = tuple(
        Item(opinion.request.text, OUTCOME_LABELS[Outcome(opinion.outcome)], opinion.reasons) for opinion in opinions
    )
    steps = [(step.text, step.due_on) for step in given.promised_steps.order_by("position")]
    files = given.files.order_by(*Attachment.IN_ORDER).values_list("file__name", flat=True)
    return reply_of(case, given, items, steps, files)


def reply_of(
    case: LetterCase,
    given: Reply,
    items: tuple[Item, ...],
    steps: Sequence[tuple[str, date]],
    files: Iterable[str] = (),
) -> LetterContent:
    """The answer of a row, stored or not: `items` are the opinions, `steps` what is promised by which day.

    `files` are the names of those that come along.
    """
    return letter_of(
        case,
        LetterCode.REPLY,
        addressee=_HELLO,
        opening=f"您于{case.received}提出的事项，我们已经办理完毕，现答复如下。",
        fields=(
            *about_matter(case),
            Line("受理日期", _day(case.matter.accepted_at)),
        ),
        sections=(
            Section("我们查明的情况", text=given.facts),
            Section("对各项诉求的意见", items=items),
            *_settlement(given),
            *_promises(steps),
            Section("依据", text=given.basis),
            *_annexes(files),
        ),
        # A settlement rests on Article 33, not on what the rulebook names for an answer.
        article=given.basis if given.settlement else "",
    )


def _settlement(given: Reply) -> tuple[Section, ...]:
    """What both sides have agreed on (条例 Art 33)."""
    return (Section("和解（调解）协议", text=given.settlement, attached=True),) if given.settlement else ()


def _annexes(files: Iterable[str]) -> tuple[Section, ...]:
    """The files that come along, by name; whoever gets the letter finds them on the matter's page."""
    items = tuple(Item(annex_name(name)) for name in files)
    return (Section("附件", items=items, listed=True),) if items else ()


def _promises(steps: Sequence[tuple[str, date]]) -> tuple[Section, ...]:
    """What the answer promises, by when."""
    lines = [f"{number}. {words}（{chinese_date(on)}前）" for number, (words, on) in enumerate(steps, start=1)]
    text = "\n".join(lines)
    return (Section("我们承诺做到", text=text),) if text else ()


def handover(case: LetterCase, row: Handover) -> LetterContent:
    """转送单 or 交办函 (条例 Art 22): what is sent on to whom, and by when a report is asked for."""
    assigned = row.mode == HandoverMode.ASSIGN
    way = "交由你单位办理" if assigned else "转送你单位"
    asked = f"请在{chinese_date(row.report_due_on)}前书面报告办理结果。" if row.report_due_on else ""
    return letter_of(
        case,
        LetterCode.ASSIGN if assigned else LetterCode.FORWARD,
        unit=row.from_unit.name,
        addressee=row.to_unit.name,
        opening=f"现将下列信访事项{way}，请依法按期办理并答复信访人。{asked}",
        fields=about_matter(case),
        sections=(Section("说明", text=row.words), *_requests(case)),
    )


def objection(case: LetterCase, row: Handover) -> LetterContent:
    """异议函 (条例 Art 24): why the matter doesn't belong here."""
    return letter_of(
        case,
        LetterCode.OBJECTION,
        unit=row.to_unit.name,
        addressee=row.from_unit.name,
        opening=f"你单位于{_day(row.at)}转来的信访事项，我们认为不属于我们的职责，现提出异议。",
        fields=about_matter(case),
        sections=(Section("理由", text=row.objection),),
    )


def closing_report(case: LetterCase, row: Handover) -> LetterContent | None:
    """办结报告: what was done with a matter that was assigned; nothing while nobody has written one."""
    if not row.report:
        return None
    return letter_of(
        case,
        LetterCode.CLOSING_REPORT,
        unit=row.to_unit.name,
        addressee=row.from_unit.name,
        opening=f"你单位于{_day(row.at)}交办的信访事项，办理结果报告如下。",
        fields=about_matter(case),
        sections=(Section("办理结果", text=row.report),),
    )


def extension(case: LetterCase, row: ExtensionAsk) -> LetterContent | None:
    """延期告知书 (条例 Art 34): by when now, and why; nothing when it was refused."""
    if not row.granted:
        return None
    return letter_of(
        case,
        LetterCode.EXTENSION,
        addressee=_HELLO,
        opening=f"您于{case.received}提出的事项情况复杂，经本单位负责人批准，办理期限延长{row.days}日。",
        fields=(*about_matter(case), *_due(case)),
        sections=(Section("延长的理由", text=row.reason),),
    )


def hearing_notice(case: LetterCase, row: Hearing) -> LetterContent:
    """听证通知书: when, where, about what."""
    return letter_of(
        case,
        LetterCode.HEARING_NOTICE,
        unit=_hearing_unit(case, row),
        addressee=_HELLO,
        opening="关于您提出的事项，我们将举行听证，请您参加。",
        fields=(
            *about_matter(case),
            Line("时间", _moment(row.held_at)),
            Line("地点", row.place),
            Line("听证组成员", row.members),
        ),
        sections=(Section("听证的内容", text=row.about),),
    )


def hearing_minutes(case: LetterCase, row: Hearing) -> LetterContent:
    """听证笔录, to be signed by those who were there."""
    return letter_of(
        case,
        LetterCode.HEARING_MINUTES,
        unit=_hearing_unit(case, row),
        fields=(
            *about_matter(case),
            Line("时间", _moment(row.held_at)),
            Line("地点", row.place),
            Line("听证组成员", row.members),
            Line("参加人", row.participants),
        ),
        sections=(
            Section("听证的内容", text=row.about),
            Section("经过", text=row.minutes),
            Section("听证意见", text=row.opinion),
        ),
        signatures=("主持人", "记录人", "申请人"),
    )


def review(case: LetterCase, row: Review) -> LetterContent:
    """复查意见书 or 复核意见书 (条例 Arts 35, 36)."""
    again = row.level == ReviewLevel.RECHECK
    word = "复核" if again else "复查"
    return letter_of(
        case,
        LetterCode.RECHECK if again else LetterCode.REVIEW,
        unit=row.unit.name,
        addressee=_HELLO,
        opening=f"您于{_day(row.asked_at)}提出的{word}申请，我们已经办理完毕，{word}意见如下。",
        fields=(*about_matter(case), Line("原办理单位", case.matter.lead_unit.name)),
        sections=(
            Section("您申请的理由", text=row.grounds),
            Section("我们查明的情况", text=row.facts),
            Section(f"{word}意见", text=f"{REVIEW_OUTCOME_LABELS[ReviewOutcome(row.outcome)]}。\n{row.opinion}"),
            Section("依据", text=row.basis),
            # Sent back, another answer is owed: nothing is final by that.
            Section("这是最后的意见", text=_FINAL if again and row.outcome != ReviewOutcome.SENT_BACK else ""),
        ),
    )


def recommendation(row: Recommendation, at: datetime) -> LetterContent:
    """信访工作建议书 (条例 Art 40): one of the three kinds, to be answered in writing.

    No matter's number is on it: who gets it may not be allowed to see the matter.
    """
    day = office_day(at)
    rule = rulebook(day).letter(code=LetterCode.RECOMMENDATION, kind=Kind.SUGGESTION)
    parts = (Section("问题", row.problem), Section("依据的情况", row.evidence), Section("建议", row.proposal))
    return LetterContent(
        code=LetterCode.RECOMMENDATION.value,
        title=rule.name if rule else TITLES[LetterCode.RECOMMENDATION],
        unit=row.from_unit.name,
        issued_on=day,
        addressee=row.to_unit.name,
        opening=f"根据信访工作中发现的问题，现提出建议，请在{chinese_date(row.due_on)}前书面反馈采纳情况。",
        fields=(Line("类型", RECOMMENDATION_LABELS[RecommendationKind(row.kind)]),),
        sections=tuple(part for part in parts if part.text),
        article=rule.article if rule else "",
    )


def letter_of(case: LetterCase, code: LetterCode, *, article: str = "", **given: Any) -> LetterContent:
    """The letter under its title, with the remedy and the article that the rulebook of that day has for it."""
    matter, day = case.matter, office_day(case.at)
    book = rulebook(day)
    rule = book.letter(code=code, kind=matter.kind)
    content = LetterContent(
        **{
            "code": code.value,
            "title": rule.name if rule else TITLES[code],
            "unit": matter.lead_unit.name,
            "issued_on": day,
            "matter": matter.number,
            "remedy": book.remedy(rule, kind=matter.kind) if rule else "",
            "article": article or (rule.article if rule else ""),
        }
        | given
    )
    filled = tuple(part for part in content.sections if part.text or part.items or part.table)
    return dataclasses.replace(content, sections=filled)


def about_matter(case: LetterCase) -> tuple[Line, ...]:
    """Which matter it is, and when and how it came in."""
    return (
        Line("事项", case.matter.title),
        Line("收到", f"{case.received}，{channel_words(case.matter.channel, case.matter.visitors)}"),
    )


def _requests(case: LetterCase) -> tuple[Section, ...]:
    """What was asked for, word by word; of a sealed matter it can't be read here."""
    if case.matter.is_sealed:
        return ()
    return (Section("诉求", items=tuple(Item(request.text) for request in requests_left(case.matter))),)


def _due(case: LetterCase) -> tuple[Line, ...]:
    """By when this step says that the authority will have done what."""
    rules = rulebook(office_day(case.at))
    lines = []
    for row in case.rows:
        # Rows of any model come here; only clocks have a code and an instant at which they are due.
        code, due = getattr(row, "code", ""), getattr(row, "due_at", None)
        rule = (
            rules.clock_rule(code=code, kind=case.matter.kind) if due and row.__dict__["stopped_at"] is None else None
        )
        if rule and due and rule.bound is Bound.AUTHORITY:
            lines.append(Line(rule.name, _day(due)))
    return tuple(lines)


def _hearing_unit(case: LetterCase, row: Hearing) -> str:
    return row.review.unit.name if row.review else case.matter.lead_unit.name


def _day(at: datetime | None) -> str:
    return chinese_date(office_day(at)) if at else ""


def _moment(at: datetime) -> str:
    local = at.astimezone(OFFICE_ZONE)
    return f"{chinese_date(local.date())} {local:%H:%M}"
