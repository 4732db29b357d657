"""A kept file as an answer."""

from collections.abc import Mapping
from typing import BinaryIO

from django.http import FileResponse


def file_response(content: BinaryIO, headers: Mapping[str, str]) -> FileResponse:
    """The content under these headers; by itself Django would give it the name that it has on our disk."""
    response = FileResponse(content)
    for name, value in headers.items():
        response.headers[name] = value
    return response
