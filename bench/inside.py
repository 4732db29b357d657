"""`python -m bench.inside NAME …`: what needs the program itself, run in the installation that is attacked."""

import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()
    sys.exit(getattr(import_module("bench.inside_steps"), sys.argv[1])(*sys.argv[2:]))
