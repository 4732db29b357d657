"""A form needs its token: an include with `only` leaves it behind, and every press would be an expired page."""

import re
from pathlib import Path

import huiyin

_SOURCE = Path(huiyin.__file__).parent
_ONLY = re.compile(r'{%\s*include\s+"([^"]+)"[^%]*\bonly\s*%}')
# Its form is there only where somebody can remove a file; the pages that can, include it whole.
_WITHOUT_A_FORM = {"components/file_list.html"}


def test_no_form_is_included_without_its_token() -> None:
    templates = {path: path.read_text(encoding="utf-8") for path in _SOURCE.glob("*/templates/**/*.html")}
    by_name = {str(path).split("/templates/", 1)[1]: text for path, text in templates.items()}
    lost = [
        f"{path.name}: {name}"
        for path, text in templates.items()
        for name in _ONLY.findall(text)
        if name not in _WITHOUT_A_FORM and "csrf_token" in by_name[name]
    ]
    assert not lost
