"""Lines of the records: kinds in words, officers by name, matters by number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.text import N_, NP_
from huiyin.ledger.selectors import EntryView
from huiyin.matters.rules.sentences import STEP, event_name
from huiyin.matters.selectors import matter_numbers_for
from huiyin.matters.selectors.late_steps import LateStep
from huiyin.notices.selectors import OutboxView
from huiyin.orgs.selectors import officer_names
from huiyin.vault.services import OpeningRecord

_MATTER = "matter:"
_SUBJECTS = {
    "matter": N_("事项"),
    "unit": N_("单位"),
    "post": N_("职位"),
    "officer": N_("工作人员"),
    "area": N_("地方"),
    "category": N_("类别"),
    "competence": N_("归口"),
    "notice": N_("通知"),
    "recommendation": N_("建议书"),
    "return": N_("一期报告"),
    "return_scheme": N_("报告制度"),
    "template": N_("文书模板"),
    "vault": N_("身份库"),
    "clock": N_("时限"),
    "reception_day": N_("接访日"),
    "appointment": N_("接访预约"),
    "grant": N_("任用"),
    "security": N_("安全记录"),
    "ledger": N_("台账"),
    "file": N_("文件"),
    "outbox": N_("待发通知"),
    "rulebook": N_("规则"),
}
_KINDS = {
    "ledger.columns.recorded": NP_("经过", "记下台账管到哪些数据"),
    "ledger.columns.taken_up": NP_("经过", "把原有数据纳入台账"),
    "ledger.schema.recorded": NP_("经过", "记下数据库结构"),
    "ledger.derived.repaired": NP_("经过", "重算并修正数据"),
    "clocks.rulebook.recorded": NP_("经过", "记下规则和放假安排"),
    "clocks.rulebook.accepted": NP_("经过", "接受改动过的规则"),
    "notices.outbox.enqueued": NP_("经过", "放入待发通知"),
    "notices.notice.ended": NP_("经过", "通知办完"),
    "ledger.second_place.recorded": NP_("经过", "检查点从此另存一处"),
    "ledger.keys.recorded": NP_("经过", "记下密钥的指纹"),
    "ledger.restore.accepted": NP_("经过", "接受恢复的台账"),
    "matters.list.exported": NP_("经过", "导出列表"),
    "orgs.leave.set": NP_("经过", "安排代办"),
    "orgs.leave.ended": NP_("经过", "结束代办"),
    "orgs.grant.proposed": NP_("经过", "提出任用"),
    "orgs.grant.agreed": NP_("经过", "同意任用"),
    "orgs.grant.refused": NP_("经过", "不同意任用"),
    "orgs.grant.withdrawn": NP_("经过", "撤回任用"),
    "orgs.grant.lapsed": NP_("经过", "任用过期"),
    "orgs.grant.ended": NP_("经过", "终止授权"),
    "orgs.reset.asked": NP_("经过", "申请重设密码"),
    "orgs.reset.handed": NP_("经过", "取开通码"),
    "orgs.reset.used": NP_("经过", "用链接或开通码设定密码"),
    "orgs.reset.ended": NP_("经过", "作废重设密码"),
    "orgs.address.proposed": NP_("经过", "申请换邮箱"),
    "orgs.address.made": NP_("经过", "邮箱换了"),
    "orgs.address.dropped": NP_("经过", "邮箱没有换"),
    "vault.seal_key.created": NP_("经过", "设定密封口令"),
    "vault.seal_key.passphrase_changed": NP_("经过", "更换密封口令"),
    "orgs.unit.created": NP_("经过", "新增单位"),
    "orgs.unit.revised": NP_("经过", "修改单位"),
    "orgs.unit.moved": NP_("经过", "调整单位"),
    "orgs.unit.closed": NP_("经过", "撤销单位"),
    "orgs.post.created": NP_("经过", "新增职位"),
    "orgs.post.revised": NP_("经过", "修改职位"),
    "orgs.post.filled": NP_("经过", "安排职位"),
    "orgs.post.vacated": NP_("经过", "空出职位"),
    "orgs.officer.created": NP_("经过", "新增工作人员"),
    "orgs.officer.revised": NP_("经过", "修改资料"),
    "orgs.officer.reactivated": NP_("经过", "恢复账号"),
    "orgs.officer.deactivated": NP_("经过", "停用账号"),
    "orgs.officer.password_set": NP_("经过", "重设密码"),
    "orgs.officer.password_changed": NP_("经过", "换成自己的密码"),
    "orgs.officer.password_rehashed": NP_("经过", "登录时换成更难猜的密码散列"),
    "orgs.area.created": NP_("经过", "新增地方"),
    "orgs.area.revised": NP_("经过", "修改地方"),
    "orgs.area.moved": NP_("经过", "调整地方"),
    "orgs.category.created": NP_("经过", "新增类别"),
    "orgs.category.revised": NP_("经过", "修改类别"),
    "orgs.category.moved": NP_("经过", "调整类别"),
    "orgs.category.closed": NP_("经过", "停用类别"),
    "orgs.competence.set": NP_("经过", "设定归口"),
    "orgs.competence.dropped": NP_("经过", "取消归口设定"),
    "matters.recommendation.sent": NP_("经过", "发出建议书"),
    "matters.recommendation.replied": NP_("经过", "答复建议书"),
    "returns.scheme.begun": NP_("经过", "开始报告制度"),
    "returns.scheme.ended": NP_("经过", "结束报告制度"),
    "returns.return.opened": NP_("经过", "列出一期报告"),
    "returns.return.sent": NP_("经过", "报告一期"),
    "returns.return.nothing_sent": NP_("经过", "报无事"),
    "returns.return.recorded": NP_("经过", "代记一期报告"),
    "returns.return.corrected": NP_("经过", "更正一期报告"),
    "returns.return.marked": NP_("经过", "标记报告事后发现"),
    "returns.return.called_off": NP_("经过", "取消一期报告"),
    "notices.notice.retried": NP_("经过", "重发通知"),
    "vault.identity.sought": NP_("经过", "查找本人信息"),
    "vault.key.replaced": NP_("经过", "更换密钥"),
    "vault.keys.rotated": NP_("经过", "重新加密"),
    "documents.series.set": NP_("经过", "设定机关代字"),
    "documents.template.added": NP_("经过", "启用文书模板"),
    "documents.template.dropped": NP_("经过", "停用文书模板"),
    "documents.letter.printed": NP_("经过", "生成文书 PDF"),
    "documents.job.finished": NP_("经过", "做好文件"),
    "documents.job.cleared": NP_("经过", "清除做好的文件"),
    "documents.file.altered": NP_("经过", "发现文件被改动，没有打开"),
    "documents.archive.made": NP_("经过", "导出案卷"),
    "clocks.clock.started": NP_("经过", "补上期限"),
    "clocks.clock.settled": NP_("经过", "确定期限"),
    "clocks.clock.postponed": NP_("经过", "因放假顺延期限"),
    "clocks.clock.extended": NP_("经过", "延长期限"),
    "documents.picture.made": NP_("经过", "补做照片的图片"),
    "reception.day.published": NP_("经过", "公布接访日"),
    "reception.day.changed": NP_("经过", "修改接访日"),
    "reception.day.cancelled": NP_("经过", "取消接访日"),
    "reception.appointment.booked": NP_("经过", "预约接访"),
    "reception.appointment.cancelled": NP_("经过", "取消预约"),
    "reception.appointment.noted": NP_("经过", "记下接访"),
    "reception.call.asked": NP_("经过", "请单位电话告知预约的人"),
    "reception.call.recorded": NP_("经过", "登记电话告知预约的人的结果"),
}
TEMPLATE_LABELS = {
    "matter_registered": N_("告诉信访人：已登记"),
    "code_reissued": N_("告诉信访人：查询码换了"),
    "matter_news": N_("告诉信访人：有新进展"),
    "matter_assigned": N_("告诉工作人员：有事项要办"),
    "matter_due_soon": N_("告诉工作人员：快到期"),
    "matter_due_moved": N_("告诉工作人员：期限因放假安排改了"),
    "matter_late": N_("告诉工作人员：已超期"),
    "matter_unowned": N_("告诉负责人：没有人承办"),
    "matter_urged": N_("告诉负责人：信访人催办"),
    "approval_waiting": N_("告诉审批人：等待审批"),
    "petitioner_wrote": N_("告诉承办人：信访人有新情况"),
    "supervision_raised": N_("告诉单位负责人：有督办"),
    "milestone_due_soon": N_("告诉包案领导：计划的一步快到期"),
    "milestone_late": N_("告诉包案领导和上级：计划的一步已超期"),
    "recommendation_received": N_("告诉单位负责人：收到建议书"),
    "recommendation_due_soon": N_("告诉单位负责人：建议书快到答复期限"),
    "recommendation_late": N_("告诉单位负责人和上级：建议书没有按期答复"),
    "recommendation_answered": N_("告诉信访部门：建议书有了答复"),
    "return_due_soon": N_("告诉单位：有一期报告快到时间"),
    "return_missing": N_("告诉单位和负责人：有一期报告没有报"),
    "return_marked": N_("告诉单位：有一期报告要核对"),
    "officer_sign_in_failed": N_("告诉工作人员：有人在试其账号的密码"),
    "grant_waiting": N_("告诉工作人员：有任用等其同意"),
    "grant_proposed": N_("告诉有关的人：有人提出任用"),
    "grant_decided": N_("告诉有关的人：任用有了结果"),
    "account_link": N_("发给工作人员：设定密码的链接"),
    "account_code": N_("告诉工作人员：有开通码要转交"),
    "account_reset": N_("告诉工作人员：账号正在重设密码"),
    "account_password": N_("告诉工作人员：密码换了"),
    "account_mail": N_("告诉有关的人：账号的邮箱要换"),
    "unit_changed": N_("告诉单位里的人：单位的上下级有变动"),
    "post_changed": N_("告诉有关的人：职位有变动"),
    "officer_digest": N_("告诉工作人员：每日汇总"),
    "appointment_booked": N_("告诉预约的人：已经约好"),
    "appointment_tomorrow": N_("告诉预约的人：就在明天"),
    "appointment_moved": N_("告诉预约的人：换了地点"),
    "appointment_fell_through": N_("告诉预约的人：接访取消"),
}


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry: what, about which thing, when, by whom. Nothing of what was written.

    Its place in the ledger isn't there: a gap between two places would tell that something isn't shown.
    """

    kind: str
    code: str
    subject: str
    at: datetime
    actor: str
    is_erased: bool


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One opening: when, by whom, for which office, what for, of which matter; "" is an appointment."""

    at: datetime
    officer: str
    office: str
    purpose: str
    number: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice; `may_send_again` once it was given up."""

    notice: OutboxView
    label: str
    may_send_again: bool


