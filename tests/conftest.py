"""What every test stands on: keys of its own, a var folder of its own, no network but loopback."""

import atexit
import gc
import math
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, settings

# Settings are read at import, so the folder must be there before Django is set up. Always a new one, whatever the
# environment says: no test touches a real installation, and parallel workers inherit each other's environment.
if django_settings.configured:
    raise pytest.UsageError("Django was set up before the tests' own folder: unset DJANGO_SETTINGS_MODULE.")
_VAR = Path(tempfile.mkdtemp(prefix="huiyin-test-"))
os.environ["HUIYIN_VAR"] = str(_VAR)
atexit.register(shutil.rmtree, _VAR, ignore_errors=True)
for _name in ("KEYS", "FILES", "ARCHIVE", "OUTBOX"):
    os.environ.pop(f"HUIYIN_{_name}", None)
os.environ.setdefault("HUIYIN_NOTICES", "folder")

from huiyin.kernel.keys import create_keys  # noqa: E402 - after the folder

create_keys(_VAR / "keys")
# Here and not by an option: pytest-django reads options before this file, and with them the wrong folder.
# For the same reason parallel workers, which inherit the environment, must not find the name there.
os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.config.settings"
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]

from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: E402 - after Django is set up
from django.db.backends.base.operations import BaseDatabaseOperations  # noqa: E402 - the same
from django.template.base import Template  # noqa: E402 - the same
from django.utils import translation  # noqa: E402 - the same
from whitenoise.middleware import WhiteNoiseMiddleware  # noqa: E402 - the same

from huiyin.vault.rules import seals  # noqa: E402 - the same
from tests.databases import run_elsewhere  # noqa: E402 - the same
from tests.migrated import migrate_by_copy  # noqa: E402 - the same

if TYPE_CHECKING:
    from tests.cast import Cast

# Guessing costs less here: nobody guesses, and hundreds of tests sign in or open a seal.
PBKDF2PasswordHasher.iterations = 1_000
_RENDER = vars(Template)["_render"]
seals.COST = seals.Cost(memory_kib=8, rounds=1)
migrate_by_copy()

# The same examples on every run and no stop-watch: a test fails because of the change at hand or not at all.
_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile(
    "default", derandomize=True, database=None, deadline=None, max_examples=60, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile(
    "long",
    deadline=None,
    max_examples=2000,
    stateful_step_count=80,
    print_blob=True,
    suppress_health_check=_SLOW_IS_FINE,
)
settings.load_profile("default")


def pytest_configure(config: pytest.Config) -> None:
    """Name the settings to the processes that tests start, unless those are pytest's own parallel workers."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.config.settings"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the run on the other database has; folders have marked their tests before."""
    elsewhere = set(run_elsewhere(items))
    if elsewhere:
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector needn't walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_triggers() -> Iterator[None]:
    """Tests with real transactions end in a flush, which the ledger's triggers would rightly refuse."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_past_triggers(operations: BaseDatabaseOperations, statements: Iterable[str]) -> None:
        before, after = _around_flush(operations)
        flush(operations, [*before, *statements, *after])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_past_triggers)
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_known() -> Iterator[None]:
    """Each client of a test makes its own chain of middleware: static files are looked for by the first of them."""
    look, known = WhiteNoiseMiddleware.add_files_from_finders, dict[str, Any]()

    def look_once(middleware: WhiteNoiseMiddleware) -> None:
        if not known:
            look(middleware)
            known.update(middleware.files)
        middleware.files.update(known)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _noting(request: pytest.FixtureRequest) -> Any:
    """Django's tests note every template and copy its context; who wants that asks for `templates_noted`."""
    request.getfixturevalue("django_test_environment")
    noting = vars(Template)["_render"]
    setattr(Template, "_render", _RENDER)  # noqa: B010 - the class is known to have no such method
    return noting


@pytest.fixture
def templates_noted(_noting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """`answer.templates` names the templates of which a page is made."""
    monkeypatch.setattr(Template, "_render", _noting)


def _around_flush(operations: BaseDatabaseOperations) -> tuple[list[str], list[str]]:
    """The statements that take all triggers out of the way and put them back, within the flush's transaction."""
    if operations.connection.vendor == "postgresql":
        role = "SET LOCAL session_replication_role = "
        return [role + "replica"], [role + "origin"]
    with operations.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f'DROP TRIGGER "{name}"' for name, _ in triggers], [create for _, create in triggers]


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """Each test begins in the source language: a page asked for in English leaves its thread speaking it."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _nothing_signed_yet() -> None:
    """What another test has signed lies beside the keys, and is no part of this one's database."""
    (_VAR / "keys" / "ledger.newest").unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _portal_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal is open, as in a house that runs; tests of the shut door shut it."""
    opening = import_module("huiyin.orgs.selectors.opening")._opening
    monkeypatch.setattr(opening, "was_open", True)


@pytest.fixture(autouse=True)
def _telephones_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has run for a while knows the numbers of its pages' feet; what a test makes, it forgets."""
    known = import_module("huiyin.web.telephones")._known
    monkeypatch.setattr(known, "until", math.inf)
    monkeypatch.setattr(known, "lines", ())


@pytest.fixture
def cast(db: None) -> "Cast":
    """The invented county of `tests.cast`, in the test's own transaction."""
    # Django must be set up before models are imported, and a conftest is read before that.
    return import_module("tests.cast").make_cast()  # type: ignore[no-any-return]
