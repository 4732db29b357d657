"""The ten points of setting up. Each is looked at, never ticked off: what is undone again is missing again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from huiyin.backup.state import backup_concerns
from huiyin.desk.lacks import lack_lines
from huiyin.documents.selectors.letters import series_begun
from huiyin.kernel.actor import Role
from huiyin.kernel.text import N_
from huiyin.notices.selectors import delivery_tried
from huiyin.notices.sending import open_channel
from huiyin.notices.texting import text_channel
from huiyin.orgs.selectors.setting_up import OrganisationState, organisation_state
from huiyin.web.second_factor import among_with_one

_NAMED = 3


@dataclass(frozen=True, slots=True)
class SetupStep:
    """A point, in the reader's language: what it lacks, and what is worth knowing though it is done."""

    code: str
    title: str
    href: str
    there: str
    lacks: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacks


def setup_steps(*, at: datetime) -> list[SetupStep]:
    """All ten, in the order in which they are best done. A dozen statements, however large the organisation is."""
    state = organisation_state()
    return [
        _units(state),
        _areas(state),
        _people(state),
        _second_factor(state),
        _categories(state),
        _competence(state),
        _letters(state),
        _delivery(),
        _backup(at),
        _opening(),
    ]


def _units(state: OrganisationState) -> SetupStep:
    lacks = []
    office = state.reception
    if office is None:
        lacks.append(gettext("还没有接收诉求的单位：请建一个性质是“信访部门”的单位。"))
    elif not office.has_phone:
        lacks.append(gettext("%(unit)s没有写电话，来访的人在门户上看不到。") % {"unit": office.name})
    return _step("units", N_("单位"), "organisation", lacks, there=_count(len(state.units), N_("%(count)s 个单位")))


def _areas(state: OrganisationState) -> SetupStep:
    missing = state.without_area
    lacks = []
    # A school or a company without a place of its own needs none.
    if missing:
        sentence = ngettext(
            "%(count)s 个县、乡镇、村的单位没有写是哪个地方的：%(names)s。",
            "%(count)s 个县、乡镇、村的单位没有写是哪个地方的：%(names)s。",
            len(missing),
        )
        lacks.append(_naming(sentence, missing))
    there = _count(state.areas, N_("%(count)s 个地方"))
    return _step("areas", N_("地方"), "organisation_areas", lacks, there=there)


def _people(state: OrganisationState) -> SetupStep:
    lacks, hints = [], []
    if missing := state.without_leader:
        sentence = ngettext(
            "%(count)s 个单位没有负责人，上级也没有：%(names)s。",
            "%(count)s 个单位没有负责人，上级也没有：%(names)s。",
            len(missing),
        )
        lacks.append(_naming(sentence, missing))
    if not state.has(Role.AUDITOR):
        lacks.append(gettext("还没有监督员：任用要另一个人同意，台账要有人看。"))
    if state.waiting:
        sentence = ngettext("%(count)s 项任用等另一个人同意。", "%(count)s 项任用等另一个人同意。", state.waiting)
        lacks.append(sentence % {"count": state.waiting})
    if state.without_post:
        sentence = ngettext(
            "%(count)s 位工作人员还没有职位，进不来。", "%(count)s 位工作人员还没有职位，进不来。", state.without_post
        )
        lacks.append(sentence % {"count": state.without_post})
    if missing := state.without_people:
        sentence = ngettext(
            "%(count)s 个单位还没有人：%(names)s。", "%(count)s 个单位还没有人：%(names)s。", len(missing)
        )
        hints.append(_naming(sentence, missing))
    if state.without_password:
        sentence = ngettext(
            "%(count)s 位工作人员还没有设密码。", "%(count)s 位工作人员还没有设密码。", state.without_password
        )
        hints.append(sentence % {"count": state.without_password})
    there = _count(state.officers, N_("%(count)s 位工作人员"))
    return _step("people", N_("人员和职位"), "organisation_officers", lacks, hints, there=there)


def _second_factor(state: OrganisationState) -> SetupStep:
    lacks = []
    if settings.HUIYIN_SECOND_FACTOR == "optional":
        lacks.append(gettext("设置里还没有要求两步登录（HUIYIN_SECOND_FACTOR 写 sensitive 或 everybody）。"))
    have = among_with_one(state.administrators)
    missing = [name for pk, name in state.administrators.items() if pk not in have]
    if missing:
        sentence = ngettext(
            "%(count)s 位管理员还没有打开两步登录：%(names)s。",
            "%(count)s 位管理员还没有打开两步登录：%(names)s。",
            len(missing),
        )
        lacks.append(_naming(sentence, missing))
    return SetupStep("second_factor", gettext(N_("两步登录")), reverse("mfa_index"), "", tuple(lacks))


