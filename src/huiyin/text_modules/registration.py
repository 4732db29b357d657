"""Text modules' names in the records."""

from huiyin.kernel.text import N_, NP_
from huiyin.ledger.names import entry_names_register, subject_names_register

SUBJECT = "text_module"
_ENTRIES = {
    "text_modules.module.created": NP_("经过", "新增常用文字"),
    "text_modules.module.revised": NP_("经过", "修改常用文字"),
    "text_modules.module.withdrawn": NP_("经过", "停用常用文字"),
    "text_modules.module.restored": NP_("经过", "恢复常用文字"),
}


def register() -> None:
    """Once models are there."""
    entry_names_register(_ENTRIES)
    subject_names_register({SUBJECT: N_("常用文字")})
