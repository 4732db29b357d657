"""The receipt after registering: shown while this browser holds the form's token, for a quarter of an hour."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.documents.letters import DueLine, ReceiptLetter
from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.labels import KIND_LABELS
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.arrival import channel_words
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.selectors import ReceiptView, receipt_view

_COOKIE = "desk_receipt"
_SALT = "desk.register.receipt"
_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class ShownReceipt:
    """A receipt with its labels and the address for looking it up."""

    view: ReceiptView
    kind: str
    channel: str
    lookup_url: str
    is_reissued: bool = False

    def letter(self) -> ReceiptLetter:
        """The same on paper."""
        return ReceiptLetter(
            number=self.view.number,
            code=self.view.code,
            kind=self.kind,
            received_on=office_day(self.view.received_at),
            channel=self.channel,
            unit=self.view.unit,
            due=tuple(DueLine(clock.name, clock.due_on, clock.article) for clock in self.view.clocks),
            lookup_url=self.lookup_url,
            requests=self.view.requests,
        )


def receipt_hold(
    response: HttpResponse, *, actor: Actor, matter_id: UUID, token: str, secure: bool, is_reissued: bool = False
) -> None:
    """Let this browser see the receipt for a while: the token goes into a signed cookie of this screen only."""
    value = signing.dumps([actor.key, matter_id.hex, token, is_reissued], salt=_SALT)
    # To this screen's addresses alone, and never with a request that another site has started.
    response.set_cookie(
        _COOKIE, value, max_age=_SECONDS, path=_path(), httponly=True, samesite="Strict", secure=secure
    )


def receipt_forget(response: HttpResponse) -> None:
    """Nothing of the receipt stays on this machine."""
    response.delete_cookie(_COOKIE, path=_path(), samesite="Strict")


def receipt_held(request: HttpRequest, *, actor: Actor, at: datetime) -> ShownReceipt | None:
    """The receipt that this officer has just made, if it was less than a quarter of an hour ago."""
    try:
        key, matter, token, is_reissued = signing.loads(
            request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_SECONDS
        )
    # A cookie of another shape too: it has four values today.
    except (signing.BadSignature, ValueError):
        return None
    # Another officer at the same machine finds nothing.
    if key != actor.key:
        return None
    try:
        view = receipt_view(matter_id=UUID(matter), token=token, at=at)
    except ReceiptUnknown:
        return None
    return ShownReceipt(
        view=view,
        kind=_(KIND_LABELS[Kind(view.kind)]),
        channel=channel_words(view.channel, view.visitors),
        # The number only: whoever photographs the QR code still needs the receipt code.
        lookup_url=f"{settings.HUIYIN_SITE_URL}{reverse('portal:lookup')}?{urlencode({'number': view.number})}",
        is_reissued=bool(is_reissued),
    )


def _path() -> str:
    return reverse("desk:register")
