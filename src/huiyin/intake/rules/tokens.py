"""The secret of a draft and the name that its row has; the id of a record that came without one."""

import hashlib
import hmac
import json
from collections.abc import Sequence


def draft_id(token: str) -> str:
    """64 hexadecimal digits. The token has 256 random bits, so a plain hash hides it."""
    return hashlib.sha256(b"huiyin-draft:" + token.encode()).hexdigest()


def record_id(*, key: bytes, cells: Sequence[tuple[str, str]]) -> str:
    """40 hexadecimal digits for a row of another system, the same for the same cells in whatever order.

    Under a key: a row holds names and telephone numbers, and could else be guessed from what is stored.
    """
    content = json.dumps(sorted(cells), ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, b"huiyin-record:" + content.encode("utf-8", "surrogateescape"), "sha256").hexdigest()[:40]
