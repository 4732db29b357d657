"""The only way to rows of matters: `matter_get_for` and `matter_list_for`, and what their pages show."""

from huiyin.matters.selectors.alike import matter_ids_alike
from huiyin.matters.selectors.gate import (
    Visibility,
    matter_get_for,
    matter_ids_visible,
    matter_numbers_for,
    matter_numbers_unbarred,
    visible_to,
)
from huiyin.matters.selectors.lists import Box, Cursor, MatterFilter, MatterRow, MatterSlice, matter_list_for
from huiyin.matters.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.selectors.procedure import ExtensionAskView, ServiceView, WaitView, open_ask
from huiyin.matters.selectors.receipts import ReceiptView, matter_id_by_receipt, matter_id_by_token, receipt_view
from huiyin.matters.selectors.rounds import RoundView, external_ids_known, matters_for_round, matters_past_window
from huiyin.matters.selectors.search import matter_ids_matching, matter_search_for
from huiyin.matters.selectors.sweep import matters_astray
from huiyin.matters.selectors.views import (
    AttachmentView,
    EventView,
    MatterView,
    MessageView,
    MoveView,
    OpinionView,
    RatingView,
    ReaderView,
    ReplyView,
    RequestView,
    SealView,
)

__all__ = [
    "AttachmentView",
    "Box",
    "Cursor",
    "EventView",
    "ExtensionAskView",
    "MatterFilter",
    "MatterRow",
    "MatterSlice",
    "MatterView",
    "MessageView",
    "MoveView",
    "OpinionView",
    "RatingView",
    "ReaderView",
    "ReceiptView",
    "ReplyView",
    "RequestView",
    "RoundView",
    "SealView",
    "ServiceView",
    "Visibility",
    "WaitView",
    "external_ids_known",
    "matter_get_for",
    "matter_id_by_receipt",
    "matter_id_by_token",
    "matter_ids_alike",
    "matter_ids_matching",
    "matter_ids_visible",
    "matter_list_for",
    "matter_numbers_for",
    "matter_numbers_unbarred",
    "matter_page_for",
    "matter_page_of_petitioner",
    "matter_search_for",
    "matters_astray",
    "matters_for_round",
    "matters_past_window",
    "open_ask",
    "receipt_view",
    "visible_to",
]
