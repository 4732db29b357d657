"""`python -m bench.attack_memory`: the most that each program which reads or makes files holds, with large files.

They are honest ones, started as the site starts them, with their own limits, one after the other. Linux only.
`--only photos` and the like measure a part. HEIC can't be written by any library here: its figures in
docs/performance.md come from smaller photos.
"""

import argparse
import dataclasses
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import django
from PIL import Image

from huiyin.kernel.keys import create_keys

_MOST_MEGABYTES = 300.0
_PIXELS, _SECONDS = 50_000_000, 300
_SIDES = (8000, 6250)
_HAN = [chr(code) for code in range(0x4E00, 0x9FA5)]
Measured = Iterator[tuple[str, float]]


def main() -> int:
    """Measure and print; 1 when one of them held more than 300 MB."""
    parser = argparse.ArgumentParser(prog="python -m bench.attack_memory", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(_PARTS), default=list(_PARTS))
    asked = parser.parse_args()
    most = 0.0
    with tempfile.TemporaryDirectory(prefix="huiyin-memory-") as folder:
        _set_up(Path(folder))
        print("| | MB | seconds |\n| --- | --- | --- |")
        for part in asked.only:
            began = time.monotonic()
            for name, megabytes in _PARTS[part](Path(folder)):
                print(f"| {name} | {megabytes:.0f} | {time.monotonic() - began:.1f} |", flush=True)
                began, most = time.monotonic(), max(most, megabytes)
    return int(most > _MOST_MEGABYTES)


def _set_up(folder: Path) -> None:
    os.environ.update({"HUIYIN_VAR": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"})
    create_keys(folder / "var" / "keys")
    django.setup()


def held(pid: int) -> float:
    """The most that a process has held so far, in MB; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def _most_of(program: str, *arguments: str, given: Path) -> float:
    """Of one run of a program of ours; raises RuntimeError when it fails."""
    most = 0.0
    with given.open("rb") as source, tempfile.TemporaryFile() as target:
        process = subprocess.Popen([sys.executable, "-m", program, *arguments], stdin=source, stdout=target)
        while process.poll() is None:
            most = max(most, held(process.pid))
            time.sleep(0.005)
    if process.returncode:
        raise RuntimeError(f"{program} {' '.join(arguments)} ended with {process.returncode}")
    return most


def _photos(folder: Path) -> Measured:
    noise = Image.effect_noise(_SIDES, 20).convert("RGB")
    # Packing noise without loss takes minutes, and no other memory than this.
    smooth = Image.linear_gradient("L").resize(_SIDES).convert("RGB")
    path = folder / "photo"
    for name, kind, image, options in (
        ("JPEG", "JPEG", noise, {"quality": 80}),
        ("progressive JPEG", "JPEG", noise, {"quality": 70, "progressive": True, "subsampling": 0}),
        ("PNG", "PNG", smooth, {"compress_level": 1}),
        ("TIFF", "TIFF", smooth, {"compression": "tiff_adobe_deflate"}),
        ("WebP", "WEBP", noise, {"quality": 40, "method": 0}),
    ):
        image.save(path, kind, **options)
        yield (
            f"photo of 50 megapixels, {name}",
            _most_of("huiyin.documents.image_copy", kind, str(_PIXELS), str(_SECONDS), given=path),
        )
    noise.resize((3000, 2000)).save(path, "WEBP", quality=80, method=0)
    yield (
        "photo of 6 megapixels, WebP, unpacked",
        _most_of("huiyin.documents.image_copy", "WEBP", str(_PIXELS), str(_SECONDS), given=path),
    )


def _pdfs(folder: Path) -> Measured:
    import pikepdf  # noqa: PLC0415 - only where it is measured

    path = folder / "a.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        streams = [pdf.make_stream(os.urandom(600_000)) for _ in range(30)]
        nodes = [pdf.make_indirect(pikepdf.Dictionary(A=1)) for _ in range(40_000)]
        pdf.Root.Held = pikepdf.Array([*streams, *nodes])
        pdf.save(path)
    size = path.stat().st_size / 1e6
    yield (
        f"PDF of {size:.0f} MB with 40,000 objects",
        _most_of("huiyin.documents.pdf_copy", str(_SECONDS), given=path),
    )


def _templates(folder: Path) -> Measured:
    # Models can be imported only now.
    from docx import Document  # noqa: PLC0415

    from huiyin.documents.letters import LetterContent, Section, default_template  # noqa: PLC0415
    from huiyin.documents.letters.kept import content_text  # noqa: PLC0415
    from huiyin.documents.letters.word_filling import _MEGABYTES  # noqa: PLC0415

    picture, written, path = BytesIO(), BytesIO(), folder / "order"
    Image.frombytes("RGB", (1000, 1200), os.urandom(3_600_000)).save(picture, "PNG")
    document = Document(BytesIO(default_template()))
    document.add_picture(picture)
    document.save(written)
    text = "我们查阅了账册，并且到现场看了。" * 150
    letter = LetterContent(
        code="reply",
        title="信访事项处理意见书",
        unit="青河县自然资源局",
        issued_on=date(2026, 1, 1),
        matter="2026112148310927",
        sections=tuple(Section("情况", text=text) for _ in range(30)),
    )
    for name, order in (
        ("checked", {"do": "check"}),
        ("filled in with 70,000 characters", {"do": "fill", "content": content_text(letter), "sha256": "0" * 64}),
    ):
        path.write_bytes(json.dumps(order).encode() + b"\n" + written.getvalue())
        most = _most_of("huiyin.documents.word_process", str(_MEGABYTES), str(_SECONDS), given=path)
        yield f"Word template of {len(written.getvalue()) / 1e6:.1f} MB, {name}", most


def _letters(_folder: Path) -> Measured:
    # Models can be imported only now.
    from tests.documents.test_letter_print import REPLY  # noqa: PLC0415

    from huiyin.documents.letters import reply_pdf  # noqa: PLC0415
    from huiyin.documents.letters.press import the_press  # noqa: PLC0415

    chance = random.Random(1)
    for name, length, times in (("of two pages", 300, 5), ("of 31 pages", 36_000, 5), ("of 85 pages", 100_000, 2)):
        most = 0.0
        for _ in range(times):
            text = "".join(chance.choice(_HAN) + ("\n" if place % 300 == 0 else "") for place in range(length))
            reply_pdf(dataclasses.replace(REPLY, facts=text))
            process = the_press()._process
            most = max(most, held(process.pid) if process else 0)
        yield f"{times} different letters {name}", most
    the_press().end()


def _passphrases(folder: Path) -> Measured:
    # Models can be imported only now.
    from huiyin.vault.rules.seals import COST  # noqa: PLC0415

    path = folder / "passphrase"
    path.write_bytes(bytes(16) + b"liu-an-xiao-feng-9")
    arguments = (str(COST.rounds), str(COST.memory_kib))
    yield "a passphrase that is tried", _most_of("huiyin.vault.rules.derive", *arguments, given=path)


_PARTS: dict[str, Callable[[Path], Measured]] = {
    "photos": _photos, "pdfs": _pdfs, "templates": _templates, "letters": _letters, "passphrases": _passphrases,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
