"""QR codes as inline SVG: no script, no request, no picture file."""

from io import BytesIO

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def qr_svg(text: str) -> str:
    """The code as an `<svg>` element for a template, black on white in any theme, with a title for screen readers.

    `text`: an address of ours, at most some 1,000 characters. Raises segno's DataOverflowError beyond 2,331 bytes.
    """
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(scale=1, border=4, dark="#000", light="#fff", omitsize=True, title=escape(_("二维码")))
    # Escaped above, and everything else in it is numbers.
    return SafeString(drawing.replace("<svg ", '<svg role="img" ', 1))


def qr_svg_document(text: str) -> str:
    """The code as a whole SVG document, for the letters."""
    buffer = BytesIO()
    segno.make(text, error="m", micro=False).save(buffer, kind="svg", border=4, dark="#000", light=None)
    return buffer.getvalue().decode()
