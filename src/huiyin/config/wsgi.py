"""Django as `config.asgi` calls it: whatever costs time is made ready before the first visitor."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")

application = get_wsgi_application()

# All views are read now and not for the first visitor.
_patterns = get_resolver().url_patterns
# What is there by now stays until the process ends. Else the collector would look through all of it now and then, and
# whoever's page it is waits thirty milliseconds more.
gc.collect()
gc.freeze()
