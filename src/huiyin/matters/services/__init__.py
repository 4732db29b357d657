"""One door per verb: every change to a matter goes through one of these functions."""

from huiyin.matters.services._registration_rows import Filing
from huiyin.matters.services.assign import (
    matter_assign_handler,
    matter_assign_unit,
)
from huiyin.matters.services.assist import (
    AssistAsk,
    matter_ask_assist,
    matter_contribute,
    matter_end_assist,
)
from huiyin.matters.services.assistance import (
    ReferralDraft,
    referral_agree,
    referral_answer,
    referral_ask,
    referral_decline,
    referral_follow_up,
)
from huiyin.matters.services.away import (
    matter_leave_barred,
    matter_recuse,
    matter_recuse_along,
    matter_release_handler,
)
from huiyin.matters.services.carrying_out import StepDraft, matter_follow_up, step_done
from huiyin.matters.services.classify import Classification, matter_classify
from huiyin.matters.services.close import matter_close, matter_escalate
from huiyin.matters.services.code import (
    CodeIssued,
    code_follow,
    code_open_identity,
    code_reissue,
    identity_is_compared,
)
from huiyin.matters.services.decide import matter_accept, matter_decline, matter_redirect
from huiyin.matters.services.due import matter_due_moved, matters_follow_clocks
from huiyin.matters.services.export import (
    filter_as_words,
    filter_of_words,
    list_export,
    list_export_record,
    list_lines,
)
from huiyin.matters.services.extension import extension_ask, extension_grant, extension_refuse
from huiyin.matters.services.hand_down import handed_down_begin
from huiyin.matters.services.handover import (
    matter_dispute,
    matter_escalate_handover,
    matter_object,
    matter_refuse_objection,
    matter_report_back,
    matter_settle_dispute,
    matter_take_back,
)
from huiyin.matters.services.hearing import (
    HearingDraft,
    HearingRecord,
    hearing_announce,
    hearing_cancel,
    hearing_record,
)
from huiyin.matters.services.identity import matter_open_identity
from huiyin.matters.services.joint import (
    CoSigned,
    Named,
    cosigner_check,
    cosigners_add,
    cosigners_open,
    representative_name,
    representative_remove,
)
from huiyin.matters.services.late import late_notices_add, matter_urge
from huiyin.matters.services.link import matter_merge, matter_unmerge
from huiyin.matters.services.naming import (
    bar_add,
    bar_lift,
    bar_lift_at_counter,
    lift_object,
    lift_propose,
    lift_slip,
    matter_bar_along,
    matter_name_respondent,
)
from huiyin.matters.services.petition import matter_rate, matter_withdraw, petitioner_question, petitioner_write
from huiyin.matters.services.procedure import matter_make_ordinary
from huiyin.matters.services.read import matter_mark_read
from huiyin.matters.services.recommendation import (
    RecommendationDraft,
    recommendation_reply,
    recommendation_send,
    recommending_units,
)
from huiyin.matters.services.register import (
    Alongside,
    Registered,
    matter_register,
    matters_register,
    registered_before,
)
from huiyin.matters.services.reindex import search_rebuild
from huiyin.matters.services.reply import (
    OpinionDraft,
    reply_approve,
    reply_draft,
    reply_return,
)
from huiyin.matters.services.review import (
    DecisionDraft,
    review_ask,
    review_decide,
    review_draft,
    review_leave_barred,
    review_point_outside,
    review_return,
    review_send_back,
    review_take,
)
from huiyin.matters.services.seal import (
    SealedFile,
    SealedMatter,
    matter_add_reader,
    matter_agree_unsealing,
    matter_ask_unsealing,
    matter_open_seal,
    matter_open_sealed_file,
    matter_unseal,
)
from huiyin.matters.services.service import reply_acknowledge, reply_post, reply_serve, reply_serve_along
from huiyin.matters.services.settle import reply_settle
from huiyin.matters.services.sign import reply_sign
from huiyin.matters.services.split import matter_split
from huiyin.matters.services.sponsor import (
    MilestoneDraft,
    matter_sponsor,
    milestone_reach,
    milestones_start_clocks,
    sponsor_hand_on,
)
from huiyin.matters.services.supervision import (
    matter_supervise,
    matter_supervise_by_rule,
    supervision_answer,
    supervision_end,
)
from huiyin.matters.services.telephone import telephone_ask, telephone_number_open, telephone_record
from huiyin.matters.services.work import attachment_add, matter_answer, matter_ask, matter_note

