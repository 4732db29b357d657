"""Language and type size, chosen in the middle of a form: what was typed is kept.

The button sends the form itself with one more field, `reader_choice`. The middleware takes the choice; the form comes
back as it was typed, neither judged nor carried out (`web.forms.PlainForm`).
"""

from collections.abc import Mapping

from django.http import HttpRequest

FIELD = "reader_choice"
# A button of this name sends a form to get it back as it was typed, with what the button puts into it.
SHOW_AGAIN = "show_again"


def is_choosing(request: HttpRequest) -> bool:
    """Whether the form was only sent to be shown again in another language or type size."""
    return request.method == "POST" and FIELD in request.POST


def is_only_shown(data: Mapping[str, object]) -> bool:
    """Whether what a form was given only comes back, by such a choice or another button."""
    return FIELD in data or SHOW_AGAIN in data
