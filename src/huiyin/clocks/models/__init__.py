"""What the clocks app keeps."""

from huiyin.clocks.models.clock import Clock
from huiyin.clocks.models.extension import Extension
from huiyin.clocks.models.postponement import Postponement

__all__ = ["Clock", "Extension", "Postponement"]
