"""The processes that stand ready behind the served page: they stay, they tell how far they are, they stop, and what they find is the command line's."""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives import archive_of
from tests.conftest import Run
from tests.test_serve import said, validator
from xlplugin.runs.workers.failures import Bounds
from xlplugin.serve.local.guards import Guards
from xlplugin.serve.local.service import Service

pytestmark = pytest.mark.slow

JOB = "0123456789abcdef"
FAULTY = "错误样例/03勾稽不平.xlsx"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """Reads what a file's name asks for; one process checks."""
    with Service(guards=Guards(1, Bounds(seconds=5, mebibytes=512), read="tests.poison:read")) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def processes(service: Service) -> list[int]:
    return [guard._worker._process.pid for guard in service.guards._all if guard._worker is not None]


def test_a_second_check_is_answered_by_the_processes_of_the_first(service: Service, samples: Path) -> None:
    packed = archive_of({f"submissions/{FAULTY}": (samples / FAULTY).read_bytes()})
    first = said(service, "POST", "/api/report/page", packed)
    there = processes(service)
    second = said(service, "POST", "/api/report/page?lang=zh", packed)
    assert first[:2] == second[:2] and first[0] == 200 and len(there) == 2 and processes(service) == there


def test_every_report_over_what_was_found_is_the_command_line_s(service: Service, samples: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {path.relative_to(samples).as_posix(): path.read_bytes() for path in sorted(samples.rglob("*.xlsx"))[::7]}
    for name, content in files.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(content)
    monkeypatch.chdir(tmp_path / "in")
    kinds = ("json", "jsonl", "csv", "sarif", "html")
    run("check", ".", *(word for kind in kinds for word in ("--report", f"{kind}=../result.{kind}")))
    packed = archive_of({f"submissions/{name}": content for name, content in files.items()})
    for kind in kinds:
        assert said(service, "POST", f"/api/report/{kind}", packed)[1] == (tmp_path / f"result.{kind}").read_bytes(), kind


def test_a_file_that_hangs_costs_itself_and_each_file_is_told_as_it_is_done(service: Service, samples: Path) -> None:
    good = (samples / FAULTY).read_bytes()
    packed = archive_of({"submissions/a.xlsx": good, "submissions/b hangs.xlsx": good, "submissions/c.xlsx": good})
    came: list[tuple[int, bytes]] = []
    asking = threading.Thread(target=lambda: came.append(said(service, "POST", f"/api/report/page?job={JOB}", packed)[:2]))
    asking.start()
    told: list[tuple[str, int]] = []
    while asking.is_alive():
        shown = json.loads(said(service, "GET", f"/api/progress?job={JOB}")[1])
        validator("Progress").validate(shown)
        told.append((shown["now"], len(shown["done"])))
        time.sleep(0.2)
    assert ("b hangs.xlsx", 1) in told, "it was told while it hung"
    found = json.loads(json.loads(came[0][1])["json"])
    assert [one["status"] for one in found["files"]] == ["error", "unreadable", "error"] and "5 秒" in found["files"][1]["error"]
    assert json.loads(said(service, "GET", f"/api/progress?job={JOB}")[1]) == {"files": None, "now": None, "done": []}, "nothing of it stays"


def test_what_is_stopped_checks_no_further_file(service: Service, samples: Path) -> None:
    good = (samples / FAULTY).read_bytes()
    packed = archive_of({f"submissions/{number} hangs.xlsx": good for number in range(6)})
    came: list[tuple[int, bytes]] = []
    asking = threading.Thread(target=lambda: came.append(said(service, "POST", f"/api/report/page?job={JOB}", packed)[:2]))
    begun = time.monotonic()
    asking.start()
    while json.loads(said(service, "GET", f"/api/progress?job={JOB}")[1])["now"] is None and asking.is_alive():
        time.sleep(0.05)
    assert said(service, "POST", f"/api/stop?job={JOB}", b"stop")[0] == 200
    asking.join()
    assert came[0][0] == 422 and "已停止" in json.loads(came[0][1])["error"] and time.monotonic() - begun < 25


def test_a_submission_has_its_own_name_whatever_else_was_sent(service: Service, samples: Path) -> None:
    good = (samples / "模板填报" / "样例一镇2023年.xlsx").read_bytes()
    packed = archive_of({"submissions/x/年报.xlsx": good, "submissions/x/.name.txt": b"another.xlsx", "submissions/x/name.txt": b"another.xlsx"})
    found = json.loads(json.loads(said(service, "POST", urllib.parse.quote("/api/report/page"), packed)[1])["json"])
    assert found["files"][-1]["file"] == "x/年报.xlsx" and found["files"][-1]["status"] == "clean"
