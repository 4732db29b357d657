"""A command is there soon: what few of them need is loaded where it is needed."""

import os
import subprocess
import sys

# Each takes longer to load than a tenth of everything of ours, and tens of megabytes of every process.
_SELDOM = ("docx", "docxtpl", "jinja2", "openpyxl", "pikepdf", "pypdf", "psycopg")
_SCRIPT = f"import sys, django; django.setup(); print([name for name in {_SELDOM} if name in sys.modules])"


def test_a_start_loads_no_library_that_few_commands_need() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    environment.pop("HUIYIN_DATABASE_URL", None)  # on PostgreSQL its driver is needed
    command = [sys.executable, "-c", _SCRIPT]
    assert subprocess.run(command, env=environment, text=True, check=True, capture_output=True).stdout == "[]\n"
