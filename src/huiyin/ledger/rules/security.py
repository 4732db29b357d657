"""How security events stand in the ledger: one subject a month, so that a month is read without all the others."""

from datetime import datetime, timedelta

from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day

SECURITY_PREFIX = "security."
SECURITY_SUBJECT = "security"
# How the installation was set up at its last start, to be compared with at the next.
INSTALLATION_KIND = "ledger.installation.started"
INSTALLATION_SUBJECT = Ref("installation", "state")
# So long their content isn't erased, whoever asks.
SECURITY_KEPT = timedelta(days=366)


def month_subject(at: datetime) -> Ref:
    """The subject of the events of a month at the office: `security:2026-11`."""
    return Ref(SECURITY_SUBJECT, f"{office_day(at):%Y-%m}")
