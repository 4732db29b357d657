"""The page of an officer's own passphrase."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.seal_key.forms import WAITING, CreateForm, PassphraseForm, ReplaceForm, SealKeyForm
from huiyin.kernel.errors import BadInput, NotThere
from huiyin.kernel.time import now
from huiyin.orgs.grant_rules import GrantKind
from huiyin.orgs.selectors.grants import grants_of
from huiyin.vault.errors import PassphraseTooShort
from huiyin.vault.services import seal_key_holders
from huiyin.web.refusals import sentence_of


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def page(request: DeskRequest) -> HttpResponse:
    """Set a passphrase, or change it. Raises NotThere for a form that the page doesn't have now."""
    officer_id = request.actor.officer_id
    has_key = officer_id in seal_key_holders(officer_ids=[officer_id] if officer_id else [])
    kinds: tuple[type[SealKeyForm], ...] = (PassphraseForm, ReplaceForm) if has_key else (CreateForm,)
    if request.method != "POST":
        return _show(request, kinds, None)
    kind = next((kind for kind in kinds if kind.code == request.POST.get("form")), None)
    if kind is None:
        raise NotThere
    form = kind(request.POST, auto_id=f"{kind.code}-%s")
    if form.is_valid():
        try:
            form.execute(actor=request.actor, at=now())
        except BadInput as error:
            # A passphrase that is too short is always the new one.
            field = "new" if isinstance(error, PassphraseTooShort) else error.field
            form.add_error(field if field in form.fields else None, sentence_of(error))
        else:
            messages.success(request, gettext(form.done))
            if not form.agreed:
                messages.info(request, gettext(WAITING))
            return redirect("desk:seal_key")
    return _show(request, kinds, form)


def _show(request: DeskRequest, kinds: tuple[type[SealKeyForm], ...], bound: SealKeyForm | None) -> HttpResponse:
    forms = [
        bound if bound is not None and bound.code == kind.code else kind(auto_id=f"{kind.code}-%s") for kind in kinds
    ]
    lines = [
        (form, gettext(form.title), gettext(form.about) if form.about else "", gettext(form.submit)) for form in forms
    ]
    waits = any(grant.is_waiting and grant.kind is GrantKind.READER and grant.officer_id == request.actor.officer_id
                for grant in grants_of(actor=request.actor))  # fmt: skip
    context = {"forms": lines, "waits": waits}
    return render(request, "desk/seal_key/page.html", context, status=422 if bound else 200)
