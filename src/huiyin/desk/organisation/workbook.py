"""The organisation from a workbook and into one: take it home, fill it in, see what would change, write it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.access import administrator_view
from huiyin.documents.rules.media_types import XLSX
from huiyin.flows.organisation.category_sets import CATEGORY_SET_LABELS, CategorySet, category_book
from huiyin.flows.organisation.errors import CheckOutdated, RowRefersWrong, WorkbookTooLarge
from huiyin.flows.organisation.reading import OrganisationBook, organisation_file_read
from huiyin.flows.organisation.results import OrganisationReport, RowResult, RowState, SheetResult
from huiyin.flows.organisation.workbook import organisation_export, organisation_form
from huiyin.flows.organisation.writing import codes_renew, organisation_check, organisation_import
from huiyin.kernel.errors import BadInput
from huiyin.kernel.time import now, office_day
from huiyin.orgs.grant_rules import CODE_LASTS
from huiyin.orgs.selectors.grants import is_being_set_up
from huiyin.orgs.selectors.officers import officers_without_password
from huiyin.web.downloads import made_response
from huiyin.web.forms import PlainForm
from huiyin.web.refusals import sentence_of

_SALT = "organisation workbook"
# From the check to the writing; longer than that nobody remembers what was read.
_CHECKED_SECONDS = 12 * 3600
# Three quarters of what a form may send (DATA_UPLOAD_MAX_MEMORY_SIZE).
_SIGNED_MOST = 1_500_000


class UploadForm(PlainForm):
    """A workbook that was filled in."""

    workbook = forms.FileField(
        label=_("填好的工作簿"),
        help_text=_("Excel 或 WPS 的 .xlsx。上传只是检查，看过结果再写入。"),
        error_messages={"required": _("请先选择文件，再按“上传并检查”。")},
    )


class CategoriesForm(PlainForm):
    """One of the ready-made sets of categories."""

    categories = forms.ChoiceField(label=_("用哪一套"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """With the sets to choose from."""
        super().__init__(*args, **kwargs)
        choices = [(which.value, gettext(label)) for which, label in CATEGORY_SET_LABELS.items()]
        self.fields["categories"].choices = choices  # type: ignore[attr-defined]


class WriteForm(PlainForm):
    """What was checked, signed, so that just that is written; a tick where something follows from it."""

    checked = forms.CharField(widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label=_("这些我看过了，就这样改"),
        error_messages={"required": _("请先看过上面写明的后果，再勾选。")},
    )

    def ask(self, *, asks: bool) -> None:
        """Want the tick only where something follows."""
        if not asks:
            del self.fields["sure"]


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def workbook(request: DeskRequest) -> HttpResponse:
    """The page; checking what was sent or chosen; writing what was checked."""
    if request.method != "POST":
        return _page(request)
    match request.POST.get("form"):
        case "write":
            return _write(request)
        case "categories":
            chosen = CategoriesForm(request.POST)
            if not chosen.is_valid():
                return _page(request, categories_form=chosen)
            return _checked(request, category_book(CategorySet(chosen.cleaned_data["categories"])))
        case "codes":
            return _codes(request)
        case _:
            return _upload(request)


@require_safe
@administrator_view
def workbook_form(request: DeskRequest) -> HttpResponse:
    """The empty workbook, with the set of categories that `?categories=` names."""
    chosen = request.GET.get("categories", "")
    which = CategorySet(chosen) if chosen in list(CategorySet) else None
    return made_response(organisation_form(categories=which), name=gettext("机构空表.xlsx"), media_type=XLSX.name)


@require_safe
@administrator_view
def workbook_export(request: DeskRequest) -> HttpResponse:
    """The organisation as it stands."""
    name = gettext("机构-%(day)s.xlsx") % {"day": f"{office_day(now()):%Y%m%d}"}
    return made_response(organisation_export(actor=request.actor), name=name, media_type=XLSX.name)


def _upload(request: DeskRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["workbook"]
        try:
            return _checked(request, organisation_file_read(content=sent.file, name=sent.name))
        except BadInput as error:
            form.add_error("workbook", sentence_of(error))
    return _page(request, upload_form=form)


def _codes(request: DeskRequest) -> HttpResponse:
    """Codes anew, for those that got lost; shown this once. Raises NotAllowed."""
    accounts = codes_renew(actor=request.actor, at=now())
    context = {"tab": "workbook", "codes": accounts, "days": CODE_LASTS.days}
    return render(request, "desk/organisation/workbook_codes.html", context)


def _write(request: DeskRequest) -> HttpResponse:
    checked = _unsigned(request)
    if checked is None:
        upload = UploadForm({})
        upload.add_error(None, gettext("检查结果已经过期，或者不完整。请再上传一次。"))
        return _page(request, upload_form=upload)
    book = OrganisationBook.unpacked(checked["book"])
    form = WriteForm(request.POST)
    form.ask(asks=checked["asks"])
    if not form.is_valid():
        report = organisation_check(book=book, actor=request.actor, at=now())
        return _check_page(request, book, report, form)
    try:
        written = organisation_import(book=book, digest=checked["digest"], actor=request.actor, at=now())
    except CheckOutdated as error:
        return _checked(request, book, outdated=sentence_of(error))
    context = {
        "tab": "workbook",
        "report": written,
        "counts": _counts(written),
        "codes": written.codes,
        "days": CODE_LASTS.days,
    }
    # Not led elsewhere: while the installation is being set up the codes are shown here, this once.
    return render(request, "desk/organisation/workbook_written.html", context)


def _checked(request: DeskRequest, book: OrganisationBook, *, outdated: str = "") -> HttpResponse:
    report = organisation_check(book=book, actor=request.actor, at=now())
    form = WriteForm(initial={"checked": _signed(request, book, report)})
    form.ask(asks=bool(report.asks))
    return _check_page(request, book, report, form, outdated=outdated)


def _check_page(
    request: DeskRequest, book: OrganisationBook, report: OrganisationReport, form: WriteForm, *, outdated: str = ""
) -> HttpResponse:
    wrong = [(sheet.title, row) for sheet in report.sheets for row in sheet.rows if row.outcome.refusal]
    context = {
        "tab": "workbook",
        "book": book,
        "report": report,
        "counts": _counts(report),
        "sheets": [(sheet, _lines(sheet)) for sheet in report.sheets],
        "wrong_rows": [(title, row) for title, row in wrong if not _follows(row)],
        "following_rows": [(title, row) for title, row in wrong if _follows(row)],
        "form": form,
        "outdated": outdated,
    }
    status = 409 if outdated else 422 if report.is_wrong or form.errors else 200
    return render(request, "desk/organisation/workbook_check.html", context, status=status)


def _page(
    request: DeskRequest, *, upload_form: UploadForm | None = None, categories_form: CategoriesForm | None = None
) -> HttpResponse:
    upload, categories = upload_form or UploadForm(), categories_form or CategoriesForm()
    without = [officer for officer in officers_without_password() if officer.id != request.actor.officer_id]
    context = {
        "tab": "workbook",
        "upload_form": upload,
        "categories_form": categories,
        # Later nobody gets the codes of others: each resets the password of one person, on that person's page.
        "without_password": len(without) if is_being_set_up() else 0,
        "sets": [(which.value, gettext(label)) for which, label in CATEGORY_SET_LABELS.items()],
    }
    status = 422 if upload.errors or categories.errors else 200
    return render(request, "desk/organisation/workbook.html", context, status=status)


def _counts(report: OrganisationReport) -> dict[str, int]:
    return {state.value: report.count(state) for state in RowState}


def _lines(sheet: SheetResult) -> dict[str, list[RowResult]]:
    """The rows of a sheet by what becomes of them; of the new ones those with a note by themselves."""
    lines = {state.value: [row for row in sheet.rows if row.outcome.state is state] for state in RowState}
    lines["noted"] = [row for row in lines["new"] if row.outcome.notes]
    lines["plain"] = [row for row in lines["new"] if not row.outcome.notes]
    return lines


def _follows(row: RowResult) -> bool:
    """Whether a row is wrong only because another one is."""
    return isinstance(row.outcome.refusal, RowRefersWrong)


def _signed(request: DeskRequest, book: OrganisationBook, report: OrganisationReport) -> str:
    """Book and digest together: what is written is what was checked, by whom it was checked.

    Raises WorkbookTooLarge.
    """
    checked: dict[str, Any] = {
        "officer": request.actor.officer_id,
        "digest": report.digest,
        "asks": bool(report.asks),
    }
    checked["book"] = book.packed()
    signed = signing.dumps(checked, salt=_SALT, compress=True)
    # Else the page would come, and what it sends back would be refused.
    if len(signed) > _SIGNED_MOST:
        raise WorkbookTooLarge
    return signed


def _unsigned(request: DeskRequest) -> Mapping[str, Any] | None:
    try:
        checked: dict[str, Any] = signing.loads(request.POST.get("checked", ""), salt=_SALT, max_age=_CHECKED_SECONDS)
    except signing.BadSignature:
        return None
    return checked if checked["officer"] == request.actor.officer_id else None
