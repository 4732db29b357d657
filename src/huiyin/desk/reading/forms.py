"""The reader's page: what a leader writes, and which year is counted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import words
from huiyin.matters.core.rules.labels import CHANNEL_LABELS
from huiyin.matters.core.rules.states import Channel
from huiyin.matters.reading.errors import RemarkDayRequired, RemarkRequired
from huiyin.web.date_fields import DayField
from huiyin.web.forms import PlainForm

CHANNELS = (Channel.LETTER, Channel.WEB, Channel.VISIT, Channel.CALL, Channel.EMAIL)


class RemarkHereForm(PlainForm):
    """For the unit that has it; another unit, or one of its officers, is chosen on the matter's page."""

    words = words(_("批示"), rows=4, missing=_(RemarkRequired.sentence))
    due_on = DayField(label=_("哪天前报告"), error_messages={"required": _(RemarkDayRequired.sentence)})


class ChannelForm(PlainForm):
    """Letters of one way alone, or all."""

    channel = forms.ChoiceField(
        label=_("怎么来的"),
        required=False,
        choices=[("", _("全部")), *((channel.value, _(CHANNEL_LABELS[channel])) for channel in CHANNELS)],
    )


class YearForm(PlainForm):
    """Which year is counted."""

    year = forms.IntegerField(label=_("哪一年"), required=False, min_value=2000, max_value=2200)
