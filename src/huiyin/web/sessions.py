"""Sessions in Django's own table, read by a statement that is made once: every request of staff begins with it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection

from huiyin.kernel.time import now
from huiyin.rows import statement_ask

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """As Django's store in all else."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and the key is forgotten, where there is none or its time is over."""
        rows = statement_ask(_READ, [self.session_key, connection.ops.adapt_datetimefield_value(now())])
        if not rows:
            self._session_key = None
            return {}
        return self.decode(rows[0][0])
