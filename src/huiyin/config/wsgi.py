"""Django as `config.asgi` calls it: whatever costs time is made ready before the first visitor."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from huiyin.kernel.private import temporary_begin, temporary_sweep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")

application = get_wsgi_application()
# Large uploads lie there while they come in.
temporary_begin(settings.HUIYIN_VAR)
temporary_sweep(settings.HUIYIN_VAR)

# All views are read now and not for the first visitor.
_patterns = get_resolver().url_patterns
# What is there by now stays until the process ends. Else the collector would look through all of it now and then, and
# whoever's page it is waits thirty milliseconds more.
gc.collect()
gc.freeze()
