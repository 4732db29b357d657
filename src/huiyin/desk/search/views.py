"""Finding a matter by its number or by words in it: two Chinese characters suffice."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.work.rows import work_rows
from huiyin.kernel.text import clean_line, query_tokens, shorten
from huiyin.kernel.time import now
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.web.htmx import render_partial_or_page

_SHOWN = 50
_TEXT_MAX = 200


@require_safe
@desk_view
def search(request: DeskRequest) -> HttpResponse:
    """The newest matters that fit, among those that this officer may see."""
    text = shorten(clean_line(request.GET.get("q", "")), _TEXT_MAX)
    found = matter_search_for(actor=request.actor, text=text, limit=_SHOWN + 1) if text else []
    context = {
        "search_text": text,
        "rows": work_rows(rows=found[:_SHOWN], at=now()),
        "has_more": len(found) > _SHOWN,
        "is_too_short": bool(text) and not query_tokens(text),
    }
    return render_partial_or_page(
        request, page="desk/search/page.html", partial="desk/search/_found.html", context=context
    )
