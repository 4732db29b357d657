"""Addresses as they are counted, by a keyed hash, and the token in a mail that shows whose address it is."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

from huiyin.kernel.keys import load_key
from huiyin.notices.errors import MailboxUnknown

_SALT = "huiyin.notices.mailbox"
_TOKEN_LIVES = timedelta(days=90)


def mailbox_key(address: str) -> UUID:
    """The same for all spellings that reach one mailbox: capitals, and what some put behind a plus sign."""
    name, _, host = address.strip().lower().rpartition("@")
    plain = f"mailbox {name.partition('+')[0]}@{host}".encode()
    return UUID(bytes=hmac.digest(load_key(settings.HUIYIN_KEYS, "index"), plain, "sha256")[:16])


def mailbox_token(address: str, *, at: datetime) -> str:
    """Goes into a mail to this address and nowhere else; of the same instant it is the same again."""
    return _signer().sign_object([mailbox_key(address).hex, int(at.timestamp())])


def mailbox_of_token(token: str, *, at: datetime) -> UUID:
    """The mailbox that it was sent to. Raises MailboxUnknown."""
    try:
        key, since = _signer().unsign_object(token)
        # Not by a signer that puts its own time in: a second copy of the mail must have the same token.
        if at.timestamp() - since > _TOKEN_LIVES.total_seconds():
            raise MailboxUnknown
        return UUID(hex=key)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise MailboxUnknown from error


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT)
