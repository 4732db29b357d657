"""What the pages themselves keep: sessions, and passes that came to an end before their time."""

from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class BrowserSession(AbstractBaseSession):
    """A session, under a hash of its key; what beside its data says whose it is serves to list it and to end it.

    `mark` changes with the officer's password: a session with another one opens nothing any more.
    """

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {"*": "ends within the idle time; what opens something is signed"}

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="browser_sessions"
    )
    mark = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    # A hash of it, as of the key.
    ticket = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta(AbstractBaseSession.Meta):
        db_table = "web_session"


class EndedPass(models.Model):
    """Passes of this subject, or the one with this key, that were begun until then open nothing any more."""

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "*": "gone within hours; without a row only a pass that was copied before it was ended opens again, if it is "
        "younger than half an hour",
    }

    subject = models.CharField(max_length=80, primary_key=True)
    ended_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Its subject."""
        return self.subject
