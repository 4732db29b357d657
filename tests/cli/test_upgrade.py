"""An installation that an older version filled comes to this version with `huiyin migrate`, and is sound afterwards.

What lies in `data/` the code of 22 November 2026 wrote (f73d99c): the demo county with its heroes, one database each,
with the keys of that installation. It isn't made anew: that it is old is what it is for.
"""

import base64
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.backup.house import ON_POSTGRESQL, databases
from tests.cli.house import Installation

DATA = Path(__file__).parent / "data"
_VENDOR = "postgresql" if ON_POSTGRESQL else "sqlite"
_HAND_DOWN = """
import django; django.setup()
from huiyin.kernel.time import now
from huiyin.matters.models import Milestone, PromisedStep, Recommendation
from huiyin.supervision.models import Supervision
from huiyin.matters.handed_down.services.begin import handed_down_begin
from huiyin.supervision.services import demands_begin
from huiyin.tasks.models import Task
at = now()
while handed_down_begin(at=at) + demands_begin(at=at):
    pass
open_ones = (
    Supervision.objects.filter(ended_at=None, answered_at=None).count()
    + PromisedStep.objects.filter(done_at=None, reply__served_at__isnull=False).count()
    + Milestone.objects.filter(done_at=None, matter__is_open=True).count()
    + Recommendation.objects.filter(replied_at=None).count()
)
print(open_ones, Task.objects.filter(follows=True).count())
"""

_SEARCH = """
import django; django.setup()
from huiyin.kernel.time import now
from huiyin.matters.models import Matter, Reply
from huiyin.matters.search.selectors.search import matter_ids_matching
from huiyin.matters.search.services.index_checked import index_lacks
from huiyin.matters.search.services.rebuild import search_renew
reply = Reply.objects.filter(matter__is_sealed=False).order_by("pk")[0]
words = reply.facts[:12]
before = reply.matter_id in matter_ids_matching(text=words, limit=5000)
at = now()
while search_renew(at=at):
    pass
after = reply.matter_id in matter_ids_matching(text=words, limit=5000)
own = sum(matter.pk in matter_ids_matching(text=matter.title, limit=5000)
    for matter in Matter.objects.filter(is_sealed=False))
print(before, after, own == Matter.objects.filter(is_sealed=False).count(), *index_lacks())
"""


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """The installation as the older version left it."""
    var = tmp_path / "var"
    (var / "keys").mkdir(parents=True, mode=0o700)
    for name, key in json.loads((DATA / f"county-2026-11-22.{_VENDOR}.keys.json").read_text("utf-8")).items():
        path = var / "keys" / name
        path.touch(mode=0o600)
        path.write_bytes(base64.b64decode(key))
    with databases(1, template="template0") as urls:
        if urls:
            _fill(urls[0])
            yield Installation(
                var, {"HUIYIN_DATABASE_URL": urls[0], "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
            )
            return
        path = var / "huiyin.sqlite3"
        path.touch(mode=0o600)
        path.write_bytes(lzma.decompress((DATA / "county-2026-11-22.sqlite3.xz").read_bytes()))
        yield Installation(var, {"DJANGO_SETTINGS_MODULE": "huiyin.config.settings"})


def test_what_an_older_version_wrote_is_sound_after_the_upgrade(installation: Installation) -> None:
    code, output = installation.run("migrate")
    assert code == 0 and "按新版本重新算了" in output, output
    code, output = installation.run("verify", "--quick")
    assert code == 0 and "全部相符" in output, output
    code, output = installation.run("sweep")
    assert code == 0 and "每件未办结的事项都有人负责" in output, output
    # What was handed down before there were tasks has one each.
    code, output = installation.script(_HAND_DOWN)
    assert code == 0, output
    open_ones, tasks = map(int, output.split()[-2:])
    assert open_ones == tasks > 3
    code, output = installation.run("verify", "--quick")
    assert code == 0 and "全部相符" in output, output
    # By what an older version didn't index matters are found once the worker has come by.
    code, output = installation.script(_SEARCH)
    assert code == 0 and output.split()[-3:] == ["False", "True", "True"], output
    # A second time there is nothing to bring along.
    code, output = installation.run("migrate")
    assert code == 0 and "重新算" not in output, output


def _fill(url: str) -> None:
    text = lzma.decompress((DATA / "county-2026-11-22.postgresql.sql.xz").read_bytes()).decode()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(text.encode())
