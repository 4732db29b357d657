"""Files as they arrive with a form."""

from typing import BinaryIO, cast

from django.http import HttpRequest
from django.utils.translation import gettext

from huiyin.documents.errors import StorageFull
from huiyin.kernel.errors import BadInput, HuiyinError
from huiyin.kernel.text import shorten
from huiyin.web.refusals import sentence_of

# What can be the matter with one file while the rest goes on.
FileTrouble = (BadInput, StorageFull)


def uploads_of(request: HttpRequest) -> list[tuple[str, BinaryIO]]:
    """Name and content of each file under `files`."""
    return [
        (upload.name or gettext("未命名文件"), cast("BinaryIO", upload.file))
        for upload in request.FILES.getlist("files")
    ]


def refused_text(name: str, error: HuiyinError) -> str:
    """Which file wasn't taken, and why."""
    return gettext("“%(name)s”没有收下：%(why)s") % {"name": shorten(name, 60), "why": sentence_of(error)}
