"""Letters that leave the house, as PDF: `receipt_pdf(ReceiptLetter)` and `reply_pdf(ReplyLetter)`."""

from huiyin.documents.letters.content import DueLine, OpinionLine, ReceiptLetter, ReplyLetter
from huiyin.documents.letters.printing import receipt_pdf, reply_pdf

__all__ = ["DueLine", "OpinionLine", "ReceiptLetter", "ReplyLetter", "receipt_pdf", "reply_pdf"]
