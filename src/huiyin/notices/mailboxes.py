"""Addresses as they are counted, by a keyed hash, and the token in a mail that shows whose address it is."""

import hmac
from datetime import timedelta
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


def mailbox_token(address: str) -> str:
    """Goes into a mail to this address and nowhere else."""
    return signing.dumps(mailbox_key(address).hex, salt=_SALT)


def mailbox_of_token(token: str) -> UUID:
    """The mailbox that it was sent to. Raises MailboxUnknown."""
    try:
        return UUID(hex=signing.loads(token, salt=_SALT, max_age=_TOKEN_LIVES))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise MailboxUnknown from error
