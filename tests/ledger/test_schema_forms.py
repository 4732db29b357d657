"""One constraint as PostgreSQL writes it when it is made and after a restore."""

import pytest

from huiyin.ledger.services._schema import definition_plain

MADE = (
    "CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'it''s'::character varying])::text[])) "
    "OR (note IS NULL))"
)
RESTORED = (
    "CHECK (((state)::text = ANY (ARRAY[('open'::character varying)::text, ('it''s'::character varying)::text])) "
    "OR (note IS NULL))"
)


def test_a_restored_constraint_is_the_one_that_was_made() -> None:
    assert definition_plain(MADE) == definition_plain(RESTORED)


@pytest.mark.parametrize(
    ("old", "new"),
    [("'open'", "'shut'"), (" OR ", " AND "), ("IS NULL", "IS NOT NULL"), ("(state)", "(other)")],
)
def test_any_other_difference_stays_one(old: str, new: str) -> None:
    assert definition_plain(MADE) != definition_plain(RESTORED.replace(old, new))


@pytest.mark.parametrize(
    ("made", "restored"),
    [
        ("(a IS NULL) AND ((b >= 1) AND (b <= 31))", "(a IS NULL) AND (b >= 1) AND (b <= 31)"),
        ("((a OR b) OR (c AND (d AND e)))", "(a OR b OR (c AND d AND e))"),
        ("((x = 'A AND (B') AND (y AND z))", "((x = 'A AND (B') AND y AND z)"),
    ],
)
def test_brackets_that_say_nothing_are_none(made: str, restored: str) -> None:
    assert definition_plain(f"CHECK ({made})") == definition_plain(f"CHECK ({restored})")


@pytest.mark.parametrize(
    ("made", "altered"),
    [
        ("a AND (b OR c)", "(a AND b) OR c"),
        ("a AND (b OR c)", "a AND b OR c"),
        ("a AND NOT (b AND c)", "a AND NOT b AND c"),
        ("a AND f(b AND c)", "a AND f(b) AND c"),
        ("x = '(a AND (b AND c))'", "x = '(a AND b AND c)'"),
        ("a AND (b AND c)", "a AND (b AND c"),
    ],
)
def test_brackets_that_say_something_stay(made: str, altered: str) -> None:
    assert definition_plain(f"CHECK ({made})") != definition_plain(f"CHECK ({altered})")
