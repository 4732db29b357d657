"""The title under which others nearby read that it has been brought, looked at for names first."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.limits import TITLE_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.publication.errors import PublishedTitleMissing, PublishingNotAgreed
from huiyin.matters.publication.services import publish


@move_reason(175, quiet={Action.PUBLISH})
def closed_by_publication(page: MatterView, _actor: Actor, action: Action) -> str:
    """Why it can't be published: only while the petitioner agrees."""
    is_closed = action is Action.PUBLISH and not page.publication.is_agreed
    return PublishingNotAgreed.sentence if is_closed else ""


@move_form(BarRow.SECONDARY, 900)
class ShowNearbyForm(MoveForm):
    """The title that is shown."""

    action = Action.PUBLISH
    about = N_(
        "信访人同意让附近的人看到标题、类别和进度。标题里有姓名、门牌或者能认出是谁的话，先改掉再公开；原来的标题不变。"
    )
    submit = N_("公开")
    done = N_("已公开，信访人随时可以收回。")

    title = forms.CharField(
        label=_("公开的标题"), max_length=TITLE_MAX, error_messages={"required": _(PublishedTitleMissing.sentence)}
    )

    def get_initial(self) -> dict[str, object]:
        """What is shown now, else the matter's own."""
        return {"title": self.page.publication.title or self.page.title}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Show it."""
        publish(actor=actor, matter_id=self.page.id, title=self.cleaned_data["title"], at=at, seen=self.seen_version)
