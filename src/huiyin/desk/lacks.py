"""What is missing before the portal opens, in the reader's language."""

from django.utils.translation import gettext

from huiyin.orgs.selectors import is_open, opening_lacks


def lack_lines() -> list[str]:
    """A sentence each; none, and nothing asked of the database, once the portal is open."""
    return [] if is_open() else [gettext(lack.sentence) % lack.params for lack in opening_lacks()]
