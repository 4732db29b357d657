"""The vault's names in the records."""

from huiyin.kernel.text import N_, NP_
from huiyin.ledger.names import entry_names_register, subject_names_register

_ENTRIES = {
    "vault.seal_key.created": NP_("经过", "设定密封口令"),
    "vault.seal_key.passphrase_changed": NP_("经过", "更换密封口令"),
    "vault.identity.sought": NP_("经过", "查找本人信息"),
    "vault.key.replaced": NP_("经过", "更换密钥"),
    "vault.keys.rotated": NP_("经过", "重新加密"),
}
_SUBJECTS = {"vault": N_("身份库")}


def register() -> None:
    """Once models are there."""
    entry_names_register(_ENTRIES)
    subject_names_register(_SUBJECTS)
