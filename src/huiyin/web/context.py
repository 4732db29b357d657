"""What every template may use: the site's name, the reader's choices. Touches no database."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest

LARGE_TYPE_COOKIE = "large_type"


def site(request: HttpRequest) -> Mapping[str, object]:
    """`site_name`, `site_demo`, `large_type` and `here` (this address, to come back to)."""
    return {
        "site_name": settings.HUIYIN_SITE_NAME,
        "site_demo": settings.HUIYIN_DEMO,
        "site_file_bytes": settings.HUIYIN_FILE_BYTES,
        "large_type": request.COOKIES.get(LARGE_TYPE_COOKIE) == "1",
        "here": request.get_full_path() if request.method in {"GET", "HEAD"} else request.path,
    }
