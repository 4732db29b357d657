"""The doors: keep a file, remove one, sweep what was left behind; letters have a folder of their own."""

from huiyin.documents.services.remove import files_remove
from huiyin.documents.services.sealed import file_store_sealed
from huiyin.documents.services.serve import file_bytes, file_open
from huiyin.documents.services.store import file_store
from huiyin.documents.services.sweep import file_parts, files_sweep
from huiyin.documents.services.uploads import upload_use

__all__ = [
    "file_bytes",
    "file_open",
    "file_parts",
    "file_store",
    "file_store_sealed",
    "files_remove",
    "files_sweep",
    "upload_use",
]
