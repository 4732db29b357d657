"""Correcting kind, category, area, place and title, with what the words suggest ready to take."""

from datetime import datetime
from functools import cached_property

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form
from huiyin.desk.register.lists import NamedChoice, areas_to_choose, categories_to_choose, named_match
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.classification.errors import (
    AreaUnknown,
    CategoryUnknown,
    CorrectionUnexplained,
    KindNotYours,
    KindSettled,
)
from huiyin.matters.classification.services.classify import Classification, matter_classify
from huiyin.matters.core.rules.labels import KIND_LABELS
from huiyin.matters.core.rules.limits import PLACE_MAX, TITLE_MAX
from huiyin.matters.core.rules.states import KIND_STATES, Action, Kind
from huiyin.orgs.selectors import area_view, category_view

_KINDS = (Kind.CLAIM, Kind.SUGGESTION, Kind.ACCUSATION, Kind.INQUIRY)
_KEEP, _OTHER = "keep", "other"


@move_form(BarRow.SECONDARY, 130)
class ClassifyForm(MoveForm):
    """What it is: each field holds what stands there now."""

    action = Action.CLASSIFY
    keeps_draft = True
    about = N_("信访人写的内容不变。改了种类，期限从收到和受理的那天起按新的种类重新计算；已经发出的文书不变。")
    warning = N_("信访人在进展页上会看到改了什么、为什么改；能通知到的会收到通知。")
    submit = N_("保存更正")
    done = N_("已更正。信访人在进展页上看得到改了什么、为什么改。")
    template = "desk/matter/classification/_classify_sheet.html"

    kind = forms.ChoiceField(
        label=_("种类"),
        widget=forms.RadioSelect,
        choices=[(kind.value, _(KIND_LABELS[kind])) for kind in _KINDS],
    )
    take = forms.ChoiceField(label=_("类别"), widget=forms.RadioSelect)
    category = forms.CharField(
        label=_("另选的类别"), required=False, help_text=_("写名称里的几个字，从列表里选。"),
        widget=forms.TextInput(attrs={"list": "classify-categories", "autocomplete": "off"}),
    )  # fmt: skip
    area = forms.CharField(
        label=_("所在地区"), required=False,
        widget=forms.TextInput(attrs={"list": "classify-areas", "autocomplete": "off"}),
    )  # fmt: skip
    place = forms.CharField(label=_("地点"), required=False, max_length=PLACE_MAX)
    title = forms.CharField(label=_("标题"), max_length=TITLE_MAX)
    reason = words(
        _("为什么更正"), rows=2, missing=_(CorrectionUnexplained.sentence), help_text=_("信访人会看到这句话。")
    )

    def get_initial(self) -> dict[str, object]:
        """Everything as it stands."""
        page = self.page
        return {
            "kind": page.kind,
            "take": _KEEP,
            "area": area_view(area_id=page.area_id).trail if page.area_id is not None else "",
            "place": page.place,
            "title": page.title,
        }

    def configure(self) -> None:
        """What can be chosen now; of a sealed matter the words aren't shown, because they lie elsewhere."""
        likely = [
            (str(category.id), gettext("建议：%(category)s") % {"category": category.trail})
            for category in self.choices.categories
        ]
        category_id = self.page.category_id
        now = category_view(category_id=category_id).trail if category_id is not None else gettext("没有类别")
        keep = gettext("保持不变：%(category)s") % {"category": now}
        choose(self.fields["take"], [(_KEEP, keep), *likely, (_OTHER, gettext("另选一个，写在下面"))])
        if self.page.seal is not None:
            del self.fields["place"], self.fields["title"]
            self.fields["reason"].help_text = gettext("信访人会看到这句话。它不在密封里，不要写密封的内容。")
        if why := self._kind_closed():
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = gettext(why)

    def clean(self) -> dict[str, object]:
        """Category and area are found by what was typed."""
        given = super().clean() or self.cleaned_data
        given["category_id"] = self._category_id(str(given.get("take") or _KEEP), str(given.get("category") or ""))
        given["area_id"] = self._area_id(str(given.get("area") or ""))
        return given

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Correct it."""
        given = self.cleaned_data
        matter_classify(
            actor=actor,
            matter_id=self.page.id,
            corrected=Classification(
                kind=Kind(given["kind"]),
                category_id=given["category_id"],
                area_id=given["area_id"],
                # Of a sealed matter the two fields aren't shown, and what stands there stays.
                place=given.get("place", self.page.place),
                title=given.get("title", self.page.title),
            ),
            reason=given["reason"],
            at=at,
            seen=self.seen_version,
        )

    @cached_property
    def categories(self) -> tuple[NamedChoice, ...]:
        """All categories in use."""
        return categories_to_choose()

    @cached_property
    def areas(self) -> tuple[NamedChoice, ...]:
        """All areas."""
        return areas_to_choose()

    def _category_id(self, take: str, text: str) -> int | None:
        """What was chosen, or typed; words beside a choice that says nothing else are meant."""
        # Only an id that was offered passes the field, so it needn't be looked up.
        if take.isdecimal():
            return int(take)
        if take == _KEEP and not text:
            return self.page.category_id
        found = named_match(text, self.categories) if text else None
        if found is None:
            self.add_error("category", gettext(CategoryUnknown.sentence))
        return found.id if found else None

    def _area_id(self, text: str) -> int | None:
        found = named_match(text, self.areas) if text else None
        if text and found is None:
            self.add_error("area", gettext(AreaUnknown.sentence))
        return found.id if found else None

    def _kind_closed(self) -> str:
        """Why the kind can't be changed here, or ""."""
        # Once it was answered it was answered as that kind, also where it came back from a review.
        if self.page.state not in KIND_STATES or self.page.round > 1 or self.page.served_at is not None:
            return KindSettled.sentence
        # Who may give it to another unit may correct the kind; a handler corrects the rest.
        return "" if self.page.can(Action.ASSIGN_UNIT) else KindNotYours.sentence
