"""How a matter came and where it happened, in words."""

from django.utils.translation import gettext, ngettext

from huiyin.kernel.positions import Datum, Position
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.labels import CHANNEL_LABELS
from huiyin.matters.core.rules.states import Channel

_DATUMS = {
    Datum.WGS84: N_("按 WGS-84 给出"),
    Datum.GCJ02: N_("由 GCJ-02 换算"),
    Datum.CGCS2000: N_("按 CGCS2000 给出"),
}


def channel_words(channel: str, visitors: int | None) -> str:
    """The channel's name; of a visit also how many came, where that was written down."""
    name = gettext(CHANNEL_LABELS[Channel(channel)])
    if not visitors:
        return name
    count = ngettext("%(count)d 人", "%(count)d 人", visitors) % {"count": visitors}
    return gettext("，").join((name, count))


def position_words(position: Position | None) -> str:
    """Latitude and longitude as they are copied, what they came from, and how far off they may be; "" for none."""
    if position is None:
        return ""
    words = [gettext("纬度、经度"), gettext(_DATUMS[position.datum])]
    if position.accuracy is not None:
        words.append(
            ngettext("误差约 %(metres)d 米", "误差约 %(metres)d 米", position.accuracy)
            % {"metres": position.accuracy}
        )
    return gettext("%(position)s（%(words)s）") % {"position": position.text, "words": gettext("，").join(words)}
