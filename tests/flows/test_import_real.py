"""Three published files of real complaints come in completely. Their texts are read, never kept here."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.flows.import_file import ImportOrder, import_file
from huiyin.intake.importing.mapping import map_parse
from huiyin.kernel.actor import system
from huiyin.kernel.time import now
from huiyin.ledger.services import ledger_verify
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.models import Matter
from huiyin.matters.search.selectors.search import matter_ids_matching, matter_search_for
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "complaints-zh"
MAPS = ROOT / "docs" / "import-maps"
FILES = {"f3_messages": 4326, "f4_dev": 1406, "river_complaints": 1464}
_TWO = re.compile("[\u4e00-\u9fff]{2}")


@pytest.mark.parametrize(("name", "rows"), FILES.items())
def test_every_row_is_in_or_explained_and_can_be_found(cast: Cast, tmp_path: Path, name: str, rows: int) -> None:
    path = DATA / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"the real complaints aren't here: {path}")
    plan = map_parse((MAPS / f"{name}.toml").read_text(encoding="utf-8"), file=name)
    order = ImportOrder(path, plan, cast.units["office"], tmp_path / "rejected.csv")
    report = import_file(order=order, at=now())
    assert report.read == rows
    assert report.imported + report.rejected == rows
    assert report.rejected == 0
    for external_id, pair in _samples(path, plan.columns["external_id"][0], plan.columns["text"][0]):
        matter = Matter.objects.get(origin=plan.origin, external_id=external_id)
        assert matter.pk in matter_ids_matching(text=pair, limit=rows)
        assert matter_search_for(actor=system("test"), text=pair)
    assert stuck_matters() == []
    assert ledger_verify().problems == []


def _samples(path: Path, id_column: str, text_column: str) -> Iterator[tuple[str, str]]:
    """Some rows, each with two Chinese characters from its text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for index, row in enumerate(csv.DictReader(file)):
            found = _TWO.search(row[text_column], 10)
            if index % 211 == 0 and found:
                yield row[id_column], found.group()
