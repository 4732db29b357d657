"""Map tiles from the organisation's own file: for everybody, so browsers and proxies keep them."""

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

# A week: roads change slowly, and what has changed is seen by its ETag.
_KEPT = "public, max-age=604800"
# What isn't there may come with the next file.
_AWAY_KEPT = "public, max-age=3600"


@require_safe
def tile(request: HttpRequest, zoom: int, column: int, row: int) -> HttpResponseBase:
    """One picture; 304 where the browser has it already, 404 where the file has none or there is no file."""
    own = settings.HUIYIN_MAP
    found = own.file.tile(zoom=zoom, column=column, row=row) if own and own.file else None
    if found is None:
        # No page of ours: nobody sees it, and a map asks for many.
        return HttpResponseNotFound(headers={"Cache-Control": _AWAY_KEPT}, content_type="text/plain")
    etag = f'"{hashlib.sha256(found.content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": _KEPT, "Content-Security-Policy": "default-src 'none'"}
    response = HttpResponse(found.content, content_type=found.media_type, headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response
