"""Times as other systems write them."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from huiyin.intake.importing.instants import Instants

ZONE = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 3, 1, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("%Y-%m-%d %H:%M:%S", "2026-03-01 09:05:00"),
        ("%Y-%m-%d %H:%M", "２０２６-０３-０１　０９：０５"),  # noqa: RUF001
        ("%Y-%m-%d %H:%M:%S", "2026-03-01  09:05:00"),
        ("%Y-%m-%d %H:%M:%S.%f", "2026-03-01 09:05:00.0"),
        ("%Y-%m-%d %H:%M:%S.%f", "2026-03-01 09:05:00.0000000"),
        ("%Y-%m-%d %H:%M:%S.%f", "2026-03-01 09:05:00"),
        ("%Y-%m-%d %H:%M:%S", "2026-03-01 09:05:00.000000000"),
        ("%Y-%m-%d %p%I:%M", "2026-03-01 上午9:05"),
        ("%Y-%m-%d %p %I:%M", "2026-03-01 上午 9:05"),
        ("%Y-%m-%d %H:%M", "2026-03-01 上午9:05"),
        ("%Y年%m月%d日%H时%M分", "2026年3月1日9时5分"),
        ("%m/%d/%Y %I:%M:%S %p", "03/01/2026 09:05:00 AM"),
        ("%Y-%m-%dT%H:%M:%S%z", "2026-03-01T01:05:00Z"),
        ("%Y-%m-%dT%H:%M:%S.%f%z", "2026-03-01T09:05:00.1234567+08:00"),
        ("excel", "46082.378472222"),
        ("excel1904", "44620.378472222"),
        ("epoch", "1772327100"),
        ("epoch", "1772327100000"),
        ("epoch", "1772327100.0"),
        # As instants of a workbook stand in the file of refused rows.
        ("%Y/%m/%d", "2026-03-01 09:05:00"),
    ],
)
def test_a_time_is_read(pattern: str, text: str) -> None:
    found = Instants([pattern], ZONE).read([text])
    assert found is not None
    assert found.replace(microsecond=0) == NINE


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-03-01 下午3:05", 15),
        ("2026-03-01 下午15:05", 15),
        ("2026-03-01 下午12:05", 12),
        ("2026-03-01 上午12:05", 0),
        ("2026-03-01 凌晨1:05", 1),
        ("2026-03-01 中午12:05", 12),
        ("2026-03-01 中午1:05", 13),
        ("2026-03-01 中午11:05", 11),
        ("2026-03-01 晚上8:05", 20),
    ],
)
@pytest.mark.parametrize("pattern", ["%Y-%m-%d %p%I:%M", "%Y-%m-%d %H:%M"])
def test_parts_of_the_day_say_which_half_is_meant(text: str, hour: int, pattern: str) -> None:
    found = Instants([pattern], ZONE).read([text])
    assert found is not None
    assert found.astimezone(ZONE) == datetime(2026, 3, 1, hour, 5, tzinfo=ZONE)


@pytest.mark.parametrize("text", ["2026-03-01 24:00:00", "2026-03-01 24:00:00.000"])
def test_the_end_of_a_day_is_the_beginning_of_the_next(text: str) -> None:
    found = Instants(["%Y-%m-%d %H:%M:%S"], ZONE).read([text])
    assert found == datetime(2026, 3, 2, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("%Y-%m-%d", "2026-02-30"),
        ("%Y-%m-%d %H:%M:%S", "2026-03-01 24:10:00"),
        ("excel", "20260301000000"),
        ("excel", "三月"),
        ("epoch", "2026"),
        ("epoch", "1e9"),
        ("%Y-%m-%d", ""),
    ],
)
def test_what_is_in_no_format_is_not_guessed_at(pattern: str, text: str) -> None:
    assert Instants([pattern], ZONE).read([text]) is None


@pytest.mark.parametrize(
    ("cells", "pattern"),
    [
        (["2026-03-01", "09:05"], "%Y-%m-%d %H:%M"),
        (["2026/3/1", "上午9:05"], "%Y/%m/%d %p%I:%M"),
        # As a workbook keeps a day and a time of day.
        ([datetime(2026, 3, 1), time(9, 5)], "%Y/%m/%d"),  # noqa: DTZ001 - spreadsheets know no zones
        ([datetime(2026, 3, 1), 0.378472222], "%Y/%m/%d"),  # noqa: DTZ001
        ([datetime(2026, 3, 1), "9:05"], "%Y-%m-%d %H:%M"),  # noqa: DTZ001
        ([46082, 0.378472222], "excel"),
    ],
)
def test_a_day_and_a_time_in_two_columns_are_one_instant(cells: list[object], pattern: str) -> None:
    assert Instants([pattern], ZONE).read(cells) == NINE


def test_serial_numbers_of_a_workbook_that_counts_from_1904_are_read_so() -> None:
    assert Instants(["excel"], ZONE, counts_from_1904=True).read([44620.378472222]) == NINE
