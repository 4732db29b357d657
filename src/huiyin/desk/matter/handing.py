"""Giving a matter or a part of it to another unit: what every such form asks when it speaks of that unit."""

from django import forms
from django.utils.translation import gettext

from huiyin.desk.matter.forms import MoveForm
from huiyin.kernel.errors import BadInput
from huiyin.matters.respondents.errors import BETWEEN_WORDS, UnitInWords


class HandingForm(MoveForm):
    """A move after which another unit reads the matter."""

    # The words of the matter that the officer has read and says aren't about that unit; asked for when it has any.
    not_about = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def confirmed(self) -> frozenset[str]:
        """The names that the officer has confirmed."""
        # Splitting nothing gives one empty name.
        return frozenset(self.cleaned_data["not_about"].split(BETWEEN_WORDS)) - {""}

    def refuse(self, error: BadInput) -> None:
        """Where the matter speaks of the unit, ask for a mark that it isn't about it."""
        if isinstance(error, UnitInWords):
            # The mark carries the words that were shown: others that name the unit later aren't confirmed by it.
            self.fields["not_about"].widget = forms.CheckboxInput(attrs={"value": error.words})
            self["not_about"].label = gettext("核对过，它不是被反映方")
        super().refuse(error)
