"""One connection: whether the request comes from the page and holds the token, how much may come with it, and who answers it."""

from __future__ import annotations

import hmac
import json
import secrets
import time
import urllib.parse
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol, cast

from xlplugin.errors import XlpluginError
from xlplugin.runs.workers.guard import StoppedError
from xlplugin.runs.workers.worker import WorkerFailedError
from xlplugin.serve.assemble import SERVED_POLICY, page_served
from xlplugin.serve.local.answers import Answer, Asked, Method
from xlplugin.serve.local.guards import BusyError, Guards
from xlplugin.text import Language, Text
from xlplugin.version import __version__

TOKEN = "X-Xlplugin-Token"
MOST_BYTES = 256 << 20
LONGEST_BODY = 30.0
"""Seconds in which a request's head, and then its body, must have come."""
_PIECE = 1 << 16
_REFUSED = {
    400: Text("请求有误。", "the request is malformed"),
    401: Text("没有通行码，或通行码不对。请从 xlplugin serve 显示的地址打开网页。", "the token is missing or wrong; open the page at the address that xlplugin serve prints"),
    403: Text("请求不是从本机的审核网页来的，已拒绝。", "the request does not come from the page of this machine and was refused"),
    404: Text("没有这个地址。", "there is no such address"),
    405: Text("这个地址不接受这种请求。", "the address takes no such request"),
    408: Text("请求内容没有在 30 秒内送到。", "the request's body did not come within 30 s"),
    411: Text("请求没有写明长度。", "the request does not say how long it is"),
    413: Text("请求内容太大。", "the request is too large"),
    421: Text("请求的主机名不是本机地址，已拒绝。", "the request's host is not this machine's address and was refused"),
    422: Text("没有内容可以审核。", "there is nothing to check"),
    500: Text("程序未能完成，请将文件反馈。", "the program did not succeed; please report the file"),
    503: Text("正在审核的文件太多，请稍后再试。", "too many files are being checked; try again later"),
}


class Serving(Protocol):
    """What a connection has to know of the service that it is a part of."""

    host: str
    """As a request has to name it."""
    token: str
    guards: Guards
    longest_body: float
    get: Mapping[str, Method]
    post: Mapping[str, Method]
    """Who answers, by address."""
    has_page: bool

    def touch(self) -> None:
        """Notes that somebody is there."""


class RefusedError(Exception):
    """The status with which a request is refused."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)


class Handler(BaseHTTPRequestHandler):
    """See `BaseHTTPRequestHandler`. Every answer is whole, has a length, is kept nowhere, and may be framed by nobody."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = f"xlplugin/{__version__}", ""
    timeout = LONGEST_BODY

    @property
    def _serving(self) -> Serving:
        return cast("Serving", self.server)

    def do_GET(self) -> None:
        """Answers a request without a body."""
        self._answer("GET")

    def do_POST(self) -> None:
        """Answers a request with a body."""
        self._answer("POST")

    def _other(self) -> None:
        self._refuse(405)

    do_HEAD = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = _other

    def _answer(self, method: str) -> None:
        serving = self._serving
        serving.touch()
        try:
            url = urllib.parse.urlsplit(self.path)
            self._from_here()
            if serving.has_page and method == "GET" and url.path == "/":
                return self._page()
            self._holds_token()
            mine, others = (serving.get, serving.post) if method == "GET" else (serving.post, serving.get)
            known = mine.get(url.path)
            if known is None:
                raise RefusedError(405 if url.path in others else 404)
            query = {name: values[-1] for name, values in urllib.parse.parse_qs(url.query, keep_blank_values=True, max_num_fields=20).items()}
            language: Language = "en" if query.get("lang") == "en" else "zh"
            body = self._body() if method == "POST" else b""
            answer = known(Asked(language, query, body), serving.guards)
            self._send(answer.status, answer)
        except RefusedError as refused:
            self._refuse(refused.status)
        except XlpluginError as error:
            self._send(422, _told(error.text, "en" if "lang=en" in self.path else "zh"))
        except (BusyError, StoppedError, WorkerFailedError):
            self._refuse(503)
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        except ValueError:
            self._refuse(400)
        except Exception:  # whatever a file did to the program, the service goes on
            self._refuse(500)
        return None

    def _from_here(self) -> None:
        """A page elsewhere can make a browser send requests here; it cannot make it lie about where they come from, nor name this host as its own."""
        host = self._serving.host
        if self.headers.get_all("Host") != [host]:
            raise RefusedError(421)
        if self.headers.get_all("Origin", []) not in ([], [f"http://{host}"]):
            raise RefusedError(403)
        if self.headers.get_all("Sec-Fetch-Site", []) not in ([], ["same-origin"], ["none"]):
            raise RefusedError(403)

    def _holds_token(self) -> None:
        given = self.headers.get_all(TOKEN, [])
        if len(given) != 1 or not hmac.compare_digest(given[0].encode("utf-8", "replace"), self._serving.token.encode()):
            raise RefusedError(401)

    def _body(self) -> bytes:
        lengths = self.headers.get_all("Content-Length", [])
        if self.headers.get("Transfer-Encoding") is not None or len(lengths) != 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
            raise RefusedError(411)
        size = int(lengths[0][:20])
        if size > MOST_BYTES:
            raise RefusedError(413)
        if size == 0:
            raise RefusedError(422)
        pieces, end = [], time.monotonic() + self._serving.longest_body
        while size:
            left = end - time.monotonic()
            if left <= 0:
                raise RefusedError(408)
            self.connection.settimeout(left)
            try:
                piece = self.rfile.read1(min(size, _PIECE))
            except TimeoutError:
                raise RefusedError(408) from None
            if not piece:
                raise RefusedError(400)
            pieces.append(piece)
            size -= len(piece)
        self.connection.settimeout(None)
        return b"".join(pieces)

    def _page(self) -> None:
        self._serving.guards.warm()
        nonce = secrets.token_urlsafe(16)
        self._send(200, Answer(page_served(nonce).encode(), "text/html; charset=utf-8"), {"Content-Security-Policy": SERVED_POLICY.format(nonce=nonce)})

    def _refuse(self, status: int) -> None:
        """What came with the request is not read, so the connection can serve no other one."""
        self.close_connection = True
        self._send(status, _told(_REFUSED[status], "en" if "lang=en" in getattr(self, "path", "") else "zh"))

    def _send(self, status: int, answer: Answer, more: dict[str, str] | None = None) -> None:
        headers = {
            "Content-Type": answer.kind,
            "Content-Length": str(len(answer.body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            **(more or {}),
        }
        if answer.name:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{urllib.parse.quote(answer.name, safe='')}"
        if self.close_connection:
            headers["Connection"] = "close"
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
        except OSError:
            self.close_connection = True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the library refuses by itself, in our words."""
        self.command = getattr(self, "command", None) or ""
        self._refuse(code if code in _REFUSED else 405 if code == 501 else 400)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is kept of who asked what."""


def _told(text: Text, language: Language) -> Answer:
    return Answer(json.dumps({"error": text.show(language)}).encode("ascii"))
