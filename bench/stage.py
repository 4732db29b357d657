"""One measurement in a process and a database of its own: `python -m bench.stage NAME` with BENCH_ORDER set."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

import django

from bench.order import Order
from huiyin.kernel.keys import create_keys

STAGES = {
    "register": ("bench.stage_register", "plain_rows"),
    "http": ("bench.stage_http", "http_rows"),
    "pages": ("bench.stage_pages", "page_rows"),
    "live": ("bench.stage_live", "live_rows"),
    "import": ("bench.stage_import", "import_rows"),
    "backup": ("bench.stage_backup", "backup_rows"),
    "organisation": ("bench.stage_organisation", "organisation_rows"),
}


def main() -> None:
    """Measure and write the lines to BENCH_ANSWER."""
    create_keys(Path(os.environ["HUIYIN_VAR"]) / "keys")
    django.setup()
    module, function = STAGES[sys.argv[1]]
    rows = getattr(import_module(module), function)(Order.from_json(os.environ["BENCH_ORDER"]))
    Path(os.environ["BENCH_ANSWER"]).write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
