"""Lines of the records: kinds in words, officers by name, matters by number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.desk.records.cursors import cursor_at
from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.text import N_
from huiyin.ledger.names import ENTRY, entry_name, subject_name
from huiyin.ledger.selectors import EntryView
from huiyin.matters.core.selectors.gate import matter_numbers_for
from huiyin.notices.selectors import OutboxView
from huiyin.orgs.selectors import officer_names
from huiyin.vault.services import OpeningRecord
from huiyin.workflow.backdating import LateStep

_MATTER = "matter:"
TEMPLATE_LABELS = {
    "matter_registered": N_("告诉信访人：已登记"),
    "code_reissued": N_("告诉信访人：查询码换了"),
    "matter_news": N_("告诉信访人：有新进展"),
    "matter_assigned": N_("告诉工作人员：有事项要办"),
    "matter_received": N_("告诉单位：有事项转来"),
    "matter_reopened": N_("告诉承办的人：事项要重新办理"),
    "kind_changed": N_("告诉承办的人：类型和期限改了"),
    "draft_returned": N_("告诉承办的人：草稿被退回"),
    "draft_handed": N_("告诉接着写的人：答复草稿交到其手里"),
    "draft_taken_back": N_("告诉接着写的人：答复草稿被取回"),
    "draft_recalled": N_("告诉审批的人：答复撤回修改"),
    "answer_signed": N_("告诉承办的人：答复已签发"),
    "extension_decided": N_("告诉申请的人：延期有了决定"),
    "matter_merged": N_("告诉承办的人：并案"),
    "matter_unmerged": N_("告诉承办的人：不再并案"),
    "objection_raised": N_("告诉转出的单位：对方提出异议"),
    "objection_refused": N_("告诉收到的单位：异议没有被接受"),
    "dispute_waiting": N_("告诉上级：有归属争议等其决定"),
    "dispute_settled": N_("告诉两边的单位：归属有了决定"),
    "handover_escalated": N_("告诉上级领导：转送次数过多"),
    "report_received": N_("告诉交办的单位：收到办结报告"),
    "assist_asked": N_("告诉协助的单位：请协助"),
    "contribution_received": N_("告诉主办的人：协助单位有了回复"),
    "review_waiting": N_("告诉复查复核员：有申请等其办理"),
    "opinion_returned": N_("告诉复查复核员：意见被退回"),
    "explanation_fixed": N_("告诉参加说明会的人：定了时间"),
    "explanation_off": N_("告诉参加说明会的人：不开了"),
    "explanation_invited": N_("告诉上一级单位：请参加说明会"),
    "invitation_answered": N_("告诉承办的人：上一级单位答复了邀请"),
    "hearing_announced": N_("告诉主持的人：要听证"),
    "sponsor_named": N_("告诉承办的人：领导包案"),
    "sponsor_handed_on": N_("告诉接手的领导：移交包案"),
    "matter_planned": N_("告诉承办的人和包案领导：列入集中攻坚"),
    "plan_period_led": N_("告诉领导：负责一个集中攻坚期"),
    "plan_week_due": N_("告诉承办的人和包案领导：请填每周进展"),
    "plan_week_missing": N_("告诉承办的人和领导：没有填每周进展"),
    "team_joined": N_("告诉专班成员：请其进专班"),
    "team_asked": N_("告诉成员单位的领导：请其同意派人"),
    "look_back_written": N_("告诉岗位上的人：上级写了回头看"),
    "demand_answered": N_("告诉督办的单位：有了书面答复"),
    "promise_not_kept": N_("告诉单位领导：回访说没有落实"),
    "matter_due_soon": N_("告诉工作人员：快到期"),
    "matter_due_moved": N_("告诉工作人员：期限因放假安排改了"),
    "matter_late": N_("告诉工作人员：已超期"),
    "matter_unowned": N_("告诉负责人：没有人承办"),
    "matter_urged": N_("告诉负责人：信访人催办"),
    "approval_waiting": N_("告诉审批人：等待审批"),
    "petitioner_wrote": N_("告诉承办人：信访人有新情况"),
    "note_mentioned": N_("告诉同事：内部记录请其看"),
    "supervision_raised": N_("告诉单位负责人：有督办"),
    "instruction_recorded": N_("告诉承办的人：上级交办"),
    "talk_called": N_("告诉单位负责人：上级约谈"),
    "talk_held": N_("告诉单位负责人：约谈已记录"),
    "talk_answered": N_("告诉约谈的领导：有了书面说明"),
    "talk_cancelled": N_("告诉单位负责人：约谈取消"),
    "report_up_waiting": N_("告诉审批人：有上报的报告"),
    "report_up_returned": N_("告诉起草的人：上报的报告被退回"),
    "report_up_approved": N_("告诉登记交办的单位：报告可以送出"),
    "received_closed": N_("告诉接访领导：事项办结了"),
    "sponsor_to_end": N_("告诉包案领导：事项办结了"),
    "received_late": N_("告诉接访领导：事项已超期"),
    "milestone_due_soon": N_("告诉包案领导：计划的一步快到期"),
    "milestone_late": N_("告诉包案领导和上级：计划的一步已超期"),
    "recommendation_received": N_("告诉单位负责人：收到建议书"),
    "recommendation_due_soon": N_("告诉单位负责人：建议书快到答复期限"),
    "recommendation_late": N_("告诉单位负责人和上级：建议书没有按期答复"),
    "recommendation_answered": N_("告诉信访部门：建议书有了答复"),
    "task_given": N_("告诉承办的单位或人：有任务要办"),
    "task_due_soon": N_("告诉承办的单位或人：任务快到期"),
    "task_late": N_("告诉承办的单位、负责人和交办的人：任务已超期"),
    "task_done": N_("告诉交办的人：任务等其验收"),
    "task_checked": N_("告诉承办的人：任务已验收"),
    "task_sent_back": N_("告诉承办的人：任务要再办"),
    "task_returned": N_("告诉交办的人：任务被退回"),
    "task_return_waits": N_("告诉交办的人和负责人：退回的任务没有答复"),
    "task_dropped": N_("告诉承办的人：任务已撤销"),
    "task_time_asked": N_("告诉交办的人：任务申请延期"),
    "task_time_decided": N_("告诉承办的人：延期有了决定"),
    "return_due_soon": N_("告诉单位：有一期报告快到时间"),
    "return_missing": N_("告诉单位和负责人：有一期报告没有报"),
    "return_marked": N_("告诉单位：有一期报告要核对"),
    "return_asked": N_("告诉单位：有一项定期报告要报"),
    "return_not_asked": N_("告诉单位：有一项定期报告不用报了"),
    "return_rules_changed": N_("告诉单位：有一项定期报告修订了"),
    "officer_sign_in_failed": N_("告诉工作人员：有人在试其账号的密码"),
    "grant_waiting": N_("告诉工作人员：有任用等其同意"),
    "grant_proposed": N_("告诉有关的人：有人提出任用"),
    "grant_decided": N_("告诉有关的人：任用有了结果"),
    "account_link": N_("发给工作人员：设定密码的链接"),
    "account_code": N_("告诉工作人员：有开通码要转交"),
    "account_reset": N_("告诉工作人员：账号正在重设密码"),
    "account_password": N_("告诉工作人员：密码换了"),
    "account_mail": N_("告诉有关的人：账号的邮箱要换"),
    "account_sign_on": N_("告诉工作人员：账号要和统一认证连起来"),
    "account_sign_on_waiting": N_("告诉有关的人：有统一认证的连接要确认"),
    "account_left_directory": N_("告诉管理员：有账号在单位目录里找不到了"),
    "account_sign_on_changed": N_("告诉有关的人：统一认证的连接有变动"),
    "unit_changed": N_("告诉单位里的人：单位的上下级有变动"),
    "post_changed": N_("告诉有关的人：职位有变动"),
    "officer_digest": N_("告诉工作人员：每日汇总"),
    "appointment_booked": N_("告诉预约的人：已经约好"),
    "appointment_agreed": N_("告诉申请的人：答应上门探访"),
    "home_visit_declined": N_("告诉申请的人：不能上门探访"),
    "appointment_tomorrow": N_("告诉预约的人：就在明天"),
    "appointment_moved": N_("告诉预约的人：换了地点"),
    "appointment_fell_through": N_("告诉预约的人：接访取消"),
}


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry: what, about which thing, when, by whom. Nothing of what was written.

    Its place in the ledger isn't there: a gap between two places would tell that something isn't shown. `matter` is
    the key of the matter that it is about, `token` its place for a proof, which nobody but us can read.
    """

    kind: str
    code: str
    subject: str
    at: datetime
    actor: str
    is_erased: bool
    matter: str = ""
    token: str = ""


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
    about: str
    on: date
    at: datetime
    officer: str
    reason: str


