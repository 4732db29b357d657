"""The only ways in which schemes and returns change."""

from huiyin.returns.services.correct import return_correct, return_mark_found_later
from huiyin.returns.services.page import ReturnPage, return_counted, return_page
from huiyin.returns.services.revise import RevisionPreview, scheme_revise, scheme_revision_preview
from huiyin.returns.services.round import SlotsReport, slots_list
from huiyin.returns.services.schemes import scheme_begin, scheme_end
from huiyin.returns.services.send import ReturnDraft, ReturnRecord, return_record, return_send, return_send_nothing

__all__ = [
    "ReturnDraft",
    "ReturnPage",
    "ReturnRecord",
    "RevisionPreview",
    "SlotsReport",
    "return_correct",
    "return_counted",
    "return_mark_found_later",
    "return_page",
    "return_record",
    "return_send",
    "return_send_nothing",
    "scheme_begin",
    "scheme_end",
    "scheme_revise",
    "scheme_revision_preview",
    "slots_list",
]
