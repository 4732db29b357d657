"""A kept file as an answer."""

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


def made_response(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """What was made for this answer alone, to be saved under that name."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
