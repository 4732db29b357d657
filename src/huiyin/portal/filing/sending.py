"""The last page of filing: everything once more, then the one press that sends it."""

import math
from collections.abc import Iterable

from django.contrib import messages
from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.flows.draft_filing import draft_submit
from huiyin.intake.errors import FilingQueued
from huiyin.intake.rules.draft import ANONYMOUS, DraftState, digest_of
from huiyin.intake.services import draft_renew, receipt_renew
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import new_token
from huiyin.kernel.time import now
from huiyin.portal.drafts import HeldDraft, held_draft, hold_receipt, set_draft_cookie
from huiyin.portal.filing.accusing import is_accusing_unasked
from huiyin.portal.filing.choices import choices_taken
from huiyin.portal.filing.page_field import page_field, page_seen
from huiyin.portal.filing.steps import CHECK, STEPS, FilingStep, all_right, count_of, steps_of, steps_wrong
from huiyin.portal.filing.summary import parts_of
from huiyin.portal.opening import once_open
from huiyin.web.addresses import wide_network_of
from huiyin.web.refusals import sentence_of
from huiyin.web.storage import trouble_of

# All of it is on the page; the files are part of it.
_SHOWN = DraftState().content.__slots__
# The page on which somebody waits comes again by itself after so many seconds.
_LOOK_AGAIN = 60


@require_http_methods(["GET", "HEAD", "POST"])
@once_open
def check_page(request: HttpRequest) -> HttpResponse:
    """The last step: read everything once more, then send."""
    draft = held_draft(request, at=now())
    if draft.is_sent or draft.is_moved:
        return _sent_already(request, draft)
    if request.method == "POST":
        return _send(request, draft)
    return _show(request, draft)


@require_safe
@once_open
def turn_page(request: HttpRequest) -> HttpResponse:
    """Where very many file at once: how long until this draft's turn, and then the button that sends it."""
    at = now()
    draft = held_draft(request, at=at)
    turn = draft.view.marks.turn if draft.view else None
    if draft.view is None or draft.is_sent or draft.is_moved or turn is None:
        return redirect("portal:file_check")
    wait = max(0, math.ceil((turn - at).total_seconds()))
    context = {"minutes": -(-wait // 60), "is_due": not wait, "page_field": page_field(draft.view.state, _SHOWN)}
    response = render(request, "portal/filing/turn.html", context)
    response["Cache-Control"] = "private, no-store"
    if wait:
        # A header, as every page has to work without a script.
        response["Refresh"] = str(min(wait, _LOOK_AGAIN))
    return response


def _show(request: HttpRequest, draft: HeldDraft, *, status: int = 200) -> HttpResponse:
    """The page, and the draft under a token of this page: what is sent from here is known to nobody else."""
    page = new_token()
    state = draft.view.state if draft.view else DraftState()
    context = {
        "wrong": steps_wrong(draft.content),
        "parts": parts_of(draft.content),
        "step": count_of(draft.content),
        "steps": count_of(draft.content),
        "before": steps_of(draft.content)[-1].name,
        "anonymous": draft.content.who == ANONYMOUS,
        "page_field": page_field(state, _SHOWN, page=page),
    }
    response = render(request, "portal/filing/check.html", context, status=status)
    # Going back to it after sending must ask the server: by then somebody else may sit here.
    response["Cache-Control"] = "private, no-store"
    if draft.is_begun and (token := _renewed(draft, page)):
        set_draft_cookie(request, response, token)
    return response


def _renewed(draft: HeldDraft, page: str) -> str:
    """The new token; "" where nothing can be written now, which reading doesn't need."""
    try:
        return draft_renew(token=draft.token, step=CHECK, page=page, at=now())
    except DatabaseError as error:
        if not trouble_of(error):
            raise
        return ""


def _sent_already(request: HttpRequest, draft: HeldDraft) -> HttpResponse:
    """On to the receipt; after a press it is shown at once, whatever became of the answer to the first one."""
    response = redirect("portal:receipt")
    if request.method == "POST" and draft.view is not None:
        receipt = new_token()
        receipt_renew(token=draft.token, view=draft.view, receipt=receipt, at=now())
        hold_receipt(request, response, receipt)
    return response


def _send(request: HttpRequest, draft: HeldDraft) -> HttpResponse:
    """Nothing is looked up again here: whatever was changed past the forms, the database refuses."""
    content = draft.content
    # First without forms, lists and sentences: nearly every draft that is sent is right.
    wrong = [] if all_right(content) else steps_wrong(content, choices_taken(content))
    if wrong or draft.view is None:
        return _first_wrong(wrong or STEPS[:1])
    # Also where somebody came here past the page that asks: once for each story.
    if is_accusing_unasked(content):
        return redirect(reverse("portal:file_step", args=["kind"]) + f"?back={CHECK}")
    seen = page_seen(request, CHECK)
    # What is sent is what somebody has read on this page, nothing that came from another window since.
    if seen and (seen.lineage, seen.digest) != (draft.view.marks.lineage, digest_of(content, _SHOWN)):
        messages.warning(request, gettext("内容刚才在另一个窗口里改过。下面是现在的内容，请再看一遍，再提交。"))
        return _show(request, draft, status=409)
    try:
        sent = draft_submit(
            token=draft.token,
            view=draft.view,
            page=seen.page if seen else "",
            at=now(),
            network=wide_network_of(request),
        )
    except FilingQueued:
        return redirect("portal:file_turn")
    except IntegrityError as error:
        # Something chosen is gone since, such as a category: looked up now, to lead to the step that has it.
        if trouble_of(error) or not (wrong := steps_wrong(draft.content)):
            raise
        return _first_wrong(wrong)
    except BadInput as error:
        messages.error(request, sentence_of(error))
        return redirect("portal:file_check")
    response = redirect("portal:receipt")
    hold_receipt(request, response, sent.token)
    return response


def _first_wrong(wrong: Iterable[FilingStep]) -> HttpResponse:
    return redirect(reverse("portal:file_step", args=[next(iter(wrong)).name]) + "?wrong=1&back=check")
