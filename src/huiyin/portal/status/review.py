"""Asking the unit above to look at the answer again (条例 Arts 35, 36)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.clocks.selectors import length_text
from huiyin.flows.review_asking import review_asked
from huiyin.kernel.actor import petitioner
from huiyin.kernel.errors import BadInput
from huiyin.kernel.time import now
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.review.errors import GroundsMissing, ReviewOutside
from huiyin.matters.review.rules import LEVEL_LABELS, ReviewLevel
from huiyin.matters.review.selectors.review import window_end
from huiyin.portal.fields import TextField
from huiyin.portal.visits import visitors_only
from huiyin.web.forms import PlainForm
from huiyin.web.refusals import sentence_of

_LEVELS = {Action.ASK_REVIEW: ReviewLevel.REVIEW, Action.ASK_RECHECK: ReviewLevel.RECHECK}


class ReviewForm(PlainForm):
    """Why; after the window also why so late."""

    grounds = TextField(
        label=_("哪里不同意，为什么"),
        help_text=_("可以说事实不对、依据不对，或者哪一条诉求没有答复。"),
        most=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _(GroundsMissing.sentence)},
    )
    late_reason = TextField(
        label=_("为什么没能按时申请"),
        help_text=_("期限已经过了。写明理由，由上一级决定是否采纳。"),
        most=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明为什么没能按时申请。")},
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        """`late`: the window has passed."""
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]


def level_open(matter: MatterView) -> ReviewLevel | None:
    """What the petitioner can ask for now."""
    return next((level for action, level in _LEVELS.items() if matter.can(action)), None)


@require_http_methods(["GET", "HEAD", "POST"])
@visitors_only
def review_page(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Says what a review is and takes the request; what was typed stays when something is missing."""
    at = now()
    matter = matter_page_of_petitioner(matter_id=matter_id, at=at)
    level = level_open(matter)
    if level is None:
        return render(request, "portal/status/review.html", {"matter": matter, "form": None})
    end = window_end(matter.clocks, level)
    form = ReviewForm(request.POST or None, late=end is not None and at > end, auto_id="review_%s")
    if request.method == "POST" and form.is_valid():
        try:
            review_asked(actor=petitioner(matter_id), matter_id=matter_id, level=level, at=at, **form.cleaned_data)
        except BadInput as error:
            # In time the form has no field for the reason of being late.
            form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
        # No fault of theirs: nobody on this platform stands above, and the sentence says where to go.
        except ReviewOutside as error:
            messages.warning(request, sentence_of(error))
            return redirect("portal:status")
        else:
            messages.success(request, gettext("申请已经收到，由谁来办、最迟什么时候给您意见，写在下面。"))
            return redirect("portal:status")
    context = {
        "matter": matter,
        "form": form,
        "level": gettext(LEVEL_LABELS[level]),
        "is_recheck": level is ReviewLevel.RECHECK,
        "end": end,
        "length": length_text(code=level.value, kind=matter.kind),
    }
    return render(request, "portal/status/review.html", context, status=422 if form.errors else 200)
