"""Language and type size, chosen in the middle of a form: what was typed is kept.

The button sends the form itself with one more field, `reader_choice`. The middleware takes the choice; the form comes
back as it was typed, neither judged nor carried out (`web.forms.PlainForm`).
"""

from collections.abc import Mapping

from django.http import HttpRequest

FIELD = "reader_choice"


def is_choosing(request: HttpRequest) -> bool:
    """Whether the form was only sent to be shown again in another language or type size."""
    return request.method == "POST" and FIELD in request.POST


def is_only_shown(data: Mapping[str, object]) -> bool:
    """The same, of what a form was given."""
    return FIELD in data
