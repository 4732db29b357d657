"""docs/deploy.md as a machine reads it, and a machine that is none: stand-ins for what only root can do."""

import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "deploy.md"
PASSWORD = "tingquan-2026"

# What the page needs beyond Debian's base, and what gives it. A name stands here once it was looked up in Debian.
PACKAGES = {
    "git": {"git"},
    "make": {"make"},
    "python3": {"python3"},
    "python3-venv": set(),
    "postgresql": {"createuser", "createdb", "pg_basebackup", "pg_dump", "pg_restore", "psql"},
    "rsync": {"rsync"},
}
BASE = {
    "apt", "adduser", "install", "cd", "chown", "rm", "runuser", "systemctl", "journalctl",
}  # fmt: skip
OURS = {"huiyin", "/opt/huiyin/run/bin/python", "run/bin/python", ".venv/bin/python"}

_PLACE = re.compile(r"(?<![\w.$/-])(/(?:srv|opt|etc|backup[\w-]*|usr/local/bin)\b)")
_FILE = re.compile(r"`(/(?:etc|usr/local)/[^`]+)`[^`]*:$")


@dataclass(frozen=True)
class Block:
    """A fenced block: in which section, in what language, and the paragraph before it."""

    section: str
    language: str
    text: str
    before: str

    @property
    def file(self) -> str:
        """The file that it is the content of, "" for commands."""
        found = _FILE.search(self.before)
        return found[1] if found else ""

    @property
    def is_added(self) -> bool:
        """Whether it goes behind what the file has."""
        return "Add to" in self.before

    @property
    def is_for_postgresql(self) -> bool:
        """Whether SQLite has no use for it."""
        return "PostgreSQL" in self.before and not self.file

    @property
    def is_commands(self) -> bool:
        """Whether somebody types it."""
        return self.language == "sh" and not self.file


def blocks() -> list[Block]:
    """All blocks of the page in order."""
    found: list[Block] = []
    section, paragraph, fence = "", [""], None
    lines: list[str] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            if fence is None:
                fence, lines = line[3:], []
            else:
                found.append(Block(section, fence, "\n".join(lines) + "\n", " ".join(paragraph).strip()))
                fence, paragraph = None, [""]
        elif fence is not None:
            lines.append(line)
        elif line.startswith("## "):
            section = line[3:]
        elif line:
            paragraph = [*paragraph, line] if paragraph[-1] else [line]
        else:
            paragraph = [*paragraph, ""]
    return found


def commands_of(text: str) -> Iterator[list[str]]:
    """Each simple command of a block as its words."""
    joined = re.sub(r"<[^>]+>", "x", text).replace("\\\n", " ")
    for line in joined.splitlines():
        words = shlex.split(line.replace("$(date +%F)", "day"), comments=True)
        simple: list[str] = []
        for word in [*words, "&&"]:
            if word in {"&&", ";", "|"}:
                if simple:
                    yield simple
                simple = []
            else:
                simple.append(word)


