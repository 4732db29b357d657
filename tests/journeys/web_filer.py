"""A petitioner without a browser: files over HTTP, step by step, as the pages' own forms do."""

import http.client
import re
from collections.abc import Mapping
from http.cookies import SimpleCookie
from urllib.parse import urlencode

_CODE = re.compile(r'id="(number|code)">([0-9A-Z-]+)<')
STEPS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("what", {"text": "巷口的路灯坏了两个月，晚上看不清路。"}),
    ("files", {}),
    ("where", {"place": "柳荫镇北巷"}),
    ("about", {}),
    ("requests", {"request_1": "尽快修好路灯"}),
    ("kind", {"kind": "claim"}),
    ("who", {"who": "named", "name": "谷小满", "phone": "19900001234"}),
)


class WebFiler:
    """One browser's worth of cookies. Raises OSError or http.client errors when the server goes away."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def file(self) -> tuple[str, str]:
        """File one matter to its receipt; gives the number and the code as they are shown."""
        self.cookies = {}
        self.get("/file/what/")
        for step, fields in STEPS:
            status, _ = self.post(f"/file/{step}/", {**fields, "do": "next"})
            assert status == 302, f"{step}: {status}"
        self.post("/file/check/", {"do": "send"})
        return self.receipt()

    def receipt(self) -> tuple[str, str]:
        """What the receipt page shows now."""
        status, page = self.get("/receipt/")
        shown = dict(_CODE.findall(page))
        assert status == 200, status
        return shown["number"], shown["code"]

    def opens(self, number: str, code: str) -> bool:
        """Whether number and code open a matter's page that shows this number."""
        self.cookies = {}
        self.get("/lookup/")
        status, _ = self.post("/lookup/", {"number": number, "code": code})
        return status == 302 and number in self.get("/status/")[1]

    def get(self, path: str) -> tuple[int, str]:
        """Status and body."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> tuple[int, str]:
        """Send a form with its CSRF token."""
        return self._ask("POST", path, {**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})

    def _ask(self, method: str, path: str, fields: Mapping[str, str] | None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if fields is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
            answer = connection.getresponse()
            body = answer.read().decode()
            for line in answer.msg.get_all("Set-Cookie") or []:
                self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
            return answer.status, body
        finally:
            connection.close()
