"""What every test stands on: keys of its own, a var folder of its own, no network but loopback."""

import os
import tempfile
from pathlib import Path

# Settings are read at import, so the folder must be there before Django is set up.
_VAR = Path(tempfile.mkdtemp(prefix="huiyin-test-"))
os.environ.setdefault("HUIYIN_VAR", str(_VAR))
os.environ.setdefault("HUIYIN_NOTICES", "folder")

from huiyin.kernel.keys import create_keys  # noqa: E402 - after the folder

create_keys(Path(os.environ["HUIYIN_VAR"]) / "keys")
