"""How much memory a piece of code takes at most, measured in a process of its own. Linux only."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

_ROOT = Path(__file__).resolve().parents[1]
# The mark of the process itself: what `getrusage` says begins with what the process held that started it.
_PROGRAM = """
import re
from pathlib import Path
from typing import BinaryIO
def _held():
    return int(re.search(r"VmHWM:\\s*([0-9]+) kB", Path("/proc/self/status").read_text())[1]) / 1024
{before}
_at_first = _held()
{measured}
print(_held() - _at_first)
"""
_BETWEEN = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def megabytes_of(measured: str, *, before: str = "") -> float:
    """What running `measured` adds to the most that the process has held after `before`."""
    program = _PROGRAM.format(before=before, measured=measured)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=_ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def most_held(command: Sequence[str], source: BinaryIO, target: BinaryIO) -> float:
    """The most that a program holds which reads one file and writes the other."""
    # What is asked of the system begins with what this process holds, so a small one stands between.
    between = [sys.executable, "-c", _BETWEEN, *command]
    done = subprocess.run(between, stdin=source, stdout=target, stderr=subprocess.PIPE, text=True, check=True)
    return float(done.stderr) / 1024
