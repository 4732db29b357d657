"""Letters that leave the house.

`receipt_pdf(ReceiptLetter)`, `reply_pdf(ReplyLetter)` for what is shown on the spot; `letter_pdf(LetterContent)` for
all that is numbered and kept, `letter_docx` for the same in an office's own template.
"""

from huiyin.documents.letters.content import (
    DueLine,
    Item,
    LetterContent,
    Line,
    OpinionLine,
    ReceiptLetter,
    ReplyLetter,
    Section,
)
from huiyin.documents.letters.kept import content_read, content_text
from huiyin.documents.letters.printing import (
    CheckMark,
    letter_pages,
    letter_pdf,
    letter_picture,
    receipt_pdf,
    reply_pdf,
)
from huiyin.documents.letters.sample import sample_letter, sample_stamp
from huiyin.documents.letters.word_filling import letter_docx
from huiyin.documents.letters.word_templates import default_template

__all__ = [
    "CheckMark",
    "DueLine",
    "Item",
    "LetterContent",
    "Line",
    "OpinionLine",
    "ReceiptLetter",
    "ReplyLetter",
    "Section",
    "content_read",
    "content_text",
    "default_template",
    "letter_docx",
    "letter_pages",
    "letter_pdf",
    "letter_picture",
    "receipt_pdf",
    "reply_pdf",
    "sample_letter",
    "sample_stamp",
]
