"""Every form that somebody types into carries the buttons for language and type size, or says here why it doesn't."""

import re
from pathlib import Path

import huiyin

_SOURCE = Path(huiyin.__file__).parent
_FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
_TYPED = re.compile(
    r"{{\s*(?:[\w.]*form|field)(?:\.\w+)?(?:\.as_field_group)?\s*}}|as_field_group"
    r'|<textarea(?![^>]*hidden)|<select|<input(?![^>]*type="hidden")|components/upload\.html'
)
_ROW = 'include "components/form_choices.html"'
_SECRETS = "passwords, passphrases and codes go nowhere but where they are meant to go"
_WITHOUT = {
    "portal/lookup/page.html": _SECRETS,
    "portal/reception/code.html": _SECRETS,
    "desk/own_password/page.html": _SECRETS,
    "desk/password_reset/page.html": _SECRETS,
    "desk/seal_key/page.html": _SECRETS,
    "desk/matter/seal/_sealed.html": "stands below what is shown once and kept nowhere",
    "components/kept.html": "carries what came back; its own text is shown and offered again",
    "web/style_parts.html": "the page of all parts, for whoever builds pages",
}
_ACCOUNTS = ("account/", "mfa/")


def test_every_form_can_be_read_on_in_another_language() -> None:
    without = set()
    for path in _SOURCE.glob("*/templates/**/*.html"):
        name = str(path).split("/templates/", 1)[1]
        for form in _FORM.findall(path.read_text(encoding="utf-8")):
            typed = _TYPED.search(form.replace("{{ form.token }}", ""))
            if (typed or "{% block fields %}" in form) and _ROW not in form and not name.startswith(_ACCOUNTS):
                without.add(name)
    assert without == set(_WITHOUT)
