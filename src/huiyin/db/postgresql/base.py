"""The backend that `ENGINE` names; Django finds it by the names of this module and this class."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    def is_usable(self) -> bool:
        """Whether the server is still there; asked once at the beginning of each request.

        Where a server has ended a connection, it has left something to read. On a connection at rest there is
        nothing, so only then Django's own check is worth its round trip: at the form it was every sixth.
        """
        connection = self.connection
        if connection is None or connection.closed or _has_something(connection.fileno()):
            return super().is_usable()
        return True


def _has_something(descriptor: int) -> bool:
    """Not `select`, which knows no descriptor above 1023."""
    looking = select.poll()
    looking.register(descriptor, select.POLLIN)
    return bool(looking.poll(0))
