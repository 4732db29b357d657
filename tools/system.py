"""What the tests need from the operating system, fetched with apt-get where that is possible."""

import os
import shutil
import subprocess


class Missing(Exception):
    """Something is missing and can't be fetched; the text says what to install."""


def apt_install(*packages: str) -> bool:
    """Install Debian packages as root or with a sudo that asks nothing; False where neither is possible."""
    if shutil.which("apt-get") is None:
        return False
    before: list[str] = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if before and (shutil.which("sudo") is None or _run([*before, "true"]) != 0):
        return False
    print(f"Installing {', '.join(packages)} with apt-get ...", flush=True)
    # A run level of 1 keeps packages from starting services: a database of the tests' own is all that is wanted.
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
    _run([*before, "apt-get", "update", "-qq"])
    # Another apt-get may be at work, of a machine that updates itself when it starts.
    patient = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
    return _run([*before, *quiet, *patient, "install", "-y", "-qq", "--no-install-recommends", *packages]) == 0


def _run(command: list[str]) -> int:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