@dataclass
class Machine:
    """A folder that is taken for the root of a server. `account` and `address` stand for those on the page."""

    root: Path
    server: Mapping[str, str] = field(default_factory=dict)
    account: str = ""
    address: str = ""
    output: str = ""
    folder: str = ""

    def __post_init__(self) -> None:
        """With its stand-ins."""
        self.folder = str(self.root)
        log = self.root / "log"
        for name in ("apt", "adduser", "make", "journalctl", "chown"):
            self._script(name, f'echo "{name} $*" >> {log}')
        # A worker that is started works for one round.
        self._script("systemctl", f'echo "systemctl $*" >> {log}; case "$*" in '
                                  "enable*worker|start*worker) exec huiyin worker --once;; esac")  # fmt: skip
        self._script("git", f'echo "git $*" >> {log}; mkdir -p {self.root}/opt/huiyin/.venv/bin\n'
                            f"cp {self.root}/bin/quiet {self.root}/opt/huiyin/.venv/bin/python")  # fmt: skip
        self._script("quiet", f'echo "python $*" >> {log}')
        self._script("install", 'words=""; while [ $# -gt 0 ]; do case "$1" in -o|-g) shift 2;; '
                                '*) words="$words $1"; shift;; esac; done; exec /usr/bin/install $words')  # fmt: skip
        self._script("python3", f'mkdir -p "$3/bin"; cp {self.root}/bin/quiet "$3/bin/python"; '
                                f'cp {self.root}/bin/command "$3/bin/huiyin"')  # fmt: skip
        self._script("command", f'exec {sys.executable} -m huiyin.cli.main "$@"')
        self._script("runuser", _RUNUSER.format(account=self.account, log=log))
        self._script("systemd-run", _SYSTEMD_RUN)
        if shutil.which("rsync") is None:
            self._script("rsync", 'shift; mkdir -p "$2"; exec cp -a "$1". "$2"')

    def walk(self, block: Block, placeholders: Mapping[str, str]) -> str:
        """Do what a block says; gives what was written. Fails where a command of it does."""
        text = self.mapped(block.text, placeholders)
        if block.file:
            path = Path(self.mapped(block.file, {}))
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text(encoding="utf-8") if block.is_added else ""
            path.write_text(before + self._settings(text), encoding="utf-8")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
            return ""
        # One shell from block to block: it stays in the folder that it went to.
        script = f"cd {self.folder}\n{text}\npwd > {self.root}/folder"
        done = subprocess.run(
            ["bash", "-e", "-c", script], env=self._environment(), text=True, input=_answers(block.text),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{block.section}:\n{text}\n{done.stdout}"
        self.output += done.stdout
        self.folder = (self.root / "folder").read_text(encoding="utf-8").strip()
        return done.stdout

    def mapped(self, text: str, placeholders: Mapping[str, str]) -> str:
        """With the places of this machine, and everything filled in that the page leaves open."""
        text = _PLACE.sub(lambda found: f"{self.root}{found[1]}", text)
        for name, value in placeholders.items():
            text = text.replace(f"<{name}>", value)
        left = re.findall(r"<[a-z][^>]*>", text)
        assert not left, f"the page leaves open what the test doesn't know: {left}"
        return text

    def _settings(self, text: str) -> str:
        """The database is the one that is there; on SQLite the page says to leave these lines out."""
        if not self.address:
            return "".join(line for line in text.splitlines(keepends=True) if "DATABASE_URL" not in line)
        return text.replace("postgresql://huiyin:", f"postgresql://{self.account}:").replace(
            "127.0.0.1:5432/huiyin", f"{self.address}/{self.account}"
        )

    def _environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DJANGO_"))}
        path = f"{self.root}/bin:{self.root}/usr/local/bin:{os.environ['PATH']}"
        return {**ours, **self.server, "PATH": path, "PYTHONWARNINGS": "ignore"}

    def _script(self, name: str, text: str) -> None:
        path = self.root / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)


# As PostgreSQL's superuser, with another account's name; what else that one would do is only written down.
_RUNUSER = """
shift 3
case "$1" in
  create*|psql)
    count=$#
    for word in "$@"; do set -- "$@" "$(printf %s "$word" | sed 's/huiyin/{account}/g')"; done
    shift $count
    exec "$@";;
  *) echo "$*" >> {log};;
esac
"""

# As systemd would: settings from the file, the folder, then the program.
_SYSTEMD_RUN = """
while [ $# -gt 0 ]; do
  case "$1" in
    -p) case "$2" in EnvironmentFile=*) file=${2#*=};; UMask=*) umask ${2#*=};; esac; shift 2;;
    --working-directory=*) cd "${1#*=}"; shift;;
    --*) shift;;
    *) break;;
  esac
done
while IFS= read -r line; do export "$line"; done < "$file"
exec "$@"
"""


def _answers(text: str) -> str:
    """What somebody types when they are asked."""
    if "--pwprompt" in text:
        return f"{PASSWORD}\n{PASSWORD}\n"
    return f"安若素\n云渡县信访局\n{PASSWORD}\n{PASSWORD}\n" if "admin-create" in text else ""
