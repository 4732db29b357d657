"""To whom a draft goes."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huiyin.matters.drafts.errors import ColleagueUnknown
from huiyin.orgs.selectors import OfficerView
from huiyin.web.forms import PlainForm


class ColleagueForm(PlainForm):
    """One of the unit who may see the matter."""

    officer = forms.TypedChoiceField(
        label=_("交给谁"),
        coerce=int,
        error_messages={"required": _(ColleagueUnknown.sentence), "invalid_choice": _(ColleagueUnknown.sentence)},
    )

    def __init__(self, colleagues: Sequence[OfficerView], data: QueryDict | None) -> None:
        """`colleagues` are those to choose from."""
        super().__init__(data)
        self.names = {officer.id: officer.display_name for officer in colleagues}
        field = self.fields["officer"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", _("请选择")), *((str(key), name) for key, name in self.names.items())]

    @property
    def chosen_name(self) -> str:
        """Who was chosen."""
        return self.names[self.cleaned_data["officer"]]
