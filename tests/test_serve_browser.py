"""The page over the local service: the same page, with the program of this machine behind it."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import make_samples
import pytest

from tests.chromium import Browser, browser, chromium
from tests.conftest import Run
from tests.page_alone import PICK, asked, handed
from xlplugin.serve.local.service import Service

pytestmark = [pytest.mark.slow, pytest.mark.skipif(chromium() is None, reason="chromium is not installed")]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service() as found:
        thread = threading.Thread(target=found.serve_forever, daemon=True)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


@pytest.fixture
def running(service: Service) -> Iterator[Browser]:
    with tempfile.TemporaryDirectory(prefix="xlplugin-chromium-", ignore_cleanup_errors=True) as folder, browser(Path(folder)) as found:
        found.call("Page.navigate", url=service.address)
        end = time.monotonic() + 60
        while not found.evaluate("'xlplugin' in window") and time.monotonic() < end:
            time.sleep(0.1)
        found.evaluate("window.came = {}; 0")
        yield found


def test_the_served_page_checks_as_the_command_line_does_and_keeps_no_token_in_its_address(
    service: Service, running: Browser, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_samples.main(tmp_path)
    monkeypatch.chdir(tmp_path / "错误样例")
    files = {name: Path(name).read_bytes() for name in ("02两个数字颠倒.xlsx", "03勾稽不平.xlsx")}
    ran = run("check", *files, "--format", "json")
    assert asked(running, f"xlplugin.check({handed(running, 'two', files)})") == json.loads(ran.out[ran.out.index("{") :])
    assert running.evaluate("location.href") == f"http://{service.host}/"
    copy = asked(running, f"xlplugin.annotate({handed(running, 'one', dict([next(iter(files.items()))]))}[0]).then(bytes => bytes.length)")
    assert isinstance(copy, int) and copy > 5000
    running.evaluate(f"{PICK}({handed(running, 'shown', files)})")
    asked(running, "new Promise(done => { const look = () => document.getElementById('app-take').hidden ? setTimeout(look, 50) : done(); look(); })")
    assert running.evaluate("document.querySelectorAll('#app-view details.file').length") == 2
    assert all(address.startswith((f"http://{service.host}/", "blob:", "data:")) for address in running.requests) and running.faults == []
