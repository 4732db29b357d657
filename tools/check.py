"""Every check and every test, the quick ones first; stops at the first group that fails and shows what it said.

python tools/check.py [--long] [GROUP …]     with names, only those groups
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import chromium
import pg
import slapd
import system

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Group:
    """A command with a name; `database` is "sqlite" or "postgresql" where it matters."""

    name: str
    command: tuple[str, ...]
    database: str = ""

    @property
    def is_pytest(self) -> bool:
        """Whether its closing lines are worth showing."""
        return self.command[0] == "pytest"


def _python(*arguments: str) -> tuple[str, ...]:
    return ("python", *arguments)


TEMPLATES = tuple(
    str(path.relative_to(ROOT))
    for path in sorted((ROOT / "src" / "huiyin").rglob("*.html"))
    if "node_modules" not in path.parts
)
_SETTINGS = "--settings=huiyin.config.settings"

# Three at a time on two cores: browsers wait now and then, and so does who asks a database.
_AT_ONCE = 3

# Only this folder has such tests; to read all others costs four seconds.
_BROWSER = ("pytest", "-q", "-m", "browser and not long", "tests/browser")

_DESK_AND_ATTACKS = ("tests/desk", "tests/attack", "tests/matters")

# Each line waits for the one before; what stands on one line runs side by side.
STAGES: tuple[tuple[Group, ...], ...] = (
    (
        Group("format", ("ruff", "format", "--check", "--quiet", ".")),
        Group("lint", ("ruff", "check", "--output-format", "concise", ".")),
        Group("templates", ("djade", "--check", "--target-version", "5.2", *TEMPLATES)),
        Group("styles and scripts", _python("tools/node.py", "npm", "run", "--silent", "check")),
    ),
    (
        Group("contracts", ("lint-imports",)),
        Group("migrations", _python("-m", "django", "makemigrations", "--check", "--dry-run", _SETTINGS)),
        Group("messages", _python("tools/messages.py", "check")),
        Group("dead code", _python("tools/dead_code.py")),
    ),
    # The shortest group last: so no core waits for the last tests of a stage. Those on SQLite are two groups, each of
    # about the length of those on PostgreSQL.
    (
        Group("tests on PostgreSQL", ("pytest", "-q"), "postgresql"),
        Group("desk and attacks on SQLite", ("pytest", "-q", *_DESK_AND_ATTACKS), "sqlite"),
        Group("types", ("mypy",)),
        Group(
            "other tests on SQLite", ("pytest", "-q", *(f"--ignore={path}" for path in _DESK_AND_ATTACKS)), "sqlite"
        ),
        Group("browser on SQLite", _BROWSER, "sqlite"),
        Group("browser on PostgreSQL", _BROWSER, "postgresql"),
    ),
)
_LONG = ("pytest", "-q", "-n", "2", "-m", "long", "--hypothesis-profile", "long")
LONG_STAGES = (
    (Group("long tests on SQLite", _LONG, "sqlite"),),
    (Group("long tests on PostgreSQL", _LONG, "postgresql"),),
)


@dataclass(slots=True)
class Runner:
    """Runs groups in the surroundings that they need."""

    var: Path
    database_url: str = ""
    browser: str = ""
    shares_out: bool = False
    running: set["subprocess.Popen[str]"] = field(default_factory=set)
    stopped: bool = False

    def run(self, group: Group) -> tuple[Group, int, str, float]:
        """Run one group to its end: its exit status, all it said, and the seconds it took."""
        began = time.monotonic()
        if self.stopped:
            return group, 1, "", 0.0
        process = subprocess.Popen(
            [str(BIN / group.command[0]), *group.command[1:]],
            cwd=ROOT,
            env=self._environment(group),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.running.add(process)
        if self.stopped:
            # It began while the others were being ended.
            self.stop()
        output, _ = process.communicate()
        self.running.discard(process)
        return group, process.returncode, output, time.monotonic() - began

    def stop(self) -> None:
        """End what still runs, with everything that it has started."""
        self.stopped = True
        for process in tuple(self.running):
            try:
                os.killpg(process.pid, signal.SIGTERM)
            except ProcessLookupError:
                continue

    def _environment(self, group: Group) -> dict[str, str]:
        # Whatever the developer's shell says about an installation, the tests make one of their own.
        ours = {key: value for key, value in os.environ.items() if not key.startswith(("HUIYIN_", "DJANGO_"))}
        # What a killed test leaves behind lies where it is cleared away.
        ours |= {"HUIYIN_VAR": str(self.var), "TMPDIR": str(self.var)}
        # Tests start some two hundred processes. Where bytecode isn't kept, each compiles all of the source first.
        ours.pop("PYTHONDONTWRITEBYTECODE", None)
        ours["PYTHONPYCACHEPREFIX"] = str(ROOT / ".venv" / "bytecode")
        if group.database == "postgresql":
            ours["HUIYIN_DATABASE_URL"] = self.database_url
        if self.browser:
            ours["HUIYIN_CHROMIUM"] = self.browser
        if self.shares_out:
            # A test of pages whose outcome no database changes runs on one of them; `--long` runs it on both.
            ours["HUIYIN_TESTS_SHARED_OUT"] = "1"
        return ours


def run_stage(runner: Runner, groups: Sequence[Group]) -> bool:
    """Run the groups of one stage, some at a time; at the first failure end the others and show what it said."""
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        waiting: set[Future[tuple[Group, int, str, float]]] = {pool.submit(runner.run, group) for group in groups}
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    if not _report(*future.result()):
                        return False
        finally:
            # What hasn't begun must not begin while what runs is ended.
            pool.shutdown(wait=False, cancel_futures=True)
            runner.stop()
    runner.stopped = False
    return True


def _report(group: Group, status: int, output: str, seconds: float) -> bool:
    if status:
        print(f"\n{output.rstrip()}\n\nFAILED: {group.name} ({seconds:.1f} s)", flush=True)
        return False
    closing = output.strip().splitlines()[-1:] if group.is_pytest else []
    print(f"  ok  {group.name:<24}{seconds:>7.1f} s", *closing, sep="   ", flush=True)
    return True


def chosen_stages(arguments: Sequence[str]) -> list[list[Group]]:
    """The stages to run; names pick single groups of them."""
    names = [argument for argument in arguments if not argument.startswith("--")]
    stages = STAGES + LONG_STAGES if "--long" in arguments or names else STAGES
    unknown = set(names) - {group.name for stage in stages for group in stage}
    if unknown:
        known = ", ".join(group.name for stage in stages for group in stage)
        sys.exit(f"No such group: {', '.join(sorted(unknown))}. There are: {known}.")
    return [[group for group in stage if not names or group.name in names] for stage in stages]


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; 0 when all of it passed."""
    signal.signal(signal.SIGTERM, pg.leave_in_order)
    stages = chosen_stages(arguments)
    groups = [group for stage in stages for group in stage]
    began = time.monotonic()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="huiyin-check-"))
        # A database that a test starts runs as a user of its own, who has to get at what lies below.
        Path(folder).chmod(0o711)
        runner = Runner(var=Path(folder), shares_out="--long" not in arguments)
        # What a later group lacks is said before the first one starts.
        if any("browser" in group.command for group in groups):
            runner.browser = chromium.ensure()
        if any(group.is_pytest and group.database == "sqlite" for group in groups):
            slapd.ensure()
        if any(group.database == "postgresql" for group in groups):
            runner.database_url = stack.enter_context(pg.throwaway_cluster())
        if not all(run_stage(runner, stage) for stage in stages):
            return 1
    print(f"All passed in {time.monotonic() - began:.0f} s.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except system.Missing as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
