"""Subjects, instants and an invented table of 2027 for the tests of clocks."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.clocks.rules.subject import Subject
from huiyin.kernel.ids import new_id
from tests.clocks.instants import office

INVENTED_2027 = """
year = 2027
source = "invented for the tests"
published = "2026-11-30"
checked = 2026-12-01
checked_against = "nothing"
off = [2027-01-01, 2027-02-05, 2027-02-06, 2027-02-07, 2027-02-08, 2027-02-09, 2027-02-10, 2027-02-11]
work = [2027-02-13]
"""


@pytest.fixture(autouse=True)
def _fresh_rules() -> Iterator[None]:
    """Each test reads the rulebooks and tables itself and leaves nothing behind."""
    loading.reload()
    with translation.override("zh-hans"):
        yield
    loading.reload()


@pytest.fixture
def subject() -> Callable[..., Subject]:
    """Makes a subject; a claim received on Tuesday, 3 March 2026, unless told otherwise."""

    def make(kind: str = "claim", at: datetime | None = None) -> Subject:
        return Subject(id=new_id(), kind=kind, at=at or office(2026, 3, 3))

    return make


Later = Callable[[str], None]


@pytest.fixture
def later_year(settings: Settings, tmp_path: Path) -> Later:
    """Puts a table of 2027 with nothing but what is given (`off = […]`), in place of any before it."""

    def put(days: str) -> None:
        lists = "".join(f"{key} = []\n" for key in ("off", "work") if f"{key} =" not in days)
        (tmp_path / "calendars").mkdir(exist_ok=True)
        text = INVENTED_2027[: INVENTED_2027.index("off =")] + lists + days
        (tmp_path / "calendars" / "cn-2027.toml").write_text(text, encoding="utf-8")
        settings.HUIYIN_VAR = tmp_path
        loading.reload()

    return put


@pytest.fixture
def table_of_2027(settings: Settings, tmp_path: Path) -> Callable[[], None]:
    """Puts the invented table where a deployment would put the real one."""

    def put() -> None:
        (tmp_path / "calendars").mkdir()
        (tmp_path / "calendars" / "cn-2027.toml").write_text(INVENTED_2027, encoding="utf-8")
        settings.HUIYIN_VAR = tmp_path
        loading.reload()

    return put
