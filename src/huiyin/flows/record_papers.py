"""Records of visits on the spot and minutes of explanation meetings on paper, and as parts of the whole file."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiyin.documents.letters import Item, LetterContent, Line, Section
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.explanation.selectors.meetings import ExplanationView, PointView
from huiyin.matters.field_visit.rules import MET_LABELS
from huiyin.matters.field_visit.selectors import FieldVisitView


def field_visit_paper(*, matter: MatterView, visit: FieldVisitView) -> LetterContent:
    """One record of a visit. It names who went, and nobody who filed."""
    return LetterContent(
        code="field_visit",
        title=_("现场走访记录"),
        unit=visit.unit,
        issued_on=office_day(visit.written_at),
        matter=matter.number,
        fields=(Line(_("事项"), matter.title), *_visit_lines(visit)),
        sections=(*_visit_sections(visit), *_photos(matter, visit)),
    )


def explanation_paper(*, matter: MatterView, meeting: ExplanationView) -> LetterContent:
    """The minutes of a meeting, the same sheet for the petitioner and for the office: it names no officer."""
    return LetterContent(
        code="explanation",
        title=_("说明会记录"),
        unit=matter.lead_unit,
        issued_on=meeting.held_on or office_day(matter.received_at),
        matter=matter.number,
        fields=(Line(_("事项"), matter.title), *_meeting_lines(meeting)),
        sections=tuple(_meeting_sections(meeting)),
    )


def record_sections(matter: MatterView) -> Iterator[Section]:
    """All of them, for the whole file of a matter."""
    for visit in matter.field_visits:
        title = _("走访记录第 %(position)s 份") % {"position": visit.position}
        lines = (*_visit_lines(visit), *_as_lines(_visit_sections(visit)))
        yield Section(title, table=((_("项目"), _("内容")), *((line.label, line.value) for line in lines)))
    for meeting in matter.explanations:
        title = _("说明会第 %(position)s 次") % {"position": meeting.position}
        lines = (*_meeting_lines(meeting), *_as_lines(tuple(_meeting_sections(meeting))))
        yield Section(title, table=((_("项目"), _("内容")), *((line.label, line.value) for line in lines)))


def records_described(matter: MatterView) -> dict[str, object]:
    """The same for machines."""
    return {
        "field_visits": [
            {
                "position": visit.position, "unit": visit.unit, "visited_at": visit.visited_at, "place": visit.place,
                "officers": list(visit.names), "met_petitioner": visit.met_petitioner, "wishes": visit.wishes,
                "was_read_out": visit.was_read_out, "findings": visit.findings, "proposal": visit.proposal,
                "corrects": visit.corrects, "reason": visit.reason,
            }
            for visit in matter.field_visits
        ],
        "explanations": [
            {
                "position": meeting.position, "asked_at": meeting.asked_at, "unclear": meeting.unclear,
                "starts_at": meeting.starts_at, "place": meeting.place, "lawyer": meeting.lawyer,
                "above_unit": meeting.above_unit, "above_comes": meeting.above_comes,
                "held_on": meeting.held_on.isoformat() if meeting.held_on else None, "present": meeting.present,
                "asked": meeting.asked, "explained": meeting.explained, "remark": meeting.remark,
                "end_reason": meeting.end_reason,
                "points": [
                    {"text": point.text, "agreed_by": point.agreed_by, "due_on": point.due_on.isoformat()}
                    for point in meeting.points
                ],
            }
            for meeting in matter.explanations
        ],
    }  # fmt: skip


def _visit_lines(visit: FieldVisitView) -> tuple[Line, ...]:
    lines = [
        Line(_("时间"), f"{visit.visited_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"),
        Line(_("地点"), visit.place),
        Line(_("走访单位"), visit.unit),
        Line(_("走访人员"), _("、").join(visit.names)),
        Line(_("见到信访人没有"), _(MET_LABELS[visit.met_petitioner])),
    ]
    if visit.corrects is not None:
        lines.append(Line(_("更正"), _("更正第 %(position)s 份") % {"position": visit.corrects}))
        lines.append(Line(_("为什么更正"), visit.reason))
    if visit.corrected_by is not None:
        lines.append(Line(_("已更正"), _("已由第 %(position)s 份更正") % {"position": visit.corrected_by}))
    return tuple(lines)


def _visit_sections(visit: FieldVisitView) -> tuple[Section, ...]:
    wishes = _("信访人怎么说（读给本人听过）") if visit.was_read_out else _("信访人怎么说")
    found = (
        Section(wishes, text=visit.wishes),
        Section(_("看到、听到的"), text=visit.findings),
        Section(_("建议怎么办"), text=visit.proposal),
    )
    return tuple(section for section in found if section.text)


def _photos(matter: MatterView, visit: FieldVisitView) -> Iterator[Section]:
    names = tuple(Item(file.name) for file in matter.attachments if file.field_visit_id == visit.id)
    if names:
        yield Section(_("照片和文件"), items=names)


def _meeting_lines(meeting: ExplanationView) -> tuple[Line, ...]:
    starts_at = f"{meeting.starts_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}" if meeting.starts_at else ""
    lines = (
        Line(_("时间"), meeting.held_on.isoformat() if meeting.held_on else starts_at),
        Line(_("地点"), meeting.place),
        Line(_("律师"), meeting.lawyer),
        Line(_("上一级单位"), meeting.above_unit if meeting.above_comes else ""),
        Line(_("没有开的原因"), meeting.end_reason),
    )
    return tuple(line for line in lines if line.value)


def _meeting_sections(meeting: ExplanationView) -> Iterator[Section]:
    for title, text in (
        (_("希望听什么解释"), meeting.unclear), (_("参加的人"), meeting.present),
        (_("信访人问了什么"), meeting.asked), (_("怎么解释的"), meeting.explained),
    ):  # fmt: skip
        if text:
            yield Section(title, text=text)
    if meeting.points:
        yield Section(_("商定的事"), items=tuple(Item(_point(point)) for point in meeting.points))
    if meeting.remark:
        yield Section(_("信访人的意见"), text=meeting.remark)


def _point(point: PointView) -> str:
    about = {"day": point.due_on.isoformat(), "who": point.by_label, "text": point.text}
    return _("%(day)s 前，%(who)s：%(text)s") % about


def _as_lines(sections: tuple[Section, ...]) -> tuple[Line, ...]:
    return tuple(
        Line(section.heading, section.text or "\n".join(item.text for item in section.items)) for section in sections
    )
