"""A hand at the matter page: opens it, fills a form of it, presses the button."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from huiyin.matters.register.services.register import Registered
from tests.cast import Cast


def address(filed: Registered, code: str = "") -> str:
    """The matter's page, or the address of one of its moves."""
    return f"/desk/matters/{filed.number}/{f'{code}/' if code else ''}"


def version(page: str) -> str:
    """The version that a page was made of, as its forms and what fetches them carry it."""
    found = re.search(r'name="seen" value="(\d+)"|\?seen=(\d+)"', page)
    assert found, page
    return found[1] or found[2]


def codes(page: str) -> set[str]:
    """The moves that can be opened on the page."""
    return set(re.findall(r'id="move-([a-z_]+)"', page))


@dataclass
class Hand:
    """One officer's browser."""

    client: Client
    pages: dict[str, str] = field(default_factory=dict)

    def look(self, filed: Registered) -> str:
        """The page as it is now, 200."""
        answer = self.client.get(address(filed))
        assert answer.status_code == 200, answer.status_code
        self.pages[filed.number] = answer.text
        return answer.text

    def unfold(self, filed: Registered, code: str) -> str:
        """The form of a move, fetched into the page last looked at, or into one as it is now."""
        seen = version(self.pages.get(filed.number) or self.look(filed))
        answer = self.client.get(address(filed, code), {"seen": seen}, headers={"HX-Request": "true"})
        assert answer.status_code == 200 and f'action="{address(filed, code)}"' in answer.text, answer.text
        return answer.text

    def send(self, filed: Registered, code: str, seen: str = "", **given: Any) -> Any:
        """Send the form of a move from the page last looked at, or as of version `seen`."""
        if not seen and filed.number not in self.pages:
            self.look(filed)
        return self.client.post(
            address(filed, code), {"seen": seen or version(self.pages.pop(filed.number)), **given}
        )

    def do(self, filed: Registered, code: str, **given: Any) -> Any:
        """Make a move that succeeds, and give the page that follows."""
        self.pages.pop(filed.number, None)
        answer = self.send(filed, code, **given)
        assert answer.status_code == 302, re.sub(r"\s+", " ", answer.text)[-3000:]
        return self.client.get(answer.headers["Location"])


def draft_of(cast: Cast, filed: Registered, **given: str) -> dict[str, str]:
    """A complete draft as a browser sends it."""
    positions = cast.matter(filed).requests.order_by("position").values_list("position", flat=True)
    opinions = {f"outcome_{position}": "upheld" for position in positions}
    reasons = {f"reasons_{position}": f"第{position}条属实，已督促整改。" for position in positions}
    return {"facts": "经实地查看，情况属实。", "basis": "《物业管理条例》第六条", **opinions, **reasons, **given}
