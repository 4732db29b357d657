"""A file that is too large stops taking up room as soon as that is known."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class StopAtLimit(FileUploadHandler):
    """Passes on at most one chunk beyond the limit.

    The file then arrives longer than allowed, so that storing it raises FileTooLarge and the person is told; it is
    never dropped silently, and a 2-GB film takes up no more room than the limit.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count each file from nothing."""
        self._passed = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Give the chunk to the next handler, or nothing once the limit is behind us."""
        # Only once it is over: a file of just the limit is allowed and arrives whole.
        if self._passed > settings.HUIYIN_FILE_BYTES:
            return None
        self._passed += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """The next handler has the file."""
        return None
