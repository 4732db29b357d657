"""A matter as the page shows it: facts in order, what happened, what was written, what was attached."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.clocks.selectors import ClockView
from huiyin.kernel.text import N_
from huiyin.matters.cause.rules import CAUSE_LABELS
from huiyin.matters.core.rules.labels import GRADE_LABELS
from huiyin.matters.core.rules.states import Grade, MessageKind, State
from huiyin.matters.core.selectors.arrival import position_words
from huiyin.matters.core.selectors.views import AttachmentView, EventView, MatterView, MessageView, RatingView
from huiyin.matters.field_visit.selectors import FieldVisitView
from huiyin.matters.messages.moves import MESSAGE_KINDS
from huiyin.vault.services import FILED_FOR, IdentityDraft
from huiyin.web.file_lines import FileLine
from huiyin.web.small_pictures import has_small_picture

_WAITING = frozenset({State.DRAFTED, State.APPROVED})
_MESSAGE_TITLES = {
    MessageKind.NOTE: N_("内部记录"),
    MessageKind.ASK: N_("请信访人补充"),
    MessageKind.ANSWER: N_("回复信访人"),
    MessageKind.WRITTEN: N_("信访人补充"),
}

_MESSAGE_TONES = {MessageKind.NOTE: "note", MessageKind.WRITTEN: "petitioner"}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One line of a timeline, as `components/timeline.html` takes it; `tone`: a note, or the petitioner's words."""

    title: str
    at: datetime | None = None
    who: str = ""
    text: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class FileGroup:
    """Files of one sort."""

    title: str
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class VisitShown:
    """A visit on the spot with its photos and files."""

    visit: FieldVisitView
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything but the moves. `reply_first`: the draft is what somebody has to read now."""

    facts: tuple[Pair, ...]
    running: tuple[ClockView, ...]
    stopped: tuple[ClockView, ...]
    extensions: tuple[SheetItem, ...]
    timeline: tuple[SheetItem, ...]
    files: tuple[FileGroup, ...]
    reply_files: tuple[FileLine, ...]
    openings: tuple[SheetItem, ...]
    rating: tuple[Pair, ...]
    earlier_ratings: tuple[tuple[Pair, ...], ...]
    reply_first: bool
    reply_about: str
    reply_href: str
    visits: tuple[VisitShown, ...] = ()


def sheet_of(page: MatterView) -> Sheet:
    """The page's content in its order; the newest step comes first."""
    return Sheet(
        facts=_facts(page),
        running=tuple(clock for clock in page.clocks if clock.stopped_at is None),
        stopped=tuple(clock for clock in page.clocks if clock.stopped_at is not None),
        extensions=tuple(_extensions(page)),
        timeline=_timeline(page),
        files=tuple(_files(page)),
        reply_files=tuple(_file_line(page, file) for file in page.reply.files) if page.reply else (),
        openings=tuple(
            SheetItem(opening.office, opening.at, opening.what_label, opening.purpose)
            for opening in reversed(page.openings)
        ),
        rating=_rating(page.rating) if page.rating else (),
        earlier_ratings=tuple(_rating(rating) for rating in page.earlier_ratings),
        reply_first=State(page.state) in _WAITING,
        reply_about=_reply_about(page),
        reply_href=reverse("desk:matter_reply_pdf", args=[page.number]) if page.reply else "",
        visits=tuple(_visit(page, visit) for visit in reversed(page.field_visits)),
    )


def _timeline(page: MatterView) -> tuple[SheetItem, ...]:
    """Steps and what was written, the newest first. A step that only says that something was written is left out."""
    written = [(message.at, message.kind, _message(message)) for message in page.messages]
    known = {(at, kind) for at, kind, _item in written}
    steps = [
        (event.at, _step(event))
        for event in page.events
        if (event.at, MESSAGE_KINDS.get(event.kind, "")) not in known
    ]
    items = sorted([*steps, *((at, item) for at, _kind, item in written)], key=lambda pair: pair[0])
    # Turned afterwards: of what happened at one instant the last comes first, too.
    return tuple(item for _at, item in items[::-1])


def _step(event: EventView) -> SheetItem:
    return SheetItem(event.name, event.at, event.office, "\n".join(filter(None, (event.detail, event.article))))


def identity_rows(identity: IdentityDraft) -> tuple[Pair, ...]:
    """What was left of name and ways to reach; empty lines are left out by the component."""
    return (
        (_("姓名"), identity.name),
        (_("电话"), identity.phone),
        (_("邮箱"), identity.email),
        (_("住址"), identity.address),
        (_("身份证号"), identity.id_number),
        *_other_rows(identity),
    )


def _other_rows(identity: IdentityDraft) -> tuple[Pair, ...]:
    """Who filed for whom, and on what ground; replies and notices go to the one above."""
    if not identity.other_is:
        return ()
    filed_for = identity.other_is == FILED_FOR
    return (
        (_("替谁提交") if filed_for else _("由谁代为提交"), identity.other_name),
        (_("本人怎么联系") if filed_for else _("提交的人怎么联系"), identity.other_contact),
        (_("关系或者委托"), identity.authority),
        (_("答复和通知给谁"), _("提交的人") if filed_for else _("本人")),
    )