def late_lines(steps: Sequence[LateStep]) -> tuple[LateLine, ...]:
    """With officers by name, in one statement."""
    names = officer_names(officer_ids={step.officer_id for step in steps if step.officer_id is not None})
    return tuple(
        LateLine(step.number, step.about, step.on, step.at, names.get(step.officer_id or 0, ""), step.reason)
        for step in steps
    )


def entry_lines(entries: Sequence[EntryView], *, is_auditor: bool = False) -> tuple[EntryLine, ...]:
    """The entries with officers by name, in one statement; for auditors with what leads on from them."""
    names = officer_names(officer_ids=_officer_ids(entry.actor for entry in entries))
    return tuple(
        EntryLine(
            kind=_kind(entry.kind),
            code=entry.kind,
            subject=_subject(entry.subject),
            at=entry.at,
            actor=_actor(entry.actor, names),
            is_erased=entry.is_erased,
            matter=entry.subject.removeprefix(_MATTER) if is_auditor and entry.subject.startswith(_MATTER) else "",
            token=cursor_at(entry.seq or 0) if is_auditor else "",
        )
        for entry in entries
    )


def opening_lines(openings: Sequence[OpeningRecord], *, actor: Actor) -> tuple[OpeningLine, ...]:
    """The openings with officers by name and matters by number; those of appointments have no number."""
    ids = {UUID(opening.subject.removeprefix(_MATTER)) for opening in openings if opening.subject.startswith(_MATTER)}
    numbers = {f"{_MATTER}{key}": number for key, number in matter_numbers_for(actor=actor, matter_ids=ids).items()}
    names = officer_names(officer_ids={opening.officer_id for opening in openings})
    return tuple(
        OpeningLine(
            opening.at,
            names.get(opening.officer_id, ""),
            opening.office,
            opening.purpose,
            numbers.get(opening.subject, ""),
        )
        for opening in openings
    )


