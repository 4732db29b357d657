"""The two ways out for mail: SMTP, a folder. Each raises what goes wrong; `outbox_dispatch` decides what follows."""

import smtplib
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Protocol, Self
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db.models import Q

from huiyin.kernel.time import now
from huiyin.notices.failures import ChannelDown, HandingUnclear, RecipientRefused, failure_name
from huiyin.notices.folder import write_whole
from huiyin.notices.mailboxes import mailbox_key, mailbox_token
from huiyin.notices.models import Mailbox, Notice
from huiyin.notices.rendering import Rendered, joined, render, render_trial
from huiyin.notices.templates import TEMPLATES
from huiyin.orgs.selectors import officer_email
from huiyin.orgs.selectors.resets import link_token
from huiyin.vault.services import delivery_address


class Earlier(Enum):
    """What became of an earlier handing over of the same notice, of whose end there is no note.

    `NOT_TAKEN` also where a second one takes the first one's place.
    """

    TAKEN = "taken"
    NOT_TAKEN = "not taken"
    UNKNOWN = "unknown"


class NoticeChannel(Protocol):
    """One way out, opened for a round. `is_folder`: what goes this way is written down and goes no further."""

    is_folder: ClassVar[bool]

    def __enter__(self) -> Self:
        """Nothing is connected before the first message."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of whatever was opened."""

    def earlier(self, notice: Notice) -> Earlier:
        """Asked before a second handing over, where there is somebody to ask."""

    def send(self, notice: Notice, address: str) -> None:
        """Hand one notice over. Raises RecipientRefused, ChannelDown, HandingUnclear, or what else went wrong."""

    def send_trial(self, trial_id: UUID, address: str) -> None:
        """Hand a trial message over, which says nothing but that it is one. Raises what `send` does."""


class FolderChannel:
    """Writes `<id>.eml` into HUIYIN_OUTBOX; named after the notice, so that a second writing makes no second mail."""

    is_folder: ClassVar[bool] = True

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

    def earlier(self, notice: Notice) -> Earlier:
        """The second file takes the first one's place."""
        return Earlier.NOT_TAKEN

    def send(self, notice: Notice, address: str) -> None:
        """Write the whole file or none of it. Raises OSError."""
        self._write(notice.id, compose(notice, address))

    def send_trial(self, trial_id: UUID, address: str) -> None:
        """Write it as a notice is written. Raises OSError."""
        self._write(trial_id, compose_trial(trial_id, address))

    def _write(self, file_id: UUID, message: EmailMessage) -> None:
        write_whole(self._folder, f"{file_id}.eml", message.message().as_bytes())


class SmtpChannel:
    """Django's SMTP connection, opened at the first message and kept for the round."""

    is_folder: ClassVar[bool] = False

    def __init__(self, seconds: float | None = None) -> None:
        """Connects to nothing yet; waits for each answer so long, else as long as the settings say."""
        self._connection = get_connection("django.core.mail.backends.smtp.EmailBackend", timeout=seconds)

    def __enter__(self) -> Self:
        """Connects to nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say goodbye; what was taken stays taken even when that fails."""
        self._release()

    def earlier(self, notice: Notice) -> Earlier:
        """SMTP has no word for asking."""
        return Earlier.UNKNOWN

    def send(self, notice: Notice, address: str) -> None:
        """Hand over to the mail system; it returns only after the system has taken the message."""
        self._hand_over(compose(notice, address))

    def send_trial(self, trial_id: UUID, address: str) -> None:
        """Hand it to the mail system as a notice is."""
        self._hand_over(compose_trial(trial_id, address))

    def _hand_over(self, message: EmailMessage) -> None:
        try:
            # By itself, as what fails here can't have been handed over; while sending nobody could tell.
            self._connection.open()
        except OSError as error:
            self._release()
            raise ChannelDown(failure_name(error)) from None
        try:
            self._connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            # The connection stays good: smtplib has reset it.
            # Only 5xx is for good; 4xx means that the system may take it later.
            codes = [code for code, _ in error.recipients.values()]
            if all(500 <= code < 600 for code in codes):
                raise RecipientRefused(max(codes)) from None
            raise
        except smtplib.SMTPResponseException:  # the system has said what it thinks of it
            self._release()
            raise
        except OSError as error:
            self._release()
            raise HandingUnclear(failure_name(error)) from None
        except Exception:
            self._release()
            raise

    def _release(self) -> None:
        with suppress(OSError):  # SMTPException is one; Django forgets the connection in either case
            self._connection.close()


def open_channel(*, seconds: float | None = None) -> NoticeChannel:
    """The way out that HUIYIN_NOTICES names; it waits so long for each answer."""
    return FolderChannel(settings.HUIYIN_OUTBOX) if settings.HUIYIN_NOTICES == "folder" else SmtpChannel(seconds)


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

    Should a crash fall between the handing over and our note of it, the second copy is the same byte for byte, and
    mail systems drop it or show it once.
    """
    handed_at = notice.handed_at or notice.created_at
    return _mail(_words(notice, address, handed_at), address, message_id(notice.id), handed_at)


def compose_trial(trial_id: UUID, address: str) -> EmailMessage:
    """A trial mail: the same sender and headers, and words that are the same for everybody."""
    return _mail(render_trial(), address, message_id(trial_id, sort="trial"), now())


def _mail(rendered: Rendered, address: str, name: str, at: datetime) -> EmailMessage:
    headers = {
        "Message-ID": name,
        "Date": format_datetime(at.astimezone(UTC)),
        # So that no absence notice answers it (RFC 3834).
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    return EmailMessage(subject=rendered.subject, body=rendered.body, to=[address], headers=headers)


def _words(notice: Notice, address: str, at: datetime) -> Rendered:
    """The notice's, with those of what waited for the same mail; to an unconfirmed address, how to confirm it."""
    if notice.identity_id is None:
        return render(template=notice.template, params=notice.params, tail=_secret_tail(notice))
    several = [render(template=row.template, params=row.params) for row in (notice, *carried_of(notice, address))]
    # As it was when it was first handed over: a second copy must be the same to the letter.
    then_unconfirmed = Q(confirmed_at=None) | Q(confirmed_at__gt=at)
    unconfirmed = Mailbox.objects.filter(then_unconfirmed, key=mailbox_key(address)).exists()
    return joined(several, confirm_token=mailbox_token(address, at=at) if unconfirmed else "")


def carried_of(notice: Notice, address: str) -> list[Notice]:
    """The notices whose words its mail to this address says too, in their order.

    Whose they are is looked up once more: else whoever writes the database could have other people's mail come along.
    """
    key = mailbox_key(address)
    rows = Notice.objects.filter(carried_by=notice.id).order_by("id")
    return [row for row in rows if mailbox_key(address_of(row) or "") == key]


def message_id(key: UUID, *, sort: str = "notice") -> str:
    """The Message-ID of a notice, the same for every try, or of a trial mail."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{sort}-{key}@{domain}>"


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
