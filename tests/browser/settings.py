"""The installation as it is, with a few rooms beside it that fail on purpose."""

from huiyin.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.browser.rooms"
# All officers sign in within a minute from one address.
ACCOUNT_RATE_LIMITS = {"login_failed": "300/10m/ip,5/10m/key"}