def _facts(page: MatterView) -> tuple[Pair, ...]:
    handler = page.handler or (_("还没有承办人") if page.is_open else "")
    return (
        (_("承办单位"), " · ".join(filter(None, (page.lead_unit, page.lead_unit_phone)))),
        (_("承办人"), handler),
        (_("复查复核单位"), " · ".join(filter(None, (page.review_unit, page.review_unit_phone)))),
        # It is chosen on acceptance; before that nobody knows which one it is.
        (_("办理程序"), page.procedure_label if page.accepted_at else ""),
        (_("接收单位"), page.received_unit),
        (_("地点"), _("，").join(filter(None, (page.area, page.place)))),
        (_("位置"), position_words(page.position)),
        (_("类别"), page.category),
        (_("涉及单位"), _concerned(page)),
        (_("被反映方"), _respondents(page)),
        (_("信访人"), _petitioner(page)),
        (_("机关方面的原因"), _causes(page)),
        (
            _("能看密封内容的"),
            "\n".join(f"{reader.name}（{reader.office}）" for reader in page.seal.readers) if page.seal else "",
        ),
    )


def _causes(page: MatterView) -> str:
    if page.cause is None:
        return ""
    return "\n".join(filter(None, (*(_(CAUSE_LABELS[code]) for code in page.cause.codes), page.cause.note)))


def _petitioner(page: MatterView) -> str:
    if page.anonymous:
        return _("没有留下身份信息")
    return _("已密封，要两位能看的人一起才能打开") if page.seal else _("已封存，查看要写明用途")


def _extensions(page: MatterView) -> list[SheetItem]:
    return [
        SheetItem(
            _("%(clock)s延长 %(days)s 天") % {"clock": clock.name, "days": extension.days},
            extension.at,
            extension.approver,
            f"{extension.reason}\n{extension.article}",
        )
        for clock in page.clocks
        for extension in clock.extensions
    ]


def _message(message: MessageView) -> SheetItem:
    title = _("信访人提问") if message.is_question else _(_MESSAGE_TITLES[MessageKind(message.kind)])
    if message.is_question:
        title += _("（已回答）") if message.is_answered else _("（等回答）")
    if message.kind == MessageKind.ASK:
        title += _("（已补充）") if message.is_answered else _("（等信访人补充）")
    tone = _MESSAGE_TONES.get(MessageKind(message.kind), "")
    text = message.body
    if message.mentions:
        text += "\n" + _("请看：%(names)s") % {"names": _("、").join(message.mentions)}
    return SheetItem(title, message.at, message.office, text, tone)


def _files(page: MatterView) -> list[FileGroup]:
    groups: dict[str, list[FileLine]] = {}
    shown = {file.id for file in page.reply.files} if page.reply else set()
    for file in page.attachments:
        # Those of the answer and of visits stand with these.
        if file.id not in shown and file.field_visit_id is None:
            groups.setdefault(_file_title(file), []).append(_file_line(page, file))
    return [FileGroup(title, tuple(files)) for title, files in groups.items()]


def _visit(page: MatterView, visit: FieldVisitView) -> VisitShown:
    files = (file for file in page.attachments if file.field_visit_id == visit.id)
    return VisitShown(visit, tuple(_file_line(page, file) for file in files))


def _file_line(page: MatterView, file: AttachmentView) -> FileLine:
    # A sealed file is opened with a passphrase, from the page that shows what is sealed.
    href = "" if file.is_sealed else reverse("desk:matter_file", args=[page.number, file.id])
    picture = reverse("desk:matter_picture", args=[page.number, file.id]) if file.picture_id else ""
    pictured = not file.is_sealed and has_small_picture(file.name)
    small = reverse("desk:matter_small", args=[page.number, file.id]) if pictured else ""
    return FileLine(file.name, file.size, href, picture, small)


def _file_title(file: AttachmentView) -> str:
    if file.from_petitioner:
        return _("信访人的附件")
    if file.reply_id is not None:
        return _("以前答复的附件") if file.is_public else _("没有送达的答复的附件，只有经办人员能看")
    return _("经办单位添加，信访人能看") if file.is_public else _("经办单位添加，只有经办人员能看")


def _rating(rating: RatingView) -> tuple[Pair, ...]:
    return (
        (_("接收、登记、转交"), _(GRADE_LABELS[Grade(rating.of_office)])),
        (_("承办单位"), _(GRADE_LABELS[Grade(rating.of_unit)])),
        (_("信访人的话"), rating.words),
    )


def _reply_about(page: MatterView) -> str:
    """Where the reply of the latest round stands."""
    reply = page.reply
    if reply is None:
        return ""
    if reply.is_recorded:
        return _("此前已经答复，这里是录入的内容")
    if reply.served_at:
        return _("已送达")
    if reply.returned_at:
        return _("起草人撤回修改") if reply.is_recalled else _("退回修改")
    return _("已批准，还没有送达") if reply.approved_at else _("草稿，等另一位审批人批准")


def _concerned(page: MatterView) -> str:
    """What was written, and the unit that was recognised in it."""
    if not page.concerned_unit or page.concerned_unit == page.concerned:
        return page.concerned
    return _("%(words)s（%(unit)s）") % {"words": page.concerned, "unit": page.concerned_unit}


def _respondents(page: MatterView) -> str:
    """What was written, and who is barred."""
    barred = _("、").join(bar.name for bar in page.bars)
    lines = [page.respondent, _("回避：%(barred)s") % {"barred": barred} if barred else ""]
    if not page.respondents_settled:
        lines.append(_("还没有核对清楚是谁，先写明被反映方"))
    return "\n".join(filter(None, lines))
