"""One door per verb: every change to a matter goes through one of these functions."""

from huiyin.matters.services.assign import matter_assign_handler, matter_assign_unit, matter_name_respondent
from huiyin.matters.services.close import matter_close, matter_escalate
from huiyin.matters.services.decide import matter_accept, matter_decline, matter_redirect
from huiyin.matters.services.due import matters_follow_clocks
from huiyin.matters.services.identity import matter_open_identity
from huiyin.matters.services.petition import matter_rate, matter_withdraw, petitioner_write
from huiyin.matters.services.register import Alongside, Filing, Registered, matter_register, matters_register
from huiyin.matters.services.reply import (
    OpinionDraft,
    reply_approve,
    reply_draft,
    reply_return,
    reply_serve,
)
from huiyin.matters.services.work import attachment_add, matter_ask, matter_note

__all__ = [
    "Alongside",
    "Filing",
    "OpinionDraft",
    "Registered",
    "attachment_add",
    "matter_accept",
    "matter_ask",
    "matter_assign_handler",
    "matter_assign_unit",
    "matter_close",
    "matter_decline",
    "matter_escalate",
    "matter_name_respondent",
    "matter_note",
    "matter_open_identity",
    "matter_rate",
    "matter_redirect",
    "matter_register",
    "matter_withdraw",
    "matters_follow_clocks",
    "matters_register",
    "petitioner_write",
    "reply_approve",
    "reply_draft",
    "reply_return",
    "reply_serve",
]
