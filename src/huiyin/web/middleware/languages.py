"""Chinese words on a page that isn't in Chinese."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from huiyin.web.chinese import mark_chinese
from huiyin.web.languages import direction

# They are written with Chinese characters themselves: what is Chinese among them can't be told by its script.
_WITH_CHINESE_CHARACTERS = ("zh", "ja", "yue", "lzh")


class MarkChinese:
    """Marks what people and offices wrote as Chinese where the page around it is in another language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Once per process."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pages only; whoever reads Chinese gets them as they are."""
        response = self.get_response(request)
        # A stream is a file; reading it here would hold all of it in memory.
        if (get_language() or "zh").startswith(_WITH_CHINESE_CHARACTERS) or response.streaming:
            return response
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = _marked(response).encode(response.charset)
        return response


def _marked(response: HttpResponse) -> str:
    return mark_chinese(response.content.decode(response.charset), direction=direction())
