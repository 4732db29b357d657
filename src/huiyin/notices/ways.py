"""Which way a notice goes, looked up when it is sent: mail, a text message, a call by the office, or none."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from huiyin.kernel.refs import Ref
from huiyin.notices.models import Notice
from huiyin.notices.sending import NoticeChannel, address_of, open_channel
from huiyin.notices.templates import NOT_CALLED
from huiyin.notices.texting import text_channel
from huiyin.vault.services import delivery_phone

# Only such numbers get text messages; a landline is called.
MOBILE = re.compile(r"1\d{10}")


class Way(StrEnum):
    """The ways out."""

    MAIL = "mail"
    TEXT = "text"
    CALL = "call"


def trial_ref(way: Way) -> Ref:
    """What the entry of a trial message is about: the way that was tried."""
    return Ref("outbox", way)


@dataclass(frozen=True, slots=True, repr=False)
class NoticeRoute:
    """A way and the address on it, "" for a call: the number is opened by whoever calls. Not for any log."""

    way: Way
    address: str = ""


@dataclass(slots=True)
class Ways:
    """The channels of one round, and which of them turned out to be down."""

    channels: dict[Way, NoticeChannel]
    down: set[Way] = field(default_factory=set)

    @property
    def all_down(self) -> bool:
        """Whether nothing at all can be handed over in this round."""
        return self.down >= self.channels.keys()

    def route(self, notice: Notice) -> NoticeRoute | None:
        """Where a notice goes; None when its recipient left nothing to be reached by.

        Raises IdentityUnreadable, KeyMissing.
        """
        address = address_of(notice)
        if address is not None:
            return NoticeRoute(Way.MAIL, address)
        phone = delivery_phone(identity_id=notice.identity_id) if notice.identity_id else None
        if phone is None:
            return None
        if Way.TEXT in self.channels and MOBILE.fullmatch(phone):
            return NoticeRoute(Way.TEXT, phone)
        return NoticeRoute(Way.CALL) if is_called_for(notice) else None


@contextmanager
def open_ways() -> Iterator[Ways]:
    """The channels that the settings name, opened for a round."""
    with ExitStack() as stack:
        channels = {Way.MAIL: stack.enter_context(open_channel())}
        if (text := text_channel()) is not None:
            channels[Way.TEXT] = stack.enter_context(text)
        yield Ways(channels)


def is_called_for(notice: Notice) -> bool:
    """Whether the office calls about it where nothing else reaches: news of a matter or of a booking."""
    return notice.identity_id is not None and notice.template not in NOT_CALLED


def may_be_called(notice: Notice) -> bool:
    """Whether a petitioner whom the other ways didn't reach can be called. Raises IdentityUnreadable, KeyMissing."""
    if not is_called_for(notice) or notice.identity_id is None:
        return False
    return delivery_phone(identity_id=notice.identity_id) is not None
