"""A small server that answers as 企业微信 and 政务钉钉 do, after their public documents.

Nobody can start the real ones. What is sent is looked at: a wrong secret, signature or parameter gets the answer that
theirs give.
"""

import base64
import hashlib
import hmac
import json
import threading
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from huiyin.kernel.time import now

CORP, CORP_SECRET = "ww-corp", "corp-geheim"
KEY, KEY_SECRET = "app-key", "app-geheim"


class ChatServer(ThreadingHTTPServer):
    """`codes` are those not yet used, with what they stand for; `token` is the one that is good now."""

    daemon_threads = True

    def __init__(self) -> None:
        """On a free port of loopback."""
        super().__init__(("127.0.0.1", 0), ChatHandler)
        self.codes: dict[str, dict[str, Any]] = {}
        self.token = "token-1"
        self.tokens_given = 0

    @property
    def address(self) -> str:
        """What the settings say of it."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        """Serve in another thread."""
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()


class ChatHandler(BaseHTTPRequestHandler):
    """The four addresses."""

    server: ChatServer

    def do_GET(self) -> None:
        """企业微信 asks by GET alone."""
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        match address.path:
            case "/cgi-bin/gettoken":
                self._send(self._wecom_token(query))
            case "/cgi-bin/auth/getuserinfo":
                self._send(self._wecom_user(query))
            case "/gettoken.json":
                self._send(self._signed("GET", address.path, query, self._zwding_token))
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        """Signed, with a form."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._send(self._signed("POST", self.path, dict(parse_qsl(body)), self._zwding_user))

    def _wecom_token(self, query: dict[str, str]) -> dict[str, Any]:
        if query != {"corpid": CORP, "corpsecret": CORP_SECRET}:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        self.server.tokens_given += 1
        return {"errcode": 0, "errmsg": "ok", "access_token": self.server.token, "expires_in": 7200}

    def _wecom_user(self, query: dict[str, str]) -> dict[str, Any]:
        if query["access_token"] != self.server.token:
            return {"errcode": 40014, "errmsg": "invalid access_token"}
        found = self.server.codes.pop(query["code"], None)
        return {"errcode": 0, "errmsg": "ok", **found} if found else {"errcode": 40029, "errmsg": "invalid code"}

    def _signed(self, method: str, path: str, params: dict[str, str], answer: Any) -> dict[str, Any]:
        stamp, nonce = self.headers["X-Hmac-Auth-Timestamp"], self.headers["X-Hmac-Auth-Nonce"]
        text = "&".join(f"{name}={value}" for name, value in sorted(params.items()))
        signed = hmac.new(KEY_SECRET.encode(), f"{method}\n{stamp}\n{nonce}\n{path}\n{text}".encode(), hashlib.sha256)
        is_right = self.headers["X-Hmac-Auth-Signature"] == base64.b64encode(signed.digest()).decode()
        is_new = abs(now() - datetime.fromisoformat(stamp)) < timedelta(minutes=5) and stamp.endswith("+08:00")
        if (
            not is_right
            or not is_new
            or self.headers["apiKey"] != KEY
            or self.headers["X-Hmac-Auth-Version"] != "1.0"
        ):
            return {"success": False, "errorCode": "OPF-B001-05-16-0009", "errorMsg": "SignatureDoesNotMatch"}
        return {"success": True, "content": answer(params)}

    def _zwding_token(self, params: dict[str, str]) -> dict[str, Any]:
        if params != {"appkey": KEY, "appsecret": KEY_SECRET}:
            return {"success": False, "responseCode": "1", "responseMessage": "no"}
        self.server.tokens_given += 1
        return _content({"accessToken": self.server.token, "expiresIn": "7200"})

    def _zwding_user(self, params: dict[str, str]) -> dict[str, Any]:
        if params["access_token"] != self.server.token:
            return {"success": False, "responseCode": "240133", "responseMessage": "应用accessToken失效或不存在"}
        found = self.server.codes.pop(params["code"], None)
        if found is None:
            return {"success": False, "responseCode": "240111", "responseMessage": "code失效或不存在"}
        return _content(found)

    def _send(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """The tests' output is theirs."""


def _content(data: dict[str, Any]) -> dict[str, Any]:
    return {"success": True, "responseCode": "0", "responseMessage": "成功", "data": data}
