"""The addresses of the links that whoever filed together hands on."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from huiyin.documents.qr import qr_svg
from huiyin.kernel.ids import format_receipt_code
from huiyin.matters.joint.selectors.hand_out import HandOut, SpeakerToHand


@dataclass(frozen=True, slots=True, repr=False)
class LinkShown:
    """An address, and its QR code."""

    url: str
    qr: str


@dataclass(frozen=True, slots=True, repr=False)
class SpeakerLine:
    """A representative on the page of whoever filed; `link` while no receipt was picked up."""

    speaker: SpeakerToHand
    link: LinkShown | None


@dataclass(frozen=True, slots=True, repr=False)
class HandOutShown:
    """What is handed on, with addresses."""

    handed: HandOut
    sign: LinkShown | None
    speakers: tuple[SpeakerLine, ...]


def hand_out_shown(handed: HandOut) -> HandOutShown:
    """The list's link while it takes names, and each representative's while it is unused."""
    return HandOutShown(
        handed,
        _link("portal:sign", handed.list_code) if handed.list_is_open else None,
        tuple(
            SpeakerLine(speaker, _link("portal:pick_up", speaker.code) if speaker.code else None)
            for speaker in handed.speakers
        ),
    )


def _link(view: str, code: str) -> LinkShown:
    url = f"{settings.HUIYIN_SITE_URL}{reverse(view, args=[format_receipt_code(code)])}"
    return LinkShown(url, qr_svg(url))
