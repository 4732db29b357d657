"""A file as an answer: one that is kept, or one that is made for this answer alone."""

from collections.abc import Mapping
from typing import BinaryIO

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header


def file_response(content: BinaryIO, headers: Mapping[str, str]) -> FileResponse:
    """The content under these headers; by itself Django would give it the name that it has on our disk."""
    response = FileResponse(content)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def made_response(content: bytes, *, name: str, media_type: str, inline: bool = False) -> HttpResponse:
    """What was made for this answer alone, to be saved under that name, or shown. No browser keeps it by itself."""
    kind = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": content_disposition_header(not inline, name) or kind,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
