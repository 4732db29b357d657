"""What the clocks app keeps."""

from huiyin.clocks.models.clock import Clock
from huiyin.clocks.models.extension import Extension

__all__ = ["Clock", "Extension"]
