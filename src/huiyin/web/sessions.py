"""Sessions in a table of ours, under a hash of their key and signed for that key alone.

Whoever reads the table can't come in with what stands there, and whoever writes to it can neither make a session nor
put an officer's into a row of their own. Every request of staff begins with reading one, by a statement made once.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.db import connection

from huiyin.db import fetch_all
from huiyin.kernel.time import now
from huiyin.web.models import BrowserSession

_READ = "SELECT session_data FROM web_session WHERE session_key = %s AND expire_date > %s"
# As many characters as the column has; 160 bits.
_LENGTH = 40
_SALT = "huiyin.web.session"
# What a session of an officer holds besides Django's own: when it was begun and last used, and with which browser.
BEGUN, SEEN, BROWSER = "begun_at", "seen_at", "browser"
# By what a system that somebody has signed on with names the session when it ends it: a hash of that.
TICKET = "sign_on_ticket"


def stored_key(session_key: str) -> str:
    """Under what a session stands in the table; its key has 165 bits, so no secret need go into the hash."""
    return hashlib.sha256(f"huiyin-session {session_key}".encode()).hexdigest()[:_LENGTH]


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


class SessionStore(db.SessionStore):
    """As Django's store in all else."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """The table."""
        return BrowserSession

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and the key is forgotten, where there is none or its time is over."""
        key = self.session_key
        rows = fetch_all(_READ, [stored_key(key), connection.ops.adapt_datetimefield_value(now())]) if key else []
        if not rows:
            # A key that somebody else thought of is never taken over: the next session gets its own.
            self._session_key = None
            return {}
        return self.decode(rows[0][0])

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return super().exists(stored_key(session_key))

    def create_model_instance(self, data: Mapping[str, Any]) -> Any:
        """The row, under the hash."""
        held = dict(data)
        return BrowserSession(
            # First of all: what the row holds is signed for the key, so there must be one before `encode`.
            session_key=stored_key(self.session_key or self._new_key()),
            session_data=self.encode(held),
            expire_date=self.get_expiry_date(),
            officer_id=held.get(SESSION_KEY),
            mark=str(held.get(HASH_SESSION_KEY, ""))[:64],
            begun_at=_instant(held.get(BEGUN)),
            seen_at=_instant(held.get(SEEN)),
            browser=held.get(BROWSER, ""),
            ticket=held.get(TICKET, ""),
        )

    def delete(self, session_key: str | None = None) -> None:
        """End this session, or the one with that key."""
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=stored_key(key)).delete()

    def encode(self, session_dict: dict[str, Any]) -> str:
        """As JSON, signed for this key: in another session's row the same is worth nothing."""
        return signing.dumps(session_dict, salt=self._salt(), compress=True)

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """What was signed for this key; nothing for anything else."""
        try:
            found: dict[str, Any] = signing.loads(str(session_data), salt=self._salt())
        except (signing.BadSignature, ValueError):
            return {}
        return found

    def _new_key(self) -> str:
        self._session_key = key = self._get_new_session_key()  # type: ignore[attr-defined]  # the stubs lack it
        return str(key)

    def _salt(self) -> str:
        return f"{_SALT} {self.session_key}"

    # Nothing here runs asynchronously; Django's own versions would go by the bare key.
    aload, aexists, adelete, asave, acreate = (
        SessionBase.aload,
        SessionBase.aexists,
        SessionBase.adelete,
        SessionBase.asave,
        SessionBase.acreate,
    )
