"""What every test stands on: keys of its own, a var folder of its own, no network but loopback."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

# Settings are read at import, so the folder must be there before Django is set up. Always a new one, whatever the
# environment says: no test touches a real installation, and parallel workers inherit each other's environment.
_VAR = Path(tempfile.mkdtemp(prefix="huiyin-test-"))
os.environ["HUIYIN_VAR"] = str(_VAR)
atexit.register(shutil.rmtree, _VAR, ignore_errors=True)
for _name in ("KEYS", "FILES", "OUTBOX"):
    os.environ.pop(f"HUIYIN_{_name}", None)
os.environ.setdefault("HUIYIN_NOTICES", "folder")

from huiyin.kernel.keys import create_keys  # noqa: E402 - after the folder

create_keys(_VAR / "keys")

# The same examples on every run and no stop-watch: a test fails because of the change at hand or not at all.
_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile(
    "default", derandomize=True, database=None, deadline=None, max_examples=60, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile(
    "long",
    deadline=None,
    max_examples=2000,
    stateful_step_count=80,
    print_blob=True,
    suppress_health_check=_SLOW_IS_FINE,
)
settings.load_profile("default")
