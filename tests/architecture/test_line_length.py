"""A line of a template can be read without scrolling. Ruff and biome hold the lines of all else."""

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "huiyin"
LIMIT = 140


def test_no_line_of_a_template_is_longer_than_the_limit() -> None:
    too_long = [
        f"{path.relative_to(SOURCE)}:{number}: {len(line)} characters"
        for path in sorted(SOURCE.rglob("*.html"))
        if "node_modules" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LIMIT
    ]
    assert not too_long, "\n".join(too_long)
