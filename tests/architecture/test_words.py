"""How the software speaks: nobody who complains is blamed or followed, and nothing is shouted."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

import messages

ROOT = Path(__file__).resolve().parents[2]
KINDS = {".py", ".html", ".txt", ".toml", ".po", ".js", ".csv", ".json"}
LEFT_OUT = {"node_modules", "built", "package-lock.json"}
# Words that blame people for complaining, or belong to following, intercepting and grading them (docs: README).
NEVER = re.compile(
    r"重复信访|重复上访|缠访|闹访|缠闹|非访|越级|无理(?!由)|上访老户|重点人员|重点人群|稳控|维稳|劝返|截访|接返|"
    r"信访人(?:等级|评级|分类|画像)|troublemaker|vexatious|repeat petitioner|serial complainer|blacklist|黑名单",
    re.IGNORECASE,
)


def _lines() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "src" / "huiyin").rglob("*")):
        if path.suffix in KINDS and not LEFT_OUT.intersection(path.parts):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield f"{path.relative_to(ROOT)}:{number}", line


def _shown() -> Iterator[tuple[str, str]]:
    for text in messages.texts_of_project().values():
        yield text.where, text.singular + text.plural
    with messages.PO.open("rb") as file:
        for message in filter(
            lambda message: message.id, read_po(file, locale="en")
        ):  # the one without an id is the header
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            yield f"{messages.PO.name}: {message.id}", " ".join(str(form or "") for form in forms)


def test_no_word_that_blames_or_follows_people() -> None:
    found = [f"{place}: {match[0]}" for place, line in _lines() if (match := NEVER.search(line))]
    assert not found, "\n".join(found)


def test_nothing_is_shouted() -> None:
    found = [f"{place}: {text}" for place, text in _shown() if "！" in text or "!" in text]
    assert not found, "\n".join(found)
