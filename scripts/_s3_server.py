"""An S3 server for trials: PyPI's moto, which keeps everything in memory; in front of it, keys that are refused and buckets that are full.

    python scripts/_s3_server.py 10.77.0.5 5000

moto lets in whoever comes and has room for everything. So a request with another key than `KEY`, and an object that does not fit
into its bucket any more, are answered here, in the words of AWS and of MinIO.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

try:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server
except ModuleNotFoundError as error:
    raise SystemExit(f"{error.name} 没有安装：先运行 python3 scripts/test.py，它会装入 .venv / {error.name} is not installed: run python3 scripts/test.py first, which sets up .venv") from error

KEY, SECRET = "samples", "not-a-secret"
LIMIT = "/-limit/"
"""`PUT /-limit/BUCKET/BYTES` sets how many bytes the bucket takes in all."""
_REFUSED = "403 Forbidden", "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."
_FULL = "507 Insufficient Storage", "XMinioStorageFull", "Storage backend has reached its minimum free drive threshold. Please delete a few objects to proceed."
Answer = Iterable[bytes]


class Doorkeeper:
    """The WSGI application: lets requests through to moto, or answers them."""

    def __init__(self) -> None:
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._lock = threading.Lock()
        self.limits: dict[str, int] = {}
        self._taken: dict[str, int] = {}

    def __call__(self, request: dict[str, Any], start: Callable[..., Any]) -> Answer:
        path, method = str(request["PATH_INFO"]), request["REQUEST_METHOD"]
        if path.startswith(LIMIT):
            bucket, bytes_ = path.removeprefix(LIMIT).split("/")
            self.limits[bucket] = int(bytes_)
            return _answer(start, "200 OK", b"")
        if f"Credential={KEY}/" not in request.get("HTTP_AUTHORIZATION", ""):
            return _refuse(start, *_REFUSED, without_body=method == "HEAD")
        if method in ("PUT", "POST") and not self._fits(path.split("/")[1], int(request.get("CONTENT_LENGTH") or 0)):
            request["wsgi.input"].read(int(request.get("CONTENT_LENGTH") or 0))
            return _refuse(start, *_FULL)
        found: Answer = self._moto(request, start)
        return found

    def _fits(self, bucket: str, size: int) -> bool:
        with self._lock:
            if self._taken.get(bucket, 0) + size > self.limits.get(bucket, sys.maxsize):
                return False
            self._taken[bucket] = self._taken.get(bucket, 0) + size
            return True


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept: thousands of requests come from few clients

    def log_request(self, *_: object) -> None:
        """One line a request would be all that is seen."""


@contextmanager
def served(host: str = "127.0.0.1", port: int = 0) -> Iterator[tuple[str, Doorkeeper]]:
    """The server in threads of this process, at its address; port 0 takes a free one."""
    keeper = Doorkeeper()
    server = make_server(host, port, keeper, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}", keeper
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _refuse(start: Callable[..., Any], status: str, code: str, message: str, without_body: bool = False) -> Answer:
    return _answer(start, status, b"" if without_body else f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{message}</Message></Error>'.encode())


def _answer(start: Callable[..., Any], status: str, content: bytes) -> Answer:
    start(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(content)))])
    return [content]


def main(arguments: Sequence[str]) -> None:
    """Serves until it is ended."""
    with served(arguments[0], int(arguments[1])) as (address, _):
        print(address, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
