"""A citizen with a browser without scripts: walks through filing by pressing buttons."""

import re
from typing import TYPE_CHECKING, Any

from django.test import Client

from huiyin.kernel.ids import parse_matter_number, parse_receipt_code

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

TEXT = "小区的电梯从上个月起天天停运，老人下不了楼。"
PHONE = "19900007788"
NAME = "纪北辰"
WHAT = {"text": TEXT}
WHERE = {"place": "云水小区 3 幢", "area": ""}
KIND = {"kind": "claim", "category_words": "", "category": ""}
WHO = {"who": "named", "name": NAME, "phone": PHONE, "email": "beichen@example.invalid", "address": ""}


def digits_on(page: str) -> str:
    """The code in digits, as a page offers it to whoever can't type Latin letters."""
    found = re.search(r'id="digits">([\d-]{34})<', page)
    assert found
    return found[1]


def phone_asked(page: str) -> str:
    """What a page that keeps no draft remembers of having asked about a telephone number."""
    found = re.search(r'name="phone_asked" value="([\d ]+)"', page)
    assert found
    return found[1]


class Citizen:
    """One browser."""

    def __init__(self, **settings: Any) -> None:
        """`settings` go to Django's test client."""
        self.client = Client(**settings)

    def press(self, step: str, do: str = "next", query: str = "", **typed: Any) -> "Answer":
        """Fill in a step and press a button."""
        return self.client.post(f"/file/{step}/{query}", {**typed, "do": do})

    def write(self, *, requests: tuple[str, ...] = ("修好电梯",), about: str = "", **who: str) -> None:
        """Fill in all steps, without sending."""
        assert self.press("what", **WHAT).status_code == 302
        assert self.press("files").status_code == 302
        assert self.press("where", **WHERE).status_code == 302
        assert self.press("about", respondent=about).status_code == 302
        given = {f"request_{index}": text for index, text in enumerate(requests, start=1)}
        assert self.press("requests", **given).status_code == 302
        assert self.press("kind", **KIND).status_code == 302
        assert self.press("who", **(who or WHO)).status_code == 302

    def send(self) -> "Answer":
        """Press "send" on the last page."""
        return self.client.post("/file/check/")

    def shown(self, step: str) -> str:
        """What a step's page says of itself when it is sent."""
        found = re.search(r'name="page" value="([^"]+)"', self.page(f"/file/{step}/"))
        assert found
        return found[1]

    def receipt(self) -> tuple[str, str]:
        """Number and code as the receipt shows them."""
        page = self.receipt_page()
        number = re.search(r'id="number">([^<]+)<', page)
        code = re.search(r'id="code">([^<]+)<', page)
        assert number and code
        return parse_matter_number(number[1]) or "", parse_receipt_code(code[1]) or ""

    def receipt_page(self) -> str:
        """The receipt, by pressing the button that says "it's me"."""
        response = self.client.post("/receipt/")
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    def file(self, **kwargs: Any) -> tuple[str, str]:
        """The whole way; gives number and code."""
        self.write(**kwargs)
        assert self.send().status_code == 302
        return self.receipt()

    def look_up(self, number: str, code: str) -> "Answer":
        """Type both in."""
        return self.client.post("/lookup/", {"number": number, "code": code})

    def page(self, path: str) -> str:
        """A page's text; the page must be there."""
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()