def _categories(state: OrganisationState) -> SetupStep:
    lacks = [] if state.categories else [gettext("还没有类别。“用表格建”里有现成的几套可以选。")]
    hints = []
    if state.without_words:
        sentence = ngettext(
            "%(count)s 个类别没有常用说法，填报时不容易找到。",
            "%(count)s 个类别没有常用说法，填报时不容易找到。",
            state.without_words,
        )
        hints.append(sentence % {"count": state.without_words})
    there = _count(state.categories, N_("%(count)s 个类别"))
    return _step("categories", N_("类别"), "organisation_categories", lacks, hints, there=there)


def _competence(state: OrganisationState) -> SetupStep:
    lacks = []
    if not state.categories:
        lacks.append(gettext("先有类别，再写每一类归哪个单位。"))
    if missing := state.uncovered:
        sentence = ngettext(
            "%(count)s 大类里有没写归哪个单位的：%(names)s。",
            "%(count)s 大类里有没写归哪个单位的：%(names)s。",
            len(missing),
        )
        lacks.append(_naming(sentence, missing))
    return _step("competence", N_("归口"), "organisation_competence", lacks)


def _letters(state: OrganisationState) -> SetupStep:
    lacks, hints = [], []
    begun = series_begun()
    office = state.reception
    if office is None:
        lacks.append(gettext("先有接收诉求的单位，再定它的发文字号和印章。"))
    else:
        if office.id not in begun:
            lacks.append(gettext("%(unit)s还没有定发文字号里的机关代字。") % {"unit": office.name})
        if not begun.get(office.id):
            lacks.append(gettext("%(unit)s还没有印章图片。") % {"unit": office.name})
    others = [unit.name for unit in state.answering if unit != office and not begun.get(unit.id)]
    if others:
        sentence = ngettext(
            "%(count)s 个要出答复的单位还没有印章图片，打印以后要盖章：%(names)s。",
            "%(count)s 个要出答复的单位还没有印章图片，打印以后要盖章：%(names)s。",
            len(others),
        )
        hints.append(_naming(sentence, others))
    return _step("letters", N_("发文字号和印章"), "organisation_letters", lacks, hints)


def _delivery() -> SetupStep:
    lacks, hints = [], []
    tried, text = delivery_tried(), text_channel()
    if open_channel().is_folder:
        lacks.append(gettext("邮件只写进文件夹，没有发出去（HUIYIN_NOTICES 写 smtp）。"))
    elif not tried.mail:
        lacks.append(gettext("还没有一封邮件发出去过。点进去发一封测试邮件。"))
    if text is None:
        hints.append(gettext("没有设短信通道：只留电话的人，由工作人员打电话告诉。"))
    elif text.is_folder:
        lacks.append(gettext("短信只写进文件夹，没有发出去（HUIYIN_TEXT_GATEWAY）。"))
    elif not tried.text:
        lacks.append(gettext("还没有一条短信发出去过。点进去发一条测试短信。"))
    if tried.failed:
        sentence = ngettext(
            "%(count)s 条通知没有发出去，原因在“发出的通知”里。",
            "%(count)s 条通知没有发出去，原因在“发出的通知”里。",
            tried.failed,
        )
        hints.append(sentence % {"count": tried.failed})
    return _step("delivery", N_("邮件和短信试过"), "setup_delivery", lacks, hints)


def _backup(at: datetime) -> SetupStep:
    lacks = [gettext(concern.sentence) % concern.params for concern in backup_concerns(at=at)]
    return _step("backup", N_("备份"), "setup_backup", lacks)


def _opening() -> SetupStep:
    lacks = lack_lines()
    there = "" if lacks else gettext("门户已经开放")
    return SetupStep("opening", gettext(N_("开门")), reverse("portal:home"), there, tuple(lacks))


def _step(
    code: str, title: str, name: str, lacks: Sequence[str], hints: Sequence[str] = (), *, there: str = ""
) -> SetupStep:
    """A point whose page is that of this name at the desk."""
    return SetupStep(code, gettext(title), reverse(f"desk:{name}"), there, tuple(lacks), tuple(hints))


def _count(count: int, sentence: str) -> str:
    """So many of something; nothing where there is none."""
    return gettext(sentence) % {"count": count} if count else ""


def _naming(sentence: str, names: Sequence[str]) -> str:
    """How many, and the first of them by name."""
    shown = gettext("、").join(names[:_NAMED])
    if len(names) > _NAMED:
        shown = gettext("%(names)s等") % {"names": shown}
    return sentence % {"count": len(names), "names": shown}
