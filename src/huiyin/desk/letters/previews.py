"""A letter beside the form in which it is typed: printed as it would be, kept nowhere."""

from base64 import b64encode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.matter.choices import choices_for
from huiyin.desk.matter.letter_typed import has_preview, letter_typed
from huiyin.desk.matter.registry import FORMS
from huiyin.desk.matter.views import page_of
from huiyin.documents.letters import letter_pages
from huiyin.kernel.errors import BadInput, HuiyinError, NotReady, NotThere
from huiyin.kernel.time import now
from huiyin.matters.letters.services.preview import letter_preview
from huiyin.web.htmx import is_partial
from huiyin.web.paper import letter_language
from huiyin.web.reader_choices import SHOW_AGAIN, is_choosing
from huiyin.web.refusals import sentence_of, status_of

_LEFT_OUT = frozenset({"csrfmiddlewaretoken", SHOW_AGAIN})


@require_POST
@desk_view
def preview(request: DeskRequest, number: str, code: str) -> HttpResponse:
    """The pages of the letter, with what is typed; for HTMX a part, else a page that leads back to the form.

    Raises MatterNotFound, NotThere for a step without such a letter, and what the step is refused with.
    """
    at = now()
    page = page_of(request, number, at=at)
    kind = FORMS.get(code)
    if kind is None:
        raise NotThere
    choices = choices_for(page=page, actor=request.actor, actions={kind.action})
    form = kind(page=page, choices=choices, data=request.POST)
    if not has_preview(form):
        raise NotThere
    pictures: list[str] = []
    refusal: HuiyinError | None = None
    try:
        content = letter_preview(
            actor=request.actor, matter_id=page.id, action=kind.action, typed=letter_typed(form), at=at
        )
        with letter_language():
            pictures = [b64encode(picture).decode() for picture in letter_pages(content)]
    # Whoever writes reads it beside the form; what was typed stays where it is.
    except (BadInput, NotReady) as error:
        refusal = error
    context = {
        "page": page,
        "pictures": pictures,
        "refusal": sentence_of(refusal) if refusal else "",
        "back": reverse("desk:matter_move", args=[page.number, code]),
        "fields": [
            (name, value) for name, values in request.POST.lists() if name not in _LEFT_OUT for value in values
        ],
        "show_again": SHOW_AGAIN,
    }
    alone = is_partial(request) and not is_choosing(request)
    template = "desk/letters/_preview.html" if alone else "desk/letters/preview.html"
    status = status_of(refusal) if refusal and not alone else 200
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response
