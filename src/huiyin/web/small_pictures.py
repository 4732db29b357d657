"""A photo's small picture as an answer."""

from uuid import UUID

from django.http import HttpResponse

from huiyin.documents.rules.media_types import JPEG
from huiyin.documents.selectors import FILE_POLICY
from huiyin.documents.services.small import has_small_picture, small_picture
from huiyin.web.downloads import made_response

__all__ = ["has_small_picture", "small_picture_response"]


def small_picture_response(file_id: UUID) -> HttpResponse:
    """It, shown in a page of ours and kept by no browser; who may see the photo is decided before.

    Raises FileMissing.
    """
    response = made_response(small_picture(file_id=file_id), name="small.jpg", media_type=JPEG.name, inline=True)
    response["Content-Security-Policy"] = FILE_POLICY
    return response
