"""The two ways out for mail: SMTP, a folder. Each raises what goes wrong; `outbox_dispatch` decides what follows."""

import smtplib
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

from huiyin.notices.folder import write_whole
from huiyin.notices.mailboxes import mailbox_key, mailbox_token
from huiyin.notices.models import Mailbox, Notice
from huiyin.notices.rendering import Rendered, joined, render
from huiyin.notices.rules import TEMPLATES
from huiyin.orgs.selectors import officer_email
from huiyin.orgs.selectors.resets import link_token
from huiyin.vault.services import delivery_address


class RecipientRefused(Exception):
    """The mail system says for good (5xx) that it won't take mail for this address."""


class ChannelDown(Exception):
    """Nothing can be handed over right now, whoever it is for; carries the class name of the cause."""


class Channel(Protocol):
    """One way out, opened for a round."""

    def __enter__(self) -> Self:
        """Nothing is connected before the first message."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of whatever was opened."""

    def send(self, notice: Notice, address: str) -> None:
        """Hand one notice over. Raises RecipientRefused, ChannelDown, or what else went wrong."""


class FolderChannel:
    """Writes `<id>.eml` into HUIYIN_OUTBOX; named after the notice, so that a second writing makes no second mail."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made when it isn't there."""
        self._folder = folder

    def __enter__(self) -> Self:
        """Make the folder, for its owner only: addresses are in it."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to let go of."""

    def send(self, notice: Notice, address: str) -> None:
        """Write the whole file or none of it. Raises OSError."""
        write_whole(self._folder, f"{notice.id}.eml", compose(notice, address).message().as_bytes())


class SmtpChannel:
    """Django's SMTP connection, opened at the first message and kept for the round."""

    def __init__(self) -> None:
        """Connects to nothing yet."""
        self._connection = get_connection("django.core.mail.backends.smtp.EmailBackend")

    def __enter__(self) -> Self:
        """Connects to nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say goodbye; what was taken stays taken even when that fails."""
        self._let_go()

    def send(self, notice: Notice, address: str) -> None:
        """Hand over to the mail system; it returns only after the system has taken the message."""
        message = compose(notice, address)
        try:
            self._connection.open()
        except OSError as error:
            self._let_go()
            raise ChannelDown(type(error).__name__) from None
        try:
            self._connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            # The connection stays good: smtplib has reset it.
            if all(500 <= code < 600 for code, _ in error.recipients.values()):
                raise RecipientRefused from None
            raise
        except Exception:
            self._let_go()
            raise

    def _let_go(self) -> None:
        with suppress(OSError):  # SMTPException is one; Django forgets the connection in either case
            self._connection.close()


def open_channel() -> Channel:
    """The way out that HUIYIN_NOTICES names."""
    return FolderChannel(settings.HUIYIN_OUTBOX) if settings.HUIYIN_NOTICES == "folder" else SmtpChannel()


def address_of(notice: Notice) -> str | None:
    """Where to send a notice, looked up now; None when there is no address that mail could reach.

    Raises IdentityUnreadable, KeyMissing.
    """
    address = None
    if notice.identity_id is not None:
        address = delivery_address(identity_id=notice.identity_id)
    elif notice.officer_id is not None:
        address = officer_email(officer_id=notice.officer_id)
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address


def compose(notice: Notice, address: str) -> EmailMessage:
    """The mail, with a Message-ID that comes from the notice's id.

    Should a crash fall between the handing over and our note of it, the second copy carries the same one, and mail
    systems drop it or show it once.
    """
    rendered = _words(notice, address)
    headers = {
        "Message-ID": message_id(notice.id),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    return EmailMessage(subject=rendered.subject, body=rendered.body, to=[address], headers=headers)


def _words(notice: Notice, address: str) -> Rendered:
    """The notice's, with those of what waited for the same mail; to an unconfirmed address, how to confirm it."""
    if notice.identity_id is None:
        return render(template=notice.template, params=notice.params, tail=_secret_tail(notice))
    carried = Notice.objects.filter(carried_by=notice.id).order_by("id")
    several = [render(template=one.template, params=one.params) for one in (notice, *carried)]
    unconfirmed = Mailbox.objects.filter(key=mailbox_key(address), confirmed_at=None).exists()
    return joined(several, confirm_token=mailbox_token(address) if unconfirmed else "")


def message_id(notice_id: UUID) -> str:
    """The Message-ID of a notice, the same for every try."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<notice-{notice_id}@{domain}>"


def _secret_tail(notice: Notice) -> str:
    """The one-time end of a link: made now, for this mail alone; no page that shows notices has it.

    Only for the reset that the notice's own key names, and to its own officer: the ledger commits to the key, not to
    the path.
    """
    if not TEMPLATES[notice.template].secret:
        return ""
    key = notice.params["path"].rstrip("/").rpartition("/")[2]
    if not key.isdecimal() or f":reset:{key}:" not in notice.dedupe or notice.officer_id is None:
        return ""
    token = link_token(reset_id=int(key), officer_id=notice.officer_id)
    return f"{token}/" if token else ""
