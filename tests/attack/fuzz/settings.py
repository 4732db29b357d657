"""The installation as it is; only guessing passwords costs less, for the fuzzer signs in a thousand times."""

from huiyin.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["tests.attack.fuzz.settings.QuickHasher"]

from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: E402


class QuickHasher(PBKDF2PasswordHasher):
    """The same with few rounds."""

    iterations = 1_000
