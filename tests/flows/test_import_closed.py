"""What was over where it comes from comes in as closed: it owes nothing, and nobody is told of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from huiyin.clocks.selectors import clock_views
from huiyin.flows.clock_round import clock_round
from huiyin.flows.import_file import ImportReport, import_file
from huiyin.kernel.actor import petitioner
from huiyin.ledger.services import ledger_verify
from huiyin.matters.core.errors import MoveNotOpen
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.models import Event, Matter
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.review import review_ask
from huiyin.notices.models import Notice
from tests.cast import Cast
from tests.flows.tables import NOW, order, rejected

MAP = """
[source]
name = "old-desk"
[columns]
external_id = "编号"
text = "内容"
received_at = "收到"
reply = "答复"
reply_at = "答复于"
closed_at = "办结"
email = "邮箱"
[formats]
received_at = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
[kind]
default = "claim"
[channel]
default = "call"
"""
STATE = """
[state]
column = "状态"
values = { "已办结" = "closed", "办理中" = "open" }
"""
HEADER = "编号,内容,收到,状态,答复,答复于,办结,邮箱"


def _import(cast: Cast, path: Path, *rows: str, text: str = MAP + STATE) -> ImportReport:
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return import_file(order=order(cast, path, text=text), at=NOW)


def test_a_word_a_day_or_a_constant_says_what_is_over(cast: Cast, tmp_path: Path) -> None:
    report = _import(
        cast, tmp_path / "old.csv",
        "X1,灯不亮,2024-03-01 09:00,已办结,,,2024-03-09 16:00,a@example.invalid",
        "X2,垃圾没清,2024-03-02 10:30,已办结,,,,a@example.invalid",
        "X3,缺了两块砖,2026-03-10 08:15,办理中,,,,",
        "X4,又打开了,2026-03-10 08:15,办理中,,,2026-03-11,",
        "X5,灯不亮,2024-03-01 09:00,已办结,修好了。,2024-03-05,2024-03-09 16:00,",
        "X6,灯不亮,2024-03-01 09:00,已办结,修好了。,,2024-03-09 16:00,",
    )  # fmt: skip
    assert (report.imported, report.closed, report.rejected) == (6, 4, 0)
    state = dict(Matter.objects.values_list("external_id", "state"))
    assert {key for key, value in state.items() if value == "closed"} == {"X1", "X2", "X5", "X6"}
    closed = {matter.external_id: matter.closed_at for matter in Matter.objects.filter(is_open=False)}
    assert closed["X1"] is not None and closed["X1"].isoformat() == "2024-03-09T08:00:00+00:00"
    assert closed["X2"] == NOW
    answered = Matter.objects.get(external_id="X5")
    assert answered.served_at is not None and answered.served_at.isoformat() == "2024-03-04T16:00:00+00:00"
    assert Matter.objects.get(external_id="X6").served_at == closed["X6"]


def test_it_owes_nothing_and_no_one_is_notified(cast: Cast, tmp_path: Path) -> None:
    _import(
        cast, tmp_path / "old.csv",
        "X1,灯不亮,2024-03-01 09:00,已办结,,,2024-03-09 16:00,a@example.invalid",
        "X2,灯不亮,2024-03-01 09:00,已办结,修好了。,2024-03-05,2024-03-09 16:00,a@example.invalid",
    )  # fmt: skip
    for matter in Matter.objects.all():
        assert (matter.is_open, matter.next_due_at) == (False, None)
        assert [view.code for view in clock_views(subject_id=matter.pk, at=NOW) if view.stopped_at is None] == []
    for days in range(90):
        clock_round(at=NOW + timedelta(days=days))
    assert not Notice.objects.exists()
    assert stuck_matters() == []
    assert ledger_verify().problems == []


def test_its_pages_say_that_it_was_over_and_no_review_can_be_asked_for(cast: Cast, tmp_path: Path) -> None:
    _import(cast, tmp_path / "old.csv", "X1,灯不亮,2024-03-01 09:00,已办结,,,2024-03-09 16:00,")
    matter = Matter.objects.get()
    page = matter_page_for(actor=cast.actor("registrar"), number=matter.number, at=NOW)
    assert page.state == "closed"
    kinds = list(Event.objects.order_by("at").values_list("kind", flat=True))
    assert kinds == ["matters.matter.registered", "matters.matter.end_recorded"]
    own = matter_page_of_petitioner(matter_id=matter.pk, at=NOW)
    assert any("以前已经办结" in event.sentence for event in own.events)
    with pytest.raises(MoveNotOpen):
        review_ask(actor=petitioner(matter.pk), matter_id=matter.pk, level=ReviewLevel.REVIEW, grounds="不服", at=NOW)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        (MAP, {"X1"}),
        (MAP + '[state]\ndefault = "closed"\n', {"X1", "X2"}),
        (MAP + '[state]\ncolumn = "状态"\nvalues = { "已办结" = "closed" }\ndefault = "open"\n', {"X2"}),
        (MAP + '[constants]\nclosed_at = "2026-03-19"\n', {"X1", "X2"}),
    ],
)
def test_what_says_so_is_the_map_s_affair(cast: Cast, tmp_path: Path, text: str, closed: set[str]) -> None:
    rows = "X1,灯不亮,2026-03-01,别的,,,2026-03-09,", "X2,垃圾没清,2026-03-02,已办结,,,,"
    _import(cast, tmp_path / "old.csv", *rows, text=text)
    assert set(Matter.objects.filter(state="closed").values_list("external_id", flat=True)) == closed


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("X1,话,2026-03-02 09:00,已办结,,,2026-03-01,", "办结时间早于收到时间"),
        ("X1,话,2026-03-02,别的,,,,", "没有对应的值"),
        ("X1,话,2026-03-02,已办结,,,2026-03-21,", "晚于现在"),
        ("X1,话,2026-03-02,已办结,修好了。,,,", "缺少时间"),
    ],
)
def test_an_end_that_cannot_be_is_refused(cast: Cast, tmp_path: Path, row: str, says: str) -> None:
    path = tmp_path / "old.csv"
    assert _import(cast, path, row).rejected == 1
    assert says in rejected(path)[0]["回音_原因"]


def test_an_end_on_the_day_of_receipt_may_have_no_time(cast: Cast, tmp_path: Path) -> None:
    _import(cast, tmp_path / "old.csv", "X1,话,2026-03-02 09:00,已办结,修好了。,2026-03-02,2026-03-02,")
    matter = Matter.objects.get()
    assert matter.received_at == matter.served_at == matter.closed_at
