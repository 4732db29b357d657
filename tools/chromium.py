"""Finds the system's Chromium for the browser tests, or fetches it.

python tools/chromium.py        prints where it is
"""

import os
import shutil
import sys
from pathlib import Path

import system

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    str(Path.home() / "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
_SENTENCE = (
    "The browser tests need Chromium and Chinese fonts: install them (Debian and Ubuntu: "
    "apt install chromium fonts-noto-cjk; macOS: brew install --cask chromium), or set HUIYIN_CHROMIUM to its path."
)


def find() -> str | None:
    """The browser's path; HUIYIN_CHROMIUM goes before everything else. None when there is none."""
    named = os.environ.get("HUIYIN_CHROMIUM")
    if named:
        return named
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or next((path for path in _APPLICATIONS if Path(path).exists()), None)


def ensure() -> str:
    """The browser's path, fetched first where need be. Raises system.Missing."""
    found = find()
    if found is None and system.apt_install("chromium", "fonts-noto-cjk"):
        found = find()
    if found is None:
        raise system.Missing(_SENTENCE)
    return found


if __name__ == "__main__":
    try:
        print(ensure())
    except system.Missing as error:
        sys.exit(str(error))
