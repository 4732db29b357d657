"""How many speak for a joint matter (条例 Art 20), how its signatures came, and the secret ends of its links."""

import hmac
from enum import StrEnum
from uuid import UUID

from huiyin.kernel.ids import receipt_code, receipt_hash
from huiyin.kernel.text import N_

# The number of names has no limit, that of representatives has.
REPRESENTATIVES_MOST = 5
# What whoever files may say of how many they are; beyond this it is a slip of the key.
PEOPLE_MOST = 100_000


class SigningWay(StrEnum):
    """How a signature came: on a list at the counter, or by the link without anybody having checked who it was."""

    PAPER = "paper"
    WEB = "web"


WAY_LABELS = {SigningWay.PAPER: N_("纸质名单"), SigningWay.WEB: N_("网上签名")}


def list_code(*, key: bytes, list_id: UUID) -> str:
    """The secret end of the link to a list: 19 characters, so that it can be copied from paper by hand."""
    return receipt_code(key=_link_key(key), token=f"list:{list_id}")


def pick_up_code(*, key: bytes, representative_id: UUID, round: int) -> str:
    """The secret end of the link by which a representative gets a receipt; each further round has another one."""
    return receipt_code(key=_link_key(key), token=f"pick-up:{representative_id}:{round}")


def link_hash(*, key: bytes, code: str) -> bytes:
    """The 32 bytes that are stored of either."""
    return receipt_hash(key=_link_key(key), code=code)


def _link_key(key: bytes) -> bytes:
    # Of its own: the token of a form can be anything that a browser sends, and must never make the end of a link.
    return hmac.digest(key, b"joint-links", "sha256")
