"""What is printed as a letter: its sheet is Chinese, and so is every word on it, whatever language pages have."""

from django.conf import settings
from django.utils.translation import override


def letter_language() -> override:
    """The language of letters, as a decorator of a view or in a `with`, around all that is looked up for a letter."""
    return override(settings.LANGUAGE_CODE)
