"""The last page: everything that will be sent, step by step."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from huiyin.flows.draft_filing import speakers_of, takes_signatures
from huiyin.intake.rules.draft import ANONYMOUS, ANSWER_OTHER, FOR_OTHER, NAMED, SEALED, DraftContent
from huiyin.kernel.errors import NotThere
from huiyin.kernel.positions import position_typed
from huiyin.kernel.text import tidy_email, tidy_phone
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.arrival import position_words
from huiyin.orgs.selectors import area_view, category_view
from huiyin.portal.barred import naming_lines
from huiyin.portal.filing.choices import naming_choice, reader_choice
from huiyin.portal.filing.files import file_lines
from huiyin.portal.filing.kind_form import everyday
from huiyin.portal.filing.steps import steps_of
from huiyin.portal.howto.life import kind_lines
from huiyin.web.file_lines import FileLine


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """One step: its title, the way back to it, what it holds as pairs of (term, value)."""

    title: str
    href: str
    rows: tuple[tuple[str, str], ...]
    files: tuple[FileLine, ...] = ()


def parts_of(content: DraftContent) -> list[SummaryPart]:
    """Every step with what was typed in it."""
    rows = {
        "what": ((gettext("经过"), content.text),),
        "files": () if content.files else ((gettext("附件"), gettext("没有")),),
        "where": _where(content),
        "about": _about(content),
        "requests": _requests(content),
        "kind": _kind(content),
        "who": _who(content),
        "together": _together(content),
        "speakers": _speakers(content),
    }
    return [
        SummaryPart(
            title=step.title,
            href=reverse("portal:file_step", args=[step.name]) + "?back=check",
            rows=rows.get(step.name, ()),
            files=file_lines(content.files) if step.name == "files" else (),
        )
        for step in steps_of(content)
    ]


def _where(content: DraftContent) -> tuple[tuple[str, str], ...]:
    area = _area(content.area_id)
    return (
        (gettext("地点"), content.place.strip() or ("" if area else gettext("没有写"))),
        (gettext("位置"), position_words(position_typed(content.position))),
        (gettext("乡镇、街道"), area),
    )


def _kind(content: DraftContent) -> tuple[tuple[str, str], ...]:
    kinds = {kind.code: kind.name for kind in kind_lines()}
    return (
        (gettext("您想"), everyday(content.kind)),
        (pgettext("四类", "种类"), kinds.get(content.kind, "")),
        (gettext("哪方面"), _category(content.category_id) or gettext("由我们来分")),
    )


def _requests(content: DraftContent) -> tuple[tuple[str, str], ...]:
    given = [text for text in content.requests if text.strip()]
    return tuple(
        (gettext("第 %(position)s 条") % {"position": position} if len(given) > 1 else gettext("希望"), text)
        for position, text in enumerate(given, start=1)
    )


def _about(content: DraftContent) -> tuple[tuple[str, str], ...]:
    """What was typed, and what of it was recognised."""
    is_accusation = content.kind == Kind.ACCUSATION
    concerned = gettext("反映的单位") if is_accusation else gettext("涉及单位")
    respondent = gettext("反映的人") if is_accusation else gettext("对谁保密")
    rows = [(concerned, content.concerned.strip() or gettext("没有写"))]
    if content.respondent.strip():
        rows.append((respondent, content.respondent))
    rows.append((gettext("谁能看到"), "\n".join(naming_lines(naming_choice(content)))))
    return tuple(rows)


def _who(content: DraftContent) -> tuple[tuple[str, str], ...]:
    if content.who not in {NAMED, ANONYMOUS}:
        return ()
    sealed = reader_choice(content) if content.seal == SEALED else ""
    seal = ((gettext("密封"), gettext("只有%(readers)s能打开") % {"readers": sealed}),) if sealed else ()
    if content.who == ANONYMOUS:
        return ((gettext("提交方式"), gettext("匿名，不留姓名和联系方式")), *seal)
    return (
        *seal,
        (gettext("电话"), tidy_phone(content.phone)),
        (gettext("邮箱"), tidy_email(content.email)),
        (gettext("地址"), content.address),
        (gettext("姓名"), content.name),
        *_for_other(content),
    )


def _for_other(content: DraftContent) -> tuple[tuple[str, str], ...]:
    if content.for_other != FOR_OTHER:
        return ()
    return (
        (gettext("替谁提交"), content.other_name),
        (gettext("本人的电话"), tidy_phone(content.other_phone)),
        (gettext("关系或者委托"), content.authority),
        (gettext("答复和通知"), gettext("给本人") if content.answer_to == ANSWER_OTHER else gettext("给我")),
    )


def _together(content: DraftContent) -> tuple[tuple[str, str], ...]:
    gathers = gettext("给我链接和二维码") if takes_signatures(content) else gettext("现在不要")
    asked = () if content.kind == Kind.ACCUSATION else ((gettext("网上签名"), gathers),)
    return ((gettext("大约多少人"), content.people), *asked)


def _speakers(content: DraftContent) -> tuple[tuple[str, str], ...]:
    lines = [
        gettext("、").join(filter(None, (speaker.name, tidy_phone(speaker.phone), tidy_email(speaker.email))))
        for speaker in speakers_of(content)
    ]
    return tuple(
        (gettext("第 %(position)s 位") % {"position": position}, line) for position, line in enumerate(lines, start=1)
    ) or ((gettext("代表"), gettext("现在不推选")),)


def _area(area_id: int | None) -> str:
    try:
        return area_view(area_id=area_id).trail if area_id else ""
    except NotThere:
        return ""


def _category(category_id: int | None) -> str:
    try:
        return category_view(category_id=category_id).trail if category_id else ""
    except NotThere:
        return ""
