"""The doors: keep a file, sweep what was left behind."""

from huiyin.documents.services.store import file_store
from huiyin.documents.services.sweep import files_sweep

__all__ = ["file_store", "files_sweep"]
