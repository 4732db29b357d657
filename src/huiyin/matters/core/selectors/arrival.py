"""How a matter came, in words."""

from django.utils.translation import gettext, ngettext

from huiyin.matters.core.rules.states import CHANNEL_LABELS, Channel


def channel_words(channel: str, visitors: int | None) -> str:
    """The channel's name; of a visit also how many came, where that was written down."""
    name = gettext(CHANNEL_LABELS[Channel(channel)])
    if not visitors:
        return name
    count = ngettext("%(count)d 人", "%(count)d 人", visitors) % {"count": visitors}
    return gettext("，").join((name, count))
