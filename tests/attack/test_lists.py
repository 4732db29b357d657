"""Lists that officers arrange and work on as a whole: no way around the gate, nothing that leads elsewhere."""

import pytest
from django.test import Client

from huiyin.kernel.ids import format_matter_number, new_matter_number
from huiyin.kernel.time import office_day
from huiyin.orgs.models import ListChoice
from tests.cast import Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.both_databases

SCRIPT = '"><script>1</script>'


def test_what_is_kept_under_a_name_neither_runs_nor_leads_elsewhere(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    given = {
        "name": SCRIPT,
        "kind": "claim",
        "state": SCRIPT,
        "category": "1\r\nX-Evil: 1",
        "after": "//evil.example",
        "next": "//evil.example",
        "work_list": "//evil.example",
    }
    answer = browser.post("/desk/work/unit/filters/", given)
    assert answer.headers["Location"] == "/desk/work/unit/?kind=claim"
    assert list(ListChoice.objects.values_list("work_list", "value")) == [("unit", "kind=claim")]
    page = browser.get(answer.headers["Location"]).text
    assert "<script>1" not in page and "&lt;script&gt;1" in page
    kept = ListChoice.objects.get()
    assert desk("office_approver").post(f"/desk/work/filters/{kept.pk}/drop/").status_code == 404
    browser.post("/desk/work/unit/facts/", {"fact": [SCRIPT, "kind"]})
    assert SCRIPT not in "".join(ListChoice.objects.values_list("value", flat=True))
    assert (
        browser.get("/desk/work/unit/?category=999999999&state=x&after=99999999999.000000~" + "0" * 32).status_code
        == 200
    )
    assert browser.post("/desk/work/filters/99999999999999999999/drop/").status_code == 404


def test_several_at_once_doesnt_tell_an_unseen_matter_from_none(cast: Cast, desk: Desk) -> None:
    mine, unseen = cast.file(), cast.file(respondent_officer_id=cast.officers["office_approver"])
    cast.accept(mine)
    none = new_matter_number(office_day(cast.at))
    browser, refusals = desk("office_approver"), []
    for number in (unseen.number, none):
        given = {"do": "assign_unit", "pick": [f"{mine.number}.9", f"{number}.2"], "unit": str(cast.units["housing"])}
        for answer in (browser.get("/desk/work/unit/bulk/", given), browser.post("/desk/work/unit/bulk/", given)):
            shown = answer.text.replace(number, "N").replace(format_matter_number(number), "N")
            refusals.append((answer.status_code, shown.partition("<h1")[2].partition("csrfmiddlewaretoken")[0]))
    assert refusals[:2] == refusals[2:]
    assert cast.matter(mine).lead_unit_id == cast.units["office"]


def test_no_other_site_presses_a_step_for_several(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.accept(filed)
    signed_in = desk("registrar")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies
    given = {"do": "assign_unit", "pick": f"{filed.number}.2", "unit": str(cast.units["housing"])}
    for address in ("work/unit/bulk/", "work/unit/export/", "work/unit/filters/", "work/unit/facts/"):
        assert strict.post(f"/desk/{address}", given).status_code == 403
    assert strict.get("/desk/work/unit/bulk/", given).status_code == 200
    assert cast.matter(filed).lead_unit_id == cast.units["office"]
