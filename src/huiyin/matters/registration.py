"""Matters' names in the records, and what the worker does for them."""

from datetime import timedelta

from huiyin.documents.holders import file_holder_register
from huiyin.kernel.text import N_, NP_
from huiyin.kernel.worker_parts import WorkerPart, worker_part_register
from huiyin.ledger.names import entry_names_register, subject_names_register
from huiyin.matters.core.selectors.beside import rows_beside_register
from huiyin.matters.core.selectors.gate import seen_too_register
from huiyin.matters.drafts.services.handing import move_drafts_return
from huiyin.matters.drafts.services.keeping import move_drafts_reencrypt, move_drafts_sweep
from huiyin.matters.handed_down.services.begin import handed_down_begin
from huiyin.matters.instruction.selectors.lists import instructed_through
from huiyin.matters.instruction.selectors.views import InstructionView, instructions_of
from huiyin.matters.look_back.selectors.views import LookBackView, look_backs_of
from huiyin.matters.models import MoveDraftFile
from huiyin.matters.plan_period.selectors.page import PlannedView, planned_of
from huiyin.matters.plan_period.services.round import weeks_remind
from huiyin.matters.reading.selectors import ReadingView, RemarkView, readings_of, remarked_to, remarks_of
from huiyin.matters.register.services.drafts import register_drafts_reencrypt, register_drafts_sweep
from huiyin.matters.search.services.rebuild import search_renew
from huiyin.matters.sentences import event_kinds, event_name
from huiyin.matters.sponsor.selectors.ending import SponsorEndView, sponsor_ends_of
from huiyin.matters.sponsor.services.sponsor import milestones_start_clocks
from huiyin.matters.team.selectors import MemberView, seen_by_team, team_of

_ENTRIES = {
    "matters.batch.made": NP_("经过", "编一批包案"),
    "matters.draft.handed": NP_("经过", "把答复草稿交给同事"),
    "matters.draft.handed_back": NP_("经过", "交还答复草稿"),
    "matters.draft.taken_back": NP_("经过", "取回答复草稿"),
    "matters.draft.returned": NP_("经过", "答复草稿退还起草人：同事已经看不到事项"),
    "matters.joint.signed": NP_("经过", "网上签名"),
    "matters.joint.signature_withdrawn": NP_("经过", "撤回网上签名"),
    "matters.joint.news_set": NP_("经过", "签名人选择是否接收通知"),
    "matters.joint.picked_up": NP_("经过", "代表领了查询码"),
    "matters.joint.pick_up_declined": NP_("经过", "被推选的人不做代表"),
    "matters.list.exported": NP_("经过", "导出列表"),
    "matters.plan.begun": NP_("经过", "开始集中攻坚"),
    "matters.plan.revised": NP_("经过", "修订集中攻坚"),
    "matters.plan.ended": NP_("经过", "提前结束集中攻坚"),
    "matters.recommendation.sent": NP_("经过", "发出建议书"),
    "matters.recommendation.replied": NP_("经过", "答复建议书"),
}
_SUBJECTS = {
    "matter": N_("事项"),
    "recommendation": N_("建议书"),
    "plan_period": N_("集中攻坚期"),
    "sponsor_batch": N_("包案批次"),
}
_WORKER_PARTS = (
    WorkerPart("plans", timedelta(hours=1), lambda at: milestones_start_clocks(at=at), order=50),
    WorkerPart("tasks", timedelta(hours=1), lambda at: handed_down_begin(at=at), order=55),
    WorkerPart("plan_weeks", timedelta(hours=1), lambda at: weeks_remind(at=at), order=58),
    # Before those that nobody reads are cleared away.
    WorkerPart("move_drafts_return", timedelta(minutes=10), lambda at: move_drafts_return(at=at), order=164),
    WorkerPart("move_drafts", timedelta(hours=1), lambda at: move_drafts_sweep(at=at), order=165),
    WorkerPart("move_draft_keys", timedelta(hours=1), lambda _at: move_drafts_reencrypt(), order=166),
    WorkerPart("register_drafts", timedelta(hours=1), lambda at: register_drafts_sweep(at=at), order=167),
    WorkerPart("register_draft_keys", timedelta(hours=1), lambda _at: register_drafts_reencrypt(), order=168),
    WorkerPart("search", timedelta(seconds=2), lambda at: search_renew(at=at), order=400),
)


def register() -> None:
    """Once models are there."""
    entry_names_register({kind: event_name(kind) for kind in event_kinds()} | _ENTRIES)
    subject_names_register(_SUBJECTS)
    rows_beside_register(PlannedView, planned_of)
    rows_beside_register(MemberView, team_of)
    rows_beside_register(LookBackView, look_backs_of)
    rows_beside_register(SponsorEndView, sponsor_ends_of)
    seen_too_register(seen_by_team)
    file_holder_register(MoveDraftFile, "file")
    rows_beside_register(InstructionView, instructions_of)
    seen_too_register(instructed_through)
    rows_beside_register(ReadingView, readings_of)
    rows_beside_register(RemarkView, remarks_of)
    seen_too_register(remarked_to)
    for part in _WORKER_PARTS:
        worker_part_register(part)
