"""Joint matters."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.documents.letters import ReceiptLetter, receipt_pdf
from huiyin.documents.rules.media_types import PDF
from huiyin.kernel.ids import parse_matter_number, receipt_code
from huiyin.kernel.keys import load_key
from huiyin.kernel.time import office_day
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.labels import CHANNEL_LABELS, KIND_LABELS
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.joint.selectors.representative import representative_receipt
from huiyin.web.downloads import made_response
from huiyin.web.paper import letter_language


def lookup_url(number: str) -> str:
    """Where the QR code leads. It has the number only: whoever photographs it still needs the code."""
    return f"{settings.HUIYIN_SITE_URL}{reverse('portal:lookup')}?{urlencode({'number': number})}"


# By POST: the code is made of the token, which has no place in an address.
@require_POST
@desk_view
def representative_receipt_print(request: DeskRequest, number: str) -> HttpResponse:
    """The receipt of the representative who was just named, for who still holds its token. Raises ReceiptUnknown."""
    parsed = parse_matter_number(number)
    if parsed is None:
        raise MatterNotFound
    matter = matter_get_for(actor=request.actor, number=parsed)
    token = request.POST.get("token", "")
    receipt = representative_receipt(matter_id=matter.pk, token=token)
    with letter_language():
        letter = ReceiptLetter(
            number=receipt.number,
            code=receipt_code(key=load_key(settings.HUIYIN_KEYS, "receipts"), token=token),
            kind=gettext(KIND_LABELS[Kind(receipt.kind)]),
            received_on=office_day(receipt.named_at),
            channel=gettext(CHANNEL_LABELS[Channel(receipt.channel)]),
            unit=receipt.unit,
            due=(),
            lookup_url=lookup_url(receipt.number),
            headline="代表回执",
            thanks="您是这件联名事项的代表。",
            use="用查询码可以随时查看进展和答复：",
        )
        content = receipt_pdf(letter)
    return made_response(content, name=f"{receipt.number}-representative.pdf", media_type=PDF.name)