def notice_lines(notices: Sequence[OutboxView], *, may_send_again: bool) -> tuple[NoticeLine, ...]:
    """The notices with the sort of each in words."""
    return tuple(
        NoticeLine(
            notice,
            _(TEMPLATE_LABELS.get(notice.template, notice.template)),
            may_send_again and notice.state == "failed",
        )
        for notice in notices
    )


def _officer_ids(actors: Iterable[str]) -> set[int]:
    # Petitioners and jobs act as well; only officers have a name that is shown.
    keys = (ref.partition(":")[2] for ref in actors if ref.startswith(f"{ActorKind.OFFICER}:"))
    return {int(key) for key in keys if key.isdecimal()}


def _kind(code: str) -> str:
    name = entry_name(code)
    return pgettext(ENTRY, name) if name else ""


def _subject(subject: str) -> str:
    sort, _colon, key = subject.partition(":")
    name = subject_name(sort)
    return f"{_(name) if name else sort} {key}"


def _actor(ref: str, names: dict[int, str]) -> str:
    sort, _colon, key = ref.partition(":")
    if sort == ActorKind.OFFICER and key.isdecimal():
        return names.get(int(key), ref)
    if sort == ActorKind.SYSTEM:
        return _("系统（%(job)s）") % {"job": key}
    # Never more than that: behind the colon stands the matter's id.
    return _("信访人") if sort == ActorKind.PETITIONER else ref
