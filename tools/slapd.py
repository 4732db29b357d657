"""OpenLDAP's slapd and python-ldap for the tests: what the system has, or Debian's packages, unpacked beside them.

python tools/slapd.py        fetches what is missing and prints where slapd is

Nothing is installed on the machine: a package of slapd would set up and start a directory of its own there.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from glob import glob
from pathlib import Path

import system

ROOT = Path(__file__).resolve().parent.parent
_UNPACKED = ROOT / ".venv" / "slapd"
_LOCK = ROOT / ".venv" / "slapd.lock"
_PLACES = (
    "/usr/lib/openldap",
    "/usr/libexec",
    "/opt/homebrew/opt/openldap/libexec",
    "/usr/local/opt/openldap/libexec",
)
_BREW_SCHEMA = "opt/homebrew/etc/openldap/schema"
_PACKAGES = ("slapd", "libldap-dev", "libsasl2-dev")
_SENTENCE = (
    "The tests need OpenLDAP's slapd and what python-ldap is built from (no running server): install them "
    "(Debian and Ubuntu: apt install slapd libldap-dev libsasl2-dev gcc python3-dev; macOS: brew install openldap)."
)


@dataclass(frozen=True, slots=True)
class Slapd:
    """The program, and where its modules and schemas lie; `libraries` are added to the loader's path."""

    program: Path
    modules: str
    schema: Path
    libraries: str = ""


def find() -> Slapd | None:
    """What is there: the system's before what was unpacked. None when there is none."""
    for prefix in (Path("/"), _UNPACKED):
        folders = [prefix / "usr/sbin", *(Path(place) for place in _PLACES if prefix == Path("/"))]
        program = next((folder / "slapd" for folder in folders if (folder / "slapd").exists()), None)
        schemas = [
            prefix / "etc/ldap/schema",
            prefix / "etc/openldap/schema",
            *map(Path, glob("/opt/homebrew/etc/openldap/schema")),
        ]
        schema = next((folder for folder in schemas if (folder / "core.schema").exists()), None)
        if program and schema:
            modules = next(iter(glob(str(prefix / "usr/lib*/ldap")) + glob(str(prefix / "usr/lib*/openldap"))), "")
            return Slapd(program, modules, schema, _libraries() if prefix == _UNPACKED else "")
    return None


def ensure() -> Slapd:
    """The same, with python-ldap in this environment; fetched first where need be. Raises system.Missing."""
    # Of test processes that run side by side one fetches, and the others wait for it.
    with _LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = find()
        if found is None or not _has_client():
            _unpack()
            found = find()
        if found is None:
            raise system.Missing(_SENTENCE)
        if not _has_client() and not _build_client():
            raise system.Missing(_SENTENCE)
        return found


def _has_client() -> bool:
    # Asked of a new process: this one may have looked for it in vain before it was there.
    return subprocess.run([sys.executable, "-c", "import ldap"], capture_output=True, check=False).returncode == 0


def _unpack() -> None:
    """Debian's packages, with whatever of theirs the system lacks; needs no rights."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        return
    print("Fetching slapd and what python-ldap is built from (once) ...", flush=True)
    archives = _UNPACKED / "archives"
    (archives / "partial").mkdir(parents=True, exist_ok=True)
    options = ["-o", "Debug::NoLocking=1", "-o", f"Dir::Cache::Archives={archives}", "-o", "APT::Sandbox::User=root"]
    fetch = ["apt-get", *options, "install", "--yes", "--quiet", "--download-only", "--no-install-recommends"]
    subprocess.run([*fetch, *_PACKAGES], capture_output=True, check=False)
    for archive in sorted(archives.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", str(archive), str(_UNPACKED)], check=True)
    # What a linker looks for leads to a library that the system has already, in another folder.
    for name in ("ldap", "lber"):
        found = [*glob(f"{_UNPACKED}/usr/lib/*/lib{name}[-.]*so*"), *glob(f"/usr/lib/*/lib{name}[-.]*so*")]
        real = next((Path(path) for path in found if Path(path).exists() and not path.endswith(".so")), None)
        if real is not None:
            target = _UNPACKED / "link" / f"lib{name}.so"
            target.parent.mkdir(exist_ok=True)
            target.unlink(missing_ok=True)
            target.symlink_to(real)


def _build_client() -> bool:
    """python-ldap into this environment, from its source."""
    print("Building python-ldap (once) ...", flush=True)
    folders = [path for path in _libraries().split(":") if path]
    flags = {
        "CFLAGS": f"-I{_UNPACKED}/usr/include",
        "LDFLAGS": " ".join([f"-L{_UNPACKED}/link", *(f"-L{path} -Wl,-rpath,{path}" for path in folders)]),
    }
    install = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    lock = str(ROOT / "requirements" / "ldap.txt")
    run = subprocess.run([*install, "-r", lock], env={**os.environ, **flags}, capture_output=True, check=False)
    return run.returncode == 0


def _libraries() -> str:
    return ":".join(sorted({str(Path(path).parent) for path in glob(f"{_UNPACKED}/usr/lib/*/*.so*")}))


if __name__ == "__main__":
    try:
        print(ensure().program)
    except system.Missing as error:
        sys.exit(str(error))
