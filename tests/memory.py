"""How much memory a piece of code takes at most, measured in a process of its own. Linux only."""

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
# The mark of the process itself: what `getrusage` says begins with what the process held that started it.
_PROGRAM = """
import re
from pathlib import Path
def _held():
    return int(re.search(r"VmHWM:\\s*([0-9]+) kB", Path("/proc/self/status").read_text())[1]) / 1024
{before}
_at_first = _held()
{measured}
print(_held() - _at_first)
"""
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def megabytes_of(measured: str, *, before: str = "") -> float:
    """What running `measured` adds to the most that the process has held after `before`."""
    program = _PROGRAM.format(before=before, measured=measured)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=_ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return float(done.stdout)