__all__ = [
    "Alongside",
    "AssistAsk",
    "Classification",
    "CoSigned",
    "CodeIssued",
    "DecisionDraft",
    "Filing",
    "HearingDraft",
    "HearingRecord",
    "MilestoneDraft",
    "Named",
    "OpinionDraft",
    "RecommendationDraft",
    "ReferralDraft",
    "Registered",
    "SealedFile",
    "SealedMatter",
    "StepDraft",
    "attachment_add",
    "bar_add",
    "bar_lift",
    "bar_lift_at_counter",
    "code_follow",
    "code_open_identity",
    "code_reissue",
    "cosigner_check",
    "cosigners_add",
    "cosigners_open",
    "extension_ask",
    "extension_grant",
    "extension_refuse",
    "filter_as_words",
    "filter_of_words",
    "handed_down_begin",
    "hearing_announce",
    "hearing_cancel",
    "hearing_record",
    "identity_is_compared",
    "late_notices_add",
    "lift_object",
    "lift_propose",
    "lift_slip",
    "list_export",
    "list_export_record",
    "list_lines",
    "matter_accept",
    "matter_add_reader",
    "matter_agree_unsealing",
    "matter_answer",
    "matter_ask",
    "matter_ask_assist",
    "matter_ask_unsealing",
    "matter_assign_handler",
    "matter_assign_unit",
    "matter_bar_along",
    "matter_classify",
    "matter_close",
    "matter_contribute",
    "matter_decline",
    "matter_dispute",
    "matter_due_moved",
    "matter_end_assist",
    "matter_escalate",
    "matter_escalate_handover",
    "matter_follow_up",
    "matter_leave_barred",
    "matter_make_ordinary",
    "matter_mark_read",
    "matter_merge",
    "matter_name_respondent",
    "matter_note",
    "matter_object",
    "matter_open_identity",
    "matter_open_seal",
    "matter_open_sealed_file",
    "matter_rate",
    "matter_recuse",
    "matter_recuse_along",
    "matter_redirect",
    "matter_refuse_objection",
    "matter_register",
    "matter_release_handler",
    "matter_report_back",
    "matter_settle_dispute",
    "matter_split",
    "matter_sponsor",
    "matter_supervise",
    "matter_supervise_by_rule",
    "matter_take_back",
    "matter_unmerge",
    "matter_unseal",
    "matter_urge",
    "matter_withdraw",
    "matters_follow_clocks",
    "matters_register",
    "milestone_reach",
    "milestones_start_clocks",
    "petitioner_question",
    "petitioner_write",
    "recommendation_reply",
    "recommendation_send",
    "recommending_units",
    "referral_agree",
    "referral_answer",
    "referral_ask",
    "referral_decline",
    "referral_follow_up",
    "registered_before",
    "reply_acknowledge",
    "reply_approve",
    "reply_draft",
    "reply_post",
    "reply_return",
    "reply_serve",
    "reply_serve_along",
    "reply_settle",
    "reply_sign",
    "representative_name",
    "representative_remove",
    "review_ask",
    "review_decide",
    "review_draft",
    "review_leave_barred",
    "review_point_outside",
    "review_return",
    "review_send_back",
    "review_take",
    "search_rebuild",
    "sponsor_hand_on",
    "step_done",
    "supervision_answer",
    "supervision_end",
    "telephone_ask",
    "telephone_number_open",
    "telephone_record",
]
