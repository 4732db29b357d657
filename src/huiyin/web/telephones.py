"""The telephone numbers at the foot of public pages, remembered for some minutes: no page waits for them."""

from time import monotonic

from django.db import DatabaseError

from huiyin.orgs.selectors import OfficeTelephone, office_telephones

# So long an old number may still be shown after it was changed.
_KEPT_SECONDS = 120.0


class _KnownTelephones:
    """What this process knows, and until when it needn't ask again."""

    lines: tuple[OfficeTelephone, ...] = ()
    until: float = 0.0


_known = _KnownTelephones()


def known_telephones() -> tuple[OfficeTelephone, ...]:
    """The numbers. A database that is away takes no page with it: then those from before, or none."""
    if monotonic() >= _known.until:
        # Before asking: while it fails, one page of many waits for it.
        _known.until = monotonic() + _KEPT_SECONDS
        try:
            _known.lines = office_telephones()
        except DatabaseError:
            return _known.lines
    return _known.lines