@dataclass(frozen=True, slots=True)
class LateLine:
    """One step that was dated back: of which matter, for which day, written down when, by whom, and why."""

    number: str
    on: date
    at: datetime
    officer: str
    reason: str


def late_lines(steps: Sequence[LateStep]) -> tuple[LateLine, ...]:
    """With officers by name, in one statement."""
    names = officer_names(officer_ids={step.officer_id for step in steps if step.officer_id is not None})
    return tuple(
        LateLine(step.number, step.on, step.at, names.get(step.officer_id or 0, ""), step.reason) for step in steps
    )


def entry_lines(entries: Sequence[EntryView]) -> tuple[EntryLine, ...]:
    """The entries with officers by name, in one statement."""
    names = officer_names(officer_ids=_officer_ids(entry.actor for entry in entries))
    return tuple(
        EntryLine(
            kind=_kind(entry.kind),
            code=entry.kind,
            subject=_subject(entry.subject),
            at=entry.at,
            actor=_actor(entry.actor, names),
            is_erased=entry.is_erased,
        )
        for entry in entries
    )


def opening_lines(openings: Sequence[OpeningRecord], *, actor: Actor) -> tuple[OpeningLine, ...]:
    """The openings with officers by name and matters by number; those of appointments have no number."""
    ids = {UUID(one.subject.removeprefix(_MATTER)) for one in openings if one.subject.startswith(_MATTER)}
    numbers = {f"{_MATTER}{key}": number for key, number in matter_numbers_for(actor=actor, matter_ids=ids).items()}
    names = officer_names(officer_ids={one.officer_id for one in openings})
    return tuple(
        OpeningLine(one.at, names.get(one.officer_id, ""), one.office, one.purpose, numbers.get(one.subject, ""))
        for one in openings
    )


def notice_lines(notices: Sequence[OutboxView], *, may_send_again: bool) -> tuple[NoticeLine, ...]:
    """The notices with the sort of each in words."""
    return tuple(
        NoticeLine(one, _(TEMPLATE_LABELS.get(one.template, one.template)), may_send_again and one.state == "failed")
        for one in notices
    )


def _officer_ids(actors: Iterable[str]) -> set[int]:
    keys = (ref.partition(":")[2] for ref in actors if ref.startswith(f"{ActorKind.OFFICER}:"))
    return {int(key) for key in keys if key.isdecimal()}


def _kind(code: str) -> str:
    name = _KINDS.get(code) or event_name(code)
    return pgettext(STEP, name) if name != code else ""


def _subject(subject: str) -> str:
    sort, _colon, key = subject.partition(":")
    return f"{_(_SUBJECTS.get(sort, sort))} {key}"


def _actor(ref: str, names: dict[int, str]) -> str:
    sort, _colon, key = ref.partition(":")
    if sort == ActorKind.OFFICER and key.isdecimal():
        return names.get(int(key), ref)
    if sort == ActorKind.SYSTEM:
        return _("系统（%(job)s）") % {"job": key}
    return _("信访人") if sort == ActorKind.PETITIONER else ref
