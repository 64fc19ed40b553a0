"""The local service: what it answers is the command line's and keeps to its description; what does not come from its own page gets nothing."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.archives import archive_of, parts_of
from tests.conftest import Run
from xlplugin.runs.workers.failures import Bounds
from xlplugin.serve.local.guards import Guards
from xlplugin.serve.local.handler import TOKEN
from xlplugin.serve.local.openapi import openapi
from xlplugin.serve.local.service import Service, forget, note, running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service(longest_body=1.0) as found:
        thread = threading.Thread(target=found.serve_forever, daemon=True)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


def said(service: Service, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[int, bytes, Mapping[str, str]]:
    """Status, body and headers of an answer to a request as the page makes it, with other headers where given."""
    connection = http.client.HTTPConnection("127.0.0.1", service.server_port, timeout=120)
    try:
        whole = {TOKEN: service.token, "Origin": f"http://{service.host}", "Sec-Fetch-Site": "same-origin", **(headers or {})}
        connection.request(method, path, body, {name: value for name, value in whole.items() if value})
        answer = connection.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())
    finally:
        connection.close()


def named(address: str, name: str, **more: str) -> str:
    return f"{address}?{urllib.parse.urlencode({'name': name, **more})}"


def raw(service: Service, content: bytes, pause: float = 0.0) -> int:
    """The status of an answer to bytes on a socket; 0 where the connection was closed without one."""
    with socket.create_connection(("127.0.0.1", service.server_port), timeout=60) as wire:
        wire.sendall(content)
        time.sleep(pause)
        try:
            first = wire.recv(4096)
        except ConnectionError:
            return 0
        return int(first.split(b" ")[1]) if first.startswith(b"HTTP/") else 0


def head(service: Service, *lines: str, first: str = "POST /api/check?name=a.xlsx HTTP/1.1", without: str = "") -> bytes:
    """A request's head as the page's would be, with further lines, or without one."""
    usual = [f"Host: {service.host}", f"{TOKEN}: {service.token}"]
    return "\r\n".join([first, *(line for line in usual if not (without and line.startswith(without))), *lines, "", ""]).encode("latin-1", "replace")


def validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{schema}", **openapi()})


REFUSED: dict[str, tuple[str, str, dict[str, str], int]] = {
    "no token": ("POST", "/api/check?name=a.xlsx", {TOKEN: ""}, 401),
    "a wrong token": ("POST", "/api/check?name=a.xlsx", {TOKEN: "x" * 43}, 401),
    "a token that is no ASCII": ("POST", "/api/check?name=a.xlsx", {TOKEN: "é"}, 401),
    "a token in the address": ("GET", "/api/rules?token=TOKEN", {TOKEN: ""}, 401),
    "another host": ("GET", "/api/rules", {"Host": "evil.example"}, 421),
    "the host's name, which DNS may rebind": ("GET", "/", {"Host": "localhost:PORT"}, 421),
    "the host without its port": ("GET", "/", {"Host": "127.0.0.1"}, 421),
    "another origin": ("POST", "/api/check?name=a.xlsx", {"Origin": "http://evil.example"}, 403),
    "no origin at all, null": ("POST", "/api/check?name=a.xlsx", {"Origin": "null"}, 403),
    "the origin with https": ("POST", "/api/check?name=a.xlsx", {"Origin": "https://127.0.0.1:PORT"}, 403),
    "the origin of another port": ("GET", "/api/rules", {"Origin": "http://127.0.0.1:1"}, 403),
    "from another site": ("GET", "/", {"Sec-Fetch-Site": "cross-site"}, 403),
    "from another port of this machine": ("GET", "/api/rules", {"Sec-Fetch-Site": "same-site"}, 403),
    "a preflight": ("OPTIONS", "/api/check", {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}, 405),
    "PUT": ("PUT", "/api/check?name=a.xlsx", {}, 405),
    "DELETE": ("DELETE", "/", {}, 405),
    "an unknown method": ("BREW", "/", {}, 405),
    "GET where POST is meant": ("GET", "/api/check", {}, 405),
    "POST where GET is meant": ("POST", "/api/rules", {}, 405),
    "steps upwards": ("GET", "/api/../../../etc/passwd", {}, 404),
    "steps upwards, encoded": ("GET", "/%2e%2e/%2e%2e/etc/passwd", {}, 404),
    "a file of the package": ("GET", "/page.html", {}, 404),
    "an unknown report": ("POST", "/api/report/parquet", {}, 404),
    "a blank form by a path": ("GET", "/api/form?name=../../etc/passwd", {}, 422),
    "an empty body": ("POST", "/api/check?name=a.xlsx", {}, 422),
    "no archive": ("POST", "/api/report/json", {"body": "junk"}, 422),
    "very many parameters": ("GET", "/api/rules?" + "&".join(f"a{n}=1" for n in range(50)), {}, 400),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_meant_is_refused_with_a_sentence(service: Service, case: str) -> None:
    method, path, headers, status = REFUSED[case]
    body = headers.get("body", "").encode() if method == "POST" else None
    filled = {name: value.replace("PORT", str(service.server_port)) for name, value in headers.items() if name != "body"}
    try:
        found, content, answered = said(service, method, path.replace("TOKEN", service.token), body, filled)
    except UnicodeEncodeError:
        pytest.fail("the request could not be written")
    assert found == status
    assert not any(name.lower().startswith("access-control") for name in answered) and answered["Cache-Control"] == "no-store"
    assert json.loads(content)["error"] and "Traceback" not in content.decode()


def test_bodies_that_are_not_as_they_say_are_refused(service: Service) -> None:
    cases = {
        "chunked": (head(service, "Transfer-Encoding: chunked") + b"3\r\nabc\r\n0\r\n\r\n", 411),
        "without a length": (head(service), 411),
        "a length that is none": (head(service, "Content-Length: many"), 411),
        "a negative length": (head(service, "Content-Length: -1"), 411),
        "two lengths": (head(service, "Content-Length: 3", "Content-Length: 4") + b"abc", 411),
        "too long": (head(service, f"Content-Length: {1 << 40}"), 413),
        "beyond all numbers": (head(service, f"Content-Length: {'9' * 30}"), 413),
        "slow": (head(service, "Content-Length: 100") + b"abc", 408),
        "two hosts": (head(service, "Host: evil.example", "Content-Length: 3") + b"abc", 421),
        "two tokens": (head(service, f"{TOKEN}: x", "Content-Length: 3") + b"abc", 401),
        "no host": (head(service, "Content-Length: 3", without="Host") + b"abc", 421),
        "an endless line": (b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n", 400),
        "no HTTP": (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 0),
    }
    assert {name: raw(service, content) for name, (content, _) in cases.items()} == {name: status for name, (_, status) in cases.items()}


def test_the_page_runs_only_its_own_script_and_may_be_framed_by_nobody(service: Service) -> None:
    status, page, headers = said(service, "GET", "/", headers={TOKEN: "", "Origin": "", "Sec-Fetch-Site": "none"})
    policy = headers["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert status == 200 and "unsafe" not in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert f'<script nonce="{nonce}">'.encode() in page and service.token.encode() not in page
    assert nonce not in said(service, "GET", "/", headers={TOKEN: ""})[1].decode()


def test_a_check_is_the_command_lines_and_keeps_to_the_description(service: Service, samples: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted(samples.rglob("*.xlsx"))[::4]:
        monkeypatch.chdir(path.parent)
        status, content, headers = said(service, "POST", named("/api/check", path.name), path.read_bytes())
        assert status == 200 and headers["Content-Type"] == "application/json"
        assert json.loads(content) == json.loads(run("check", path.name, "--format", "json").out), path.name
        validator("Checked").validate(json.loads(content))


def test_a_copy_is_the_command_lines(service: Service, samples: Path, tmp_path: Path, run: Run) -> None:
    path = samples / "错误样例" / "03勾稽不平.xlsx"
    status, content, headers = said(service, "POST", named("/api/annotate", path.name), path.read_bytes())
    run("annotate", path, "-o", tmp_path / "copy.xlsx")
    assert status == 200 and urllib.parse.quote("03勾稽不平(批注).xlsx") in headers["Content-Disposition"]
    assert parts_of(content) == parts_of((tmp_path / "copy.xlsx").read_bytes())


def test_a_report_over_an_archive_is_the_command_lines(service: Service, samples: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {path.name: path.read_bytes() for path in sorted((samples / "错误样例").iterdir())[:3]}
    (tmp_path / "in").mkdir()
    for name, content in chosen.items():
        (tmp_path / "in" / name).write_bytes(content)
    roster = "单位\n样例六镇\n不存在镇\n".encode()
    (tmp_path / "名册.csv").write_bytes(roster)
    monkeypatch.chdir(tmp_path / "in")
    ran = run("check", ".", "--format", "json", "--roster", "../名册.csv", "--report", "json=../结果.json")
    packed = archive_of({**{f"submissions/{name}": content for name, content in chosen.items()}, "roster/名册.csv": roster})
    status, content, _ = said(service, "POST", "/api/report/json", packed)
    assert status == 200 and content == (tmp_path / "结果.json").read_bytes()
    status, content, _ = said(service, "POST", "/api/report/page", packed)
    page = json.loads(content)
    validator("Page").validate(page)
    assert status == 200 and json.loads(page["json"]) == json.loads(ran.out) and "样例六镇" in page["view"] and "<script" not in page["view"]
    status, content, headers = said(service, "POST", named("/api/report/annotated", "", file="03勾稽不平.xlsx"), packed)
    assert status == 200 and parts_of(content) and urllib.parse.quote("(批注)") in headers["Content-Disposition"]
    status, content, _ = said(service, "POST", named("/api/report/published", "", file="02两个数字颠倒.xlsx", ending=".html"), packed)
    assert status == 200 and "样例六镇" in content.decode()


def test_archives_that_lead_elsewhere_stay_in_their_folder(service: Service, samples: Path, tmp_path: Path) -> None:
    path = samples / "错误样例" / "03勾稽不平.xlsx"
    target = tmp_path / "evil.xlsx"
    names = [f"../../../../../../../..{target}", f"submissions/../../{path.name}", str(target), f"C:\\..\\{path.name}"]
    status, content, _ = said(service, "POST", "/api/report/json", archive_of({name: path.read_bytes() for name in names}))
    assert status in (200, 422) and not target.exists()
    assert all(".." not in one["file"] for one in json.loads(content).get("files", []))


@pytest.mark.parametrize("name", ["长" * 400 + ".xlsx", "../../../etc/年报.xlsx", "a\x00b\r\nSet-Cookie: x.xlsx", "con.xlsx", "", "样例\ud800.xlsx".encode("utf-8", "replace").decode()])
def test_a_name_of_any_kind_is_taken(service: Service, samples: Path, name: str) -> None:
    content = (samples / "模板填报" / "样例一镇2023年.xlsx").read_bytes()
    status, found, _ = said(service, "POST", named("/api/check", name), content)
    [file] = json.loads(found)["files"]
    assert status == 200 and file["status"] == "clean" and not set(file["file"]) & set("/\\\r\n\0")


def test_fifty_at_once_are_all_answered(service: Service, samples: Path) -> None:
    content = (samples / "错误样例" / "03勾稽不平.xlsx").read_bytes()
    with ThreadPoolExecutor(50) as pool:
        found = list(pool.map(lambda number: said(service, "POST", named("/api/check", f"{number}.xlsx"), content), range(50)))
    assert [(status, json.loads(body)["files"][0]["file"]) for status, body, _ in found] == [(200, f"{number}.xlsx") for number in range(50)]


def test_a_file_that_kills_its_process_costs_itself(samples: Path) -> None:
    guards = Guards(1, Bounds(seconds=5, mebibytes=256), read="tests.poison:read_by_told_name")
    with Service(guards=guards) as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        for word, told in (("hangs", "5 秒"), ("kills", "SIGKILL"), ("swells", "MB")):
            status, content, _ = said(service, "POST", named("/api/check", f"{word}.xlsx"), b"PK")
            [file] = json.loads(content)["files"]
            assert status == 200 and file["status"] == "unreadable" and file["file"] == f"{word}.xlsx" and told in file["error"]
        service.shutdown()


def test_nothing_of_a_request_stays(service: Service, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said(service, "POST", named("/api/check", "a.xlsx"), (samples / "模板填报" / "样例一镇2023年.xlsx").read_bytes())
    assert list(tmp_path.iterdir()) == []


def test_a_second_start_finds_the_first_and_no_other_user_reads_its_token(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "state" / "serve.json"
    assert running(file) is None
    note(file, service)
    assert running(file) == service.address and stat.S_IMODE(os.stat(file).st_mode) == 0o600
    file.write_text(json.dumps({"port": service.server_port, "token": "another"}))
    assert running(file) is None
    forget(file, service)
    assert file.exists()


def test_the_service_ends_when_nobody_asks_it() -> None:
    with Service(guards=Guards(0)) as service:
        service.end_when_idle(0.2)
        service.serve_forever(0.05)  # returns


@pytest.mark.parametrize(("path", "schema"), [("/api/rules", "Rules"), ("/api/form", "Forms")])
def test_lists_keep_to_the_description(service: Service, path: str, schema: str) -> None:
    status, content, _ = said(service, "GET", path)
    validator(schema).validate(json.loads(content))
    assert status == 200


def test_the_description_is_the_one_that_is_published(service: Service) -> None:
    published: dict[str, Any] = json.loads((Path(__file__).parent.parent / "docs" / "openapi.json").read_text("utf-8"))
    assert published == openapi() == json.loads(said(service, "GET", "/api/openapi.json")[1])
    for schema in published["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_the_command_prints_its_address_a_second_one_finds_it_and_an_interrupt_ends_it(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "xlplugin", "serve", "--lang", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, encoding="utf-8") as first:
        try:
            assert first.stdout is not None
            address = first.stdout.readline().split()[-1]
            assert address.startswith("http://127.0.0.1:") and "#" in address
            second = subprocess.run(command, stdout=subprocess.PIPE, env=environment, encoding="utf-8", check=True)
            assert second.stdout.split()[-1] == address and "already running" in second.stdout
            assert stat.S_IMODE(os.stat(tmp_path / "xlplugin" / "serve.json").st_mode) == 0o600
        finally:
            first.send_signal(signal.SIGINT)
        assert first.wait() == 130
    assert not (tmp_path / "xlplugin" / "serve.json").exists()
