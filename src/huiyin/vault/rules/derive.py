"""The program that makes a key of a passphrase: a process of its own, for a guess takes 64 MB as long as it lasts.

Started as `python -m huiyin.vault.rules.derive ROUNDS KIB` with the salt (16 bytes) and the passphrase as its
standard input; it writes the key, 32 bytes. A web process holds more than 200 MB by itself.
"""

import os
import subprocess
import sys
import threading

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from huiyin.vault.errors import PassphraseNotTried

SALT, LENGTH = 16, 32
# A guess that costs less isn't worth a process.
_IN_PLACE_KIB = 1024
_SECONDS = 30
# It gets none of the secrets that stand in our surroundings.
_SEES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")
_ONE_AT_A_TIME = threading.Lock()


def derived(passphrase: bytes, salt: bytes, *, rounds: int, memory_kib: int) -> bytes:
    """The key. Raises PassphraseNotTried where none could be made: no memory, no process, or too slow."""
    if memory_kib < _IN_PLACE_KIB:
        return _derive(passphrase, salt, rounds, memory_kib)
    command = (sys.executable, "-m", "huiyin.vault.rules.derive", str(rounds), str(memory_kib))
    surroundings = {name: os.environ[name] for name in _SEES if name in os.environ}
    with _ONE_AT_A_TIME:
        try:
            done = subprocess.run(  # noqa: S603 - this very program
                command, input=salt + passphrase, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_SECONDS,
                env=surroundings, check=True,
            )  # fmt: skip
        except (subprocess.SubprocessError, OSError):
            # Their text would hold what was given to them.
            raise PassphraseNotTried from None
    return done.stdout


def _derive(passphrase: bytes, salt: bytes, rounds: int, memory_kib: int) -> bytes:
    return Argon2id(salt=salt, length=LENGTH, iterations=rounds, lanes=1, memory_cost=memory_kib).derive(passphrase)


def main(rounds: int, memory_kib: int) -> None:
    """Read, derive, write."""
    given = sys.stdin.buffer.read()
    sys.stdout.buffer.write(_derive(given[SALT:], given[:SALT], rounds, memory_kib))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
